// The chain of an uploaded certificate: found in any order, put in its own, from the leaf to whoever signed last (RFC 8446 §4.4.2).

import type { KeyObject } from 'node:crypto';
import { limits, no, ok, type Result } from '#base';
import { isCertificate, type ParsedCertificate, parseCertificate } from '../parsed.ts';
import { certificatesIn, printPem } from '../pem.ts';
import { uploadCodes } from './upload.codes.ts';

/** The leaf first; never empty. */
export type Chain = readonly [ParsedCertificate, ...ParsedCertificate[]];

const field = 'certificate';

/** The certificates of a text, in their order, each once. Refuses a text without any, and a block that is none. */
export function readCertificates(text: string): Result<readonly ParsedCertificate[]> {
  if (text.length > limits.upload.bytes) return tooLarge();
  const blocks = certificatesIn(text.replace(/BEGIN (X509|TRUSTED) CERT|END (X509|TRUSTED) CERT/g, plainLabel));
  if (blocks.length > 0) return certificatesOf(blocks);
  return noCertificate('it has no block "CERTIFICATE"');
}

/** Labels of old OpenSSL for the same thing. */
const plainLabel = (label: string): string => label.replace(/(X509|TRUSTED) /, '');

/** The same of DER. */
export function certificatesOf(all: readonly Buffer[]): Result<readonly ParsedCertificate[]> {
  if (all.length > limits.upload.certificates) return tooLarge();
  const read = all.map(parseCertificate);
  const wrong = read.find((one) => typeof one === 'string');
  if (wrong !== undefined) return noCertificate(wrong);
  const parsed = read.filter(isCertificate);
  return ok(parsed.filter((one, index) => parsed.findIndex((other) => other.der.equals(one.der)) === index));
}

/**
 * The chain that the certificates make; `key` tells which is the leaf. Refuses a key that belongs to none of them, several
 * leaves, and certificates that are not connected, each by the next.
 */
export function chainOf(all: readonly ParsedCertificate[], key: KeyObject): Result<Chain> {
  const leaf = leafOf(all, key);
  if (!leaf.ok) return leaf;
  const chain: [ParsedCertificate, ...ParsedCertificate[]] = [leaf.value];
  const left = new Set(all.filter((one) => one !== leaf.value));
  for (let last = leaf.value; left.size > 0; ) {
    const next = [...left].find((one) => isSignedBy(last, one));
    if (next === undefined) {
      const { subject, issuer } = last;
      return no(uploadCodes.refuse('security.upload-chain-hole', { subject, issuer }, field));
    }
    left.delete(next);
    chain.push(next);
    last = next;
  }
  return ok(chain);
}

export const printChain = (chain: readonly ParsedCertificate[]): string =>
  chain.map(({ der }) => printPem(der)).join('');

/** The one that the key belongs to; authorities are looked at only where there is nothing else. */
function leafOf(all: readonly ParsedCertificate[], key: KeyObject): Result<ParsedCertificate> {
  const ends = all.filter(({ x509 }) => !x509.ca);
  const likely = ends.length > 0 ? ends : all;
  const [leaf, ...others] = likely.filter(({ x509 }) => x509.checkPrivateKey(key));
  if (leaf !== undefined && others.length === 0) return ok(leaf);
  const subject = likely.map((one) => one.subject).join('; ');
  if (leaf === undefined) return no(uploadCodes.refuse('security.upload-key-mismatch', { subject }, 'privateKey'));
  return no(uploadCodes.refuse('security.upload-no-leaf', { why: subject }, field));
}

/** By its signature, not by its name alone. */
function isSignedBy(one: ParsedCertificate, issuer: ParsedCertificate): boolean {
  try {
    return one.issuerDer === issuer.subjectDer && issuer.x509.ca && one.x509.verify(issuer.x509.publicKey);
  } catch {
    return false;
  }
}

const noCertificate = (why: string) => no(uploadCodes.refuse('security.upload-no-certificate', { why }, field));

function tooLarge() {
  const { bytes: most, certificates } = limits.upload;
  return no(uploadCodes.refuse('security.upload-too-large', { most, certificates }, field));
}
