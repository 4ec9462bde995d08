// Where a certificate comes from: who vouches for it, how strong it is, and whether the way to its authority is known.

import { X509Certificate } from 'node:crypto';
import { isCertificate, type ParsedCertificate, parseCertificate } from './parsed.ts';

export interface Provenance {
  readonly subject: string;
  readonly issuer: string;
  /** "P-256", "RSA 2048". */
  readonly key: string;
  /** RSA 2048 or P-256 and SHA-256 at least, on the whole way. */
  readonly isStrong: boolean;
  readonly startsMs: number;
  readonly endsMs: number;
  readonly fingerprint: string;
  readonly isSelfSigned: boolean;
  /** This system's own authority stands on the way. */
  readonly isOwn: boolean;
  /** The certificate that vouches for it is known: sent with it, or trusted. */
  readonly isIssuerKnown: boolean;
  /** The way ends at an authority that is trusted. */
  readonly isRootTrusted: boolean;
}

export interface Known {
  /** This system's own authority, PEM. */
  readonly authority: string;
  /** What is trusted, PEM each. */
  readonly trusted: readonly string[];
}

const longestWay = 10;

/** Of a chain in DER, the leaf first; undefined where the leaf cannot be read. What cannot be read behind it is left out. */
export function provenanceOf(chain: readonly Uint8Array[], known: Known): Provenance | undefined {
  const [leaf, ...sent] = chain.map(parseCertificate);
  if (leaf === undefined || !isCertificate(leaf)) return undefined;
  const trusted = known.trusted.flatMap(readPem);
  const own = readPem(known.authority);
  const way = wayOf(leaf, [...sent.filter(isCertificate), ...trusted, ...own]);
  const last = way.at(-1) ?? leaf;
  const isAmong = (list: readonly ParsedCertificate[]): boolean =>
    way.some((one) => list.some(({ fingerprint }) => fingerprint === one.fingerprint));
  return {
    ...{ subject: leaf.subject, issuer: leaf.issuer, key: leaf.key.words, fingerprint: leaf.fingerprint },
    ...{ startsMs: leaf.startsMs, endsMs: leaf.endsMs },
    isStrong: way.every((one) => one.key.strong && (one.hash !== '' || isSigned(one, one))),
    isSelfSigned: isSigned(leaf, leaf),
    isOwn: isAmong(own),
    isIssuerKnown: way.length > 1,
    isRootTrusted: trusted.some(({ fingerprint }) => fingerprint === last.fingerprint) && isSigned(last, last),
  };
}

/** The same of PEM text that may hold the chain behind the leaf. */
export function provenanceOfPem(pem: string, known: Known): Provenance | undefined {
  return provenanceOf(
    readPem(pem).map(({ der }) => der),
    known,
  );
}

/** From the leaf to the last issuer that is known. */
function wayOf(leaf: ParsedCertificate, others: readonly ParsedCertificate[]): readonly ParsedCertificate[] {
  const way = [leaf];
  for (let at = leaf; way.length < longestWay && !isSigned(at, at); ) {
    const issuer = others.find((one) => isSigned(at, one));
    if (issuer === undefined || way.includes(issuer)) break;
    way.push(issuer);
    at = issuer;
  }
  return way;
}

const isSigned = (one: ParsedCertificate, by: ParsedCertificate): boolean =>
  one.issuerDer === by.subjectDer && one.x509.verify(by.x509.publicKey);

function readPem(text: string): ParsedCertificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.flatMap((block) => {
    const parsed = parseCertificate(derOf(block));
    return isCertificate(parsed) ? [parsed] : [];
  });
}

function derOf(pem: string): Uint8Array {
  try {
    return new X509Certificate(pem).raw;
  } catch {
    // What is no certificate is told so by the parser.
    return new Uint8Array();
  }
}
