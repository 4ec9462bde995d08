// Signatures of revocation lists and OCSP answers, verified with the key of who must have made them.

import { constants, type KeyObject, verify } from 'node:crypto';
import type { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import type { ParsedCertificate } from '../parsed.ts';
import { signatureHash } from '../strength.ts';

/** Whether `signer` signed `bytes`; never with a weak hash or key. */
export function isSigned(
  bytes: Uint8Array,
  signature: ArrayBuffer,
  algorithm: AlgorithmIdentifier,
  signer: Pick<ParsedCertificate, 'x509' | 'key'>,
): boolean {
  const { hash } = signatureHash(algorithm);
  const kind = kinds[algorithm.algorithm];
  const key = signer.x509.publicKey;
  if (hash === '' || kind === undefined || !signer.key.strong || key.asymmetricKeyType !== kind) return false;
  try {
    const isEdwards = kind.startsWith('ed');
    return verify(isEdwards ? null : hash, bytes, verifierOf(algorithm.algorithm, key), new Uint8Array(signature));
  } catch {
    // A signature that is none.
    return false;
  }
}

const pss = '1.2.840.113549.1.1.10';

const kinds: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'rsa',
  '1.2.840.113549.1.1.12': 'rsa',
  '1.2.840.113549.1.1.13': 'rsa',
  [pss]: 'rsa',
  '1.2.840.10045.4.3.2': 'ec',
  '1.2.840.10045.4.3.3': 'ec',
  '1.2.840.10045.4.3.4': 'ec',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
};

const verifierOf = (algorithm: string, key: KeyObject) =>
  algorithm === pss
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
    : key;
