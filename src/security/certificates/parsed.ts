// A certificate of a stranger, read (RFC 5280 §4). Its law: nothing of it is believed yet, and reading it never throws.

import { createHash, X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, type Name } from '@peculiar/asn1-x509';
import { limits } from '#base';
import { type Extensions, readExtensions } from './extensions.ts';
import { type KeyFacts, keyFacts, signatureHash } from './strength.ts';

export interface ParsedCertificate extends Extensions {
  readonly der: Buffer;
  readonly x509: X509Certificate;
  /** SHA-256 over all of it, hex in upper case with colons. */
  readonly fingerprint: string;
  /** SHA-256 over the key, hex. */
  readonly keyHash: string;
  /** One line for people. */
  readonly subject: string;
  readonly issuer: string;
  readonly subjectName: Name;
  /** The names in DER, hex: to be compared. */
  readonly subjectDer: string;
  readonly issuerDer: string;
  /** Hex in lower case without leading zeros. */
  readonly serial: string;
  readonly startsMs: number;
  readonly endsMs: number;
  readonly key: KeyFacts;
  /** `sha256` and the like; blank for what is weak or not known, which `signature` names. */
  readonly hash: string;
  readonly signature: string;
  /** Issuer and subject are the same: no proof that it signed itself. */
  readonly selfIssued: boolean;
}

/** Reads DER; in words why it cannot be. */
export function parseCertificate(der: Uint8Array): ParsedCertificate | string {
  if (der.length > limits.certificates.bytes) return `it has more than ${limits.certificates.bytes} bytes`;
  try {
    return read(Buffer.from(der));
  } catch {
    // Whatever the two readers throw at malformed bytes; their words are about ASN.1 and tell nobody anything.
    return 'it is no X.509 certificate';
  }
}

/** Reads the DER of one that was read before, by us or by TLS. */
export const isCertificate = (parsed: ParsedCertificate | string): parsed is ParsedCertificate =>
  typeof parsed !== 'string';

function read(der: Buffer): ParsedCertificate | string {
  const x509 = new X509Certificate(der);
  // The two readers must have seen the same bytes: what follows the certificate would be seen by one alone.
  if (!x509.raw.equals(der)) return 'it is not in the one encoding that is allowed (DER)';
  const { tbsCertificate: tbs, signatureAlgorithm } = AsnConvert.parse(der, Certificate);
  const extensions = readExtensions(tbs.extensions ?? []);
  if (typeof extensions === 'string') return extensions;
  if (!sameAlgorithm(tbs.signature, signatureAlgorithm)) return 'it names two signature algorithms';
  const subjectDer = derOf(tbs.subject);
  const issuerDer = derOf(tbs.issuer);
  return {
    ...extensions,
    ...{ der, x509, subjectDer, issuerDer },
    fingerprint: x509.fingerprint256,
    keyHash: createHash('sha256')
      .update(x509.publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
    subject: oneLine(x509.subject),
    issuer: oneLine(x509.issuer),
    subjectName: tbs.subject,
    serial: serialOf(tbs.serialNumber),
    startsMs: x509.validFromDate.getTime(),
    endsMs: x509.validToDate.getTime(),
    key: keyFacts(x509.publicKey),
    ...signatureHash(signatureAlgorithm),
    selfIssued: subjectDer === issuerDer,
  };
}

/** A serial number as it is compared: hex without leading zeros. */
const serialOf = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('hex').replace(/^0+/, '') || '0';

/** A name as it is compared. */
export const derOf = (name: Name): string => Buffer.from(AsnConvert.serialize(name)).toString('hex');

const sameAlgorithm = (a: { algorithm: string; parameters?: unknown }, b: typeof a): boolean =>
  a.algorithm === b.algorithm && Buffer.from(AsnConvert.serialize(a)).equals(Buffer.from(AsnConvert.serialize(b)));

const mostShown = 200;

/** "CN=phone, O=Example" of Node's lines; nothing in it can begin a line of its own in a log. */
const oneLine = (name: string | undefined): string =>
  (name ?? '')
    .split('\n')
    .join(', ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '?')
    .slice(0, mostShown) || '(without a name)';
