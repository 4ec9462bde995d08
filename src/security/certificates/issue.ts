// Making X.509 certificates (RFC 5280): the private authority's own, and those that it issues to servers and clients.

import 'reflect-metadata';
import { createPrivateKey, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { randomHex, Secret } from '#base';

/** A certificate and its private key (PKCS#8), both PEM: the leaf first, then those that signed it. */
export interface Identity {
  readonly certificate: string;
  readonly key: Secret;
  /** An OCSP response (DER) to be stapled. */
  readonly ocsp?: Buffer;
}

/** What key a certificate is made for. */
export type KeyKind = 'p256' | 'rsa';

export const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
} as const;
const dayMs = 86_400_000;
/** A phone whose clock is a little slow must not refuse a certificate made just now. */
const backdatedMs = dayMs;
const authorityDays = 3_650;
/** The longest that browsers and phones accept. */
const serverDays = 397;
const serialSizeBytes = 16;

/** A certificate authority that may issue to servers and clients, but to no further authority. */
export async function makeAuthority(name: string, nowMs: number): Promise<Identity> {
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...validity(nowMs, authorityDays),
    serialNumber: serialNumber(),
    name: subjectOf(name, ''),
    keys,
    signingAlgorithm: keyAlgorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
    ],
  });
  return { certificate: `${certificate.toString('pem')}\n`, key: await printKey(keys.privateKey) };
}

export interface ServerWish {
  /** Host names and IP addresses, the first the common name. */
  readonly names: readonly string[];
  readonly nowMs: number;
  /** Default P-256. RSA also takes part in the key exchange of old suites (RFC 5246 §7.4.2). */
  readonly kind?: KeyKind;
  /** It also shows itself as a client, to another controller or a provider of trunks. */
  readonly isClient?: boolean;
}

/** A server's certificate, signed by `authority`. */
export async function issueServer(authority: Identity, wish: ServerWish): Promise<Identity> {
  const { names, nowMs, kind = 'p256', isClient = false } = wish;
  const keys = await makeKeys(kind);
  const { serverAuth, clientAuth } = ExtendedKeyUsage;
  const certificate = await sign(authority, {
    ...{ nowMs, days: serverDays, publicKey: keys.publicKey },
    subject: subjectOf(names[0] ?? 'ringfence', ''),
    usages: KeyUsageFlags.digitalSignature | (kind === 'rsa' ? KeyUsageFlags.keyEncipherment : 0),
    purposes: isClient ? [serverAuth, clientAuth] : [serverAuth],
    extensions: [new SubjectAlternativeNameExtension(names.map(generalName))],
  });
  return { certificate, key: await printKey(keys.privateKey) };
}

/** What the form Private Authority says about what is issued. */
export interface Terms {
  /** Blank: none. */
  readonly organization: string;
  /** Where its revocation list is fetched; blank: nowhere. */
  readonly crlAddress: string;
}

export interface ClientWish extends Terms {
  /** The common name: letters, digits, blanks and . _ @ -, at most 64. */
  readonly name: string;
  readonly publicKey: webcrypto.CryptoKey;
  readonly days: number;
  readonly nowMs: number;
  /** A controller's: it is a server too, under its name. */
  readonly isServer?: boolean;
}

/** A client's certificate (PEM), signed by `authority`. */
export function issueClient(authority: Identity, wish: ClientWish): Promise<string> {
  const { name, organization, crlAddress, publicKey, days, nowMs, isServer = false } = wish;
  const { serverAuth, clientAuth } = ExtendedKeyUsage;
  return sign(authority, {
    ...{ publicKey, days, nowMs },
    subject: subjectOf(name, organization),
    usages: KeyUsageFlags.digitalSignature,
    purposes: isServer ? [serverAuth, clientAuth] : [clientAuth],
    extensions: [
      ...(isServer ? [new SubjectAlternativeNameExtension([generalName(name)])] : []),
      ...(crlAddress === '' ? [] : [new CRLDistributionPointsExtension([crlAddress])]),
    ],
  });
}

interface SignWish {
  readonly subject: JsonName;
  readonly publicKey: webcrypto.CryptoKey;
  readonly nowMs: number;
  readonly days: number;
  readonly usages: number;
  readonly purposes: readonly ExtendedKeyUsage[];
  readonly extensions: readonly Extension[];
}

async function sign(authority: Identity, wish: SignWish): Promise<string> {
  const { subject, publicKey, nowMs, days, usages, purposes, extensions } = wish;
  const issuer = new X509Certificate(authority.certificate);
  const certificate = await X509CertificateGenerator.create({
    ...validity(nowMs, days),
    serialNumber: serialNumber(),
    ...{ subject, issuer: issuer.subjectName, publicKey },
    signingKey: await readKey(authority.key),
    signingAlgorithm: keyAlgorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(usages, true),
      new ExtendedKeyUsageExtension([...purposes]),
      ...extensions,
      await SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
      await AuthorityKeyIdentifierExtension.create(await issuer.publicKey.export(webcrypto), false, webcrypto),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

/** The library reads quotes and a leading # as a notation of its own: what is named here has neither. */
export const subjectOf = (name: string, organization: string): JsonName => [
  { CN: [name.replace(/["#\\]/g, '').slice(0, 64)] },
  ...(organization === '' ? [] : [{ O: [organization] }]),
];

export const generalName = (name: string): { type: 'ip' | 'dns'; value: string } => ({
  type: isIP(name) === 0 ? 'dns' : 'ip',
  value: name,
});

/** Made in a thread of its own: an RSA key takes some hundred milliseconds. */
export const makeKeys = (kind: KeyKind = 'p256'): Promise<webcrypto.CryptoKeyPair> =>
  kind === 'rsa'
    ? webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify'])
    : webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);

export async function printKey(key: webcrypto.CryptoKey): Promise<Secret> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  bytes.fill(0);
  return new Secret(['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n'));
}

export const readKey = async (key: Secret): Promise<webcrypto.CryptoKey> =>
  createPrivateKey(key.reveal()).toCryptoKey(keyAlgorithm, false, ['sign']);

const validity = (nowMs: number, days: number): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(nowMs - backdatedMs),
  notAfter: new Date(nowMs - backdatedMs + days * dayMs),
});

/** Positive and unguessable (RFC 5280 §4.1.2.2). */
const serialNumber = (): string => `4${randomHex(serialSizeBytes).slice(1)}`;
