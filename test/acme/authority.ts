// The certificate authority behind the test's ACME server: its root, an intermediate, and what it issues to a request.

import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;

interface Signer {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

const makeKeys = (): Promise<webcrypto.CryptoKeyPair> => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

async function makeSigner(name: string, issuer?: Signer): Promise<Signer> {
  const keys = await makeKeys();
  const signed = { notBefore: new Date(Date.now() - 3_650 * dayMs), notAfter: new Date(Date.now() + 7_300 * dayMs) };
  const extensions = [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
  ];
  const certificate =
    issuer === undefined
      ? await x509.X509CertificateGenerator.createSelfSigned({
          ...signed,
          name,
          keys,
          signingAlgorithm: algorithm,
          extensions,
        })
      : await x509.X509CertificateGenerator.create({
          ...{ ...signed, subject: name, issuer: issuer.certificate.subject, publicKey: keys.publicKey },
          ...{ signingKey: issuer.keys.privateKey, signingAlgorithm: algorithm, extensions },
        });
  return { certificate, keys };
}

export interface Request {
  readonly names: readonly string[];
  readonly publicKey: x509.PublicKey;
}

/** Reads a request and verifies that it is signed with its own key. */
export async function readRequest(der: Buffer): Promise<Request | undefined> {
  const csr = new x509.Pkcs10CertificateRequest(der);
  if (!(await csr.verify())) return undefined;
  const san = csr.extensions.find((one) => one instanceof x509.SubjectAlternativeNameExtension);
  return { names: san?.names.items.map(({ value }) => value) ?? [], publicKey: csr.publicKey };
}

export class TestAuthority {
  readonly #intermediate: Signer;
  readonly rootPem: string;
  readonly #serial: () => string;

  private constructor(root: Signer, intermediate: Signer) {
    this.rootPem = root.certificate.toString('pem');
    this.#intermediate = intermediate;
    let last = 0;
    // Serial numbers with and without a high first bit: their encoding differs.
    this.#serial = () => `${last % 2 === 0 ? '9f' : '1f'}${(++last).toString(16).padStart(14, '0')}`;
  }

  static async make(): Promise<TestAuthority> {
    const root = await makeSigner('CN=Test ACME root');
    return new TestAuthority(root, await makeSigner('CN=Test ACME intermediate', root));
  }

  /** A chain in PEM, the leaf first, from `fromMs` for `days`. */
  async issue(names: readonly string[], publicKey: x509.PublicKey, fromMs: number, days: number): Promise<string> {
    const { certificate: issuer, keys } = this.#intermediate;
    const leaf = await x509.X509CertificateGenerator.create({
      ...{ serialNumber: this.#serial(), issuer: issuer.subject, publicKey, signingKey: keys.privateKey },
      ...{
        notBefore: new Date(fromMs - 60_000),
        notAfter: new Date(fromMs + days * dayMs),
        signingAlgorithm: algorithm,
      },
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: /^[0-9.]+$|:/.test(value) ? 'ip' : 'dns', value })),
        ),
        await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ],
    });
    return `${leaf.toString('pem')}\n${issuer.toString('pem')}\n`;
  }

  /** For the HTTPS server of the authority itself. */
  async serverIdentity(): Promise<{ readonly cert: string; readonly key: string }> {
    const keys = await makeKeys();
    const cert = await this.issue(
      ['localhost', '127.0.0.1'],
      new x509.PublicKey(await crypto.subtle.exportKey('spki', keys.publicKey)),
      Date.now(),
      30,
    );
    const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
    return { cert, key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n` };
  }
}

/** The identifier of a certificate in renewal information (RFC 9773 §4.1), by its own reading of the DER. */
export function renewalId(pem: string): string {
  const certificate = new x509.X509Certificate(pem);
  const keyId = Buffer.from(certificate.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId ?? '', 'hex');
  // The first INTEGER within the first SEQUENCE within the certificate's SEQUENCE, after the explicit version.
  const der = Buffer.from(certificate.rawData);
  const version = der.indexOf(Buffer.from([0xa0, 0x03, 0x02, 0x01, 0x02]));
  const length = der[version + 6] ?? 0;
  const serial = der.subarray(version + 7, version + 7 + length);
  return `${keyId.toString('base64url')}.${serial.toString('base64url')}`;
}
