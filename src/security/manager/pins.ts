// How a Manager knows a system (SEC-6): by the private authority that it was told of when it was enrolled, or by a certificate
// that somebody accepted. Nothing here asks anybody: what is not known is for the caller to refuse, or to ask about.
//
// Published to the command line.

import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';

/** How a Manager checks a system's certificate (facts 1.7). */
export type CheckLevel = 'low' | 'medium' | 'high';
export const checkLevels: readonly CheckLevel[] = ['low', 'medium', 'high'];

/** What a Manager tells of itself at each login. */
export interface PreferencesTold {
  /** The name under which it was enrolled, as it says. */
  readonly name: string;
  readonly version: string;
  readonly checkLevel: CheckLevel;
  readonly offerCertificate: boolean;
  readonly idleTimer: boolean;
  /** The preferences that are fixed for all users of the computer. */
  readonly fixed: readonly string[];
}

export interface Pins {
  /** The authority's certificate, PEM: whatever server certificate it signed is the system's. */
  readonly authority: string;
  /** Certificates that were accepted one by one, by their SHA-256. */
  readonly certificates: readonly string[];
}

export type Recognition = { readonly known: true } | { readonly known: false; readonly why: string };

const serverUsage = '1.3.6.1.5.5.7.3.1';
const known: Recognition = { known: true };
const unknown = (why: string): Recognition => ({ known: false, why });

/** Whether this is a certificate (DER) of the system that is pinned, today. */
export function recognise(certificate: Buffer, pins: Pins, nowMs: number): Recognition {
  const read = readDer(certificate);
  if (read === undefined) return unknown('it is no certificate');
  if (nowMs < read.validFromDate.getTime()) return unknown('it does not hold yet');
  if (nowMs > read.validToDate.getTime()) return unknown('it has ended');
  if (pins.certificates.includes(read.fingerprint256)) return known;
  if (pins.authority === '') return unknown('this PC has never accepted it');
  return isSignedBy(read, pins.authority) ? known : unknown('the authority that this PC knows did not sign it');
}

/** Whether an authority (PEM) signed this server's certificate (DER). */
export function isServerOf(certificate: Buffer, authorityPem: string): boolean {
  const read = readDer(certificate);
  return read !== undefined && isSignedBy(read, authorityPem);
}

function isSignedBy(certificate: X509Certificate, authorityPem: string): boolean {
  const authority = readPem(authorityPem);
  if (authority === undefined || certificate.ca || !authority.ca) return false;
  const isServer = certificate.keyUsage?.includes(serverUsage) === true;
  return isServer && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

/** Whether this certificate (PEM) was signed by that authority for this public key: what an enrolment must bring. */
export function isIssuedFor(certificatePem: string, authorityPem: string, publicKeyPem: string): boolean {
  const certificate = readPem(certificatePem);
  const authority = readPem(authorityPem);
  if (certificate === undefined || authority === undefined) return false;
  const isOurs = certificate.publicKey.equals(createPublicKey(publicKeyPem));
  return isOurs && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

/** SHA-256 as it is shown everywhere: pairs of digits with colons. Blank for what is no certificate. */
export const fingerprintOf = (certificate: Buffer): string => readDer(certificate)?.fingerprint256 ?? '';

/** What people compare: who it says it is, until when, and its SHA-256. */
export function describeCertificate(certificate: Buffer): string {
  const read = readDer(certificate);
  if (read === undefined) return 'no certificate';
  const name = read.subject.replaceAll('\n', ', ');
  return `${name}, until ${read.validToDate.toISOString().slice(0, 10)}, SHA-256 ${read.fingerprint256}`;
}

/** When a certificate (PEM) ends; 0 for what is none. */
export const endsMsOf = (pem: string): number => readPem(pem)?.validToDate.getTime() ?? 0;

/** DER of a PEM certificate. */
export const derOf = (pem: string): Buffer => Buffer.from(new X509Certificate(pem).raw);

export interface PcKey {
  /** PKCS#8, PEM. */
  readonly key: string;
  readonly publicKey: string;
}

/** The key of this PC (P-256). It never leaves it. */
export function makePcKey(): PcKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return readPcKey(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
}

export const readPcKey = (key: string): PcKey => ({
  key,
  publicKey: createPublicKey(createPrivateKey(key)).export({ format: 'pem', type: 'spki' }).toString(),
});

/** A certificate in PEM, from DER. */
export function pemOf(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function readDer(certificate: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate);
  } catch {
    return undefined;
  }
}

const readPem = (pem: string): X509Certificate | undefined => readDer(Buffer.from(pem));
