// How strong a key and a signature are: RSA 2048 or P-256 and SHA-256 is the floor, from the level Low on.

import type { KeyObject } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import type { AlgorithmIdentifier } from '@peculiar/asn1-x509';

export interface KeyFacts {
  /** For people: "RSA 2048", "P-256". */
  readonly words: string;
  readonly strong: boolean;
}

const leastRsaBits = 2_048;
/** Beyond it a signature takes milliseconds to verify, which a stranger could make us do. */
const mostRsaBits = 8_192;

const curves: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

/** What a public key is. */
export function keyFacts(key: KeyObject): KeyFacts {
  const { asymmetricKeyType: kind = 'unknown', asymmetricKeyDetails: details = {} } = key;
  if (kind === 'rsa' || kind === 'rsa-pss') {
    const bits = details.modulusLength ?? 0;
    return { words: `RSA ${bits}`, strong: bits >= leastRsaBits && bits <= mostRsaBits };
  }
  if (kind === 'ec') {
    const curve = details.namedCurve ?? 'an unnamed curve';
    return { words: curves[curve] ?? curve, strong: curve in curves };
  }
  if (kind === 'ed25519' || kind === 'ed448') return { words: kind === 'ed25519' ? 'Ed25519' : 'Ed448', strong: true };
  return { words: kind, strong: false };
}

/** RFC 3279, RFC 4055, RFC 5758, RFC 8410. What is not here is refused. */
const strongSignatures: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
};

const weakNames: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'RSA with MD2',
  '1.2.840.113549.1.1.3': 'RSA with MD4',
  '1.2.840.113549.1.1.4': 'RSA with MD5',
  '1.2.840.113549.1.1.5': 'RSA with SHA-1',
  '1.2.840.10045.4.1': 'ECDSA with SHA-1',
  '1.2.840.10040.4.3': 'DSA with SHA-1',
};

const pss = '1.2.840.113549.1.1.10';

/** Which hash a signature was made with; blank for a weak or unknown one. */
export function signatureHash(algorithm: AlgorithmIdentifier): { readonly hash: string; readonly signature: string } {
  const { algorithm: oid } = algorithm;
  const hash = oid === pss ? pssHash(algorithm) : (strongSignatures[oid] ?? '');
  return { hash, signature: weakNames[oid] ?? (hash === '' ? oid : hash) };
}

/** DER of the AlgorithmIdentifiers of SHA-256, SHA-384 and SHA-512 begins the same for their object identifiers. */
const hashOids: Readonly<Record<string, string>> = {
  '0609608648016503040201': 'sha256',
  '0609608648016503040202': 'sha384',
  '0609608648016503040203': 'sha512',
};

/**
 * RSASSA-PSS (RFC 4055 §3.1): hash and mask both name the same strong hash. Absent parameters mean SHA-1, which is weak.
 */
function pssHash(algorithm: AlgorithmIdentifier): string {
  const der = Buffer.from(AsnConvert.serialize(algorithm)).toString('hex');
  const found = Object.entries(hashOids).filter(([oid]) => der.split(oid).length === 3);
  return found.length === 1 ? (found[0]?.[1] ?? '') : '';
}
