// What a certificate says of itself (RFC 5280), in the words that surfaces show.

import { X509Certificate } from 'node:crypto';

export interface CertificateFacts {
  /** The common name, or the whole subject where there is none. */
  readonly subject: string;
  readonly issuer: string;
  /** Host names and addresses that it stands for, as written in it. */
  readonly names: readonly string[];
  /** "P-256", "RSA 2048". */
  readonly keyKind: string;
  readonly startsMs: number;
  readonly endsMs: number;
  /** SHA-256, as phones and `openssl x509 -fingerprint` show it. */
  readonly fingerprint: string;
  /** Hexadecimal, lower case, without leading zeros. */
  readonly serial: string;
}

/** Of the first certificate in `pem`. */
export function certificateFacts(pem: string): CertificateFacts {
  const certificate = new X509Certificate(pem);
  return {
    subject: commonName(certificate.subject),
    issuer: commonName(certificate.issuer),
    names: namesIn(certificate),
    keyKind: keyKindOf(certificate),
    startsMs: certificate.validFromDate.getTime(),
    endsMs: certificate.validToDate.getTime(),
    fingerprint: certificate.fingerprint256,
    serial: certificate.serialNumber.toLowerCase().replace(/^0+(?=.)/, ''),
  };
}

/** The names of a certificate: DNS names and IP addresses of its subjectAltName (RFC 5280 §4.2.1.6), no others. */
export function namesIn({ subjectAltName = '' }: X509Certificate): string[] {
  // Node prints each as `DNS:` or `IP Address:`, one with unusual characters in quotes, where no comma separates.
  const parts = subjectAltName.match(/(?:[^",]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return parts.flatMap((part) => {
    const [, kind, name = ''] = /^\s*(DNS|IP Address):(.*)$/s.exec(part) ?? [];
    if (kind === undefined || name.startsWith('"')) return [];
    return [kind === 'DNS' ? name : shortAddress(name)];
  });
}

/** Node writes IPv6 addresses in eight groups, in upper case; everything else here writes them short. */
const shortAddress = (address: string): string =>
  address.includes(':') ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address;

const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

/** "P-256", "RSA 2048", "Ed25519", or as OpenSSL names it. */
function keyKindOf({ publicKey }: X509Certificate): string {
  const { modulusLength, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {};
  switch (publicKey.asymmetricKeyType) {
    case 'rsa':
      return `RSA ${modulusLength}`;
    case 'ec':
      return curves[namedCurve] ?? namedCurve;
    case 'ed25519':
      return 'Ed25519';
    default:
      return publicKey.asymmetricKeyType ?? 'unknown';
  }
}

/** From Node's lines `CN=…`. */
function commonName(name: string | undefined): string {
  const lines = (name ?? '').split('\n');
  const common = lines.find((line) => line.startsWith('CN='));
  return common === undefined ? lines.join(', ') : common.slice('CN='.length);
}
