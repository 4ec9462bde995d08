// Encryption under a passphrase as key files use it: PBES2 (RFC 8018 §6.2) and the 3DES of older PKCS#12 (RFC 7292 Appendix B, C).
// What it costs is counted before it is spent.

import { createDecipheriv, hash, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { limits, no, ok, type Result, type Secret } from '#base';
import { child, type Der, DerFault, numberOf, octetsOf, oidOf, tags } from './der.ts';
import { uploadCodes } from './upload.codes.ts';

const derive = promisify(pbkdf2);

/** Counts the rounds that a file asks for. More than the limit is refused before one is run. */
export class Rounds {
  #left: number = limits.upload.rounds;

  take(rounds: number): Result<void> {
    if (rounds < 1) throw new DerFault('no rounds');
    this.#left -= rounds;
    if (this.#left >= 0) return ok(undefined);
    return no(uploadCodes.refuse('security.upload-costly', { most: limits.upload.rounds }));
  }
}

const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2Oid = '1.2.840.113549.1.5.12';
const tripleDes = '1.2.840.113549.1.12.1.3';
const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const ciphers: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
};

/** How an AlgorithmIdentifier says that something was encrypted. */
interface Scheme {
  readonly rounds: number;
  readonly salt: Buffer;
  readonly cipher: string;
  readonly key: (passphrase: Secret) => Promise<{ readonly key: Buffer; readonly iv: Buffer }>;
}

/** The rounds that a scheme would cost; refused where it is one that nobody should use any more. */
export function roundsOf(algorithm: Der): Result<number> {
  const scheme = schemeOf(algorithm);
  return scheme.ok ? ok(scheme.value.rounds) : scheme;
}

/** Decrypts; `undefined` when the passphrase does not fit. Throws a DerFault where the scheme is not well formed. */
export async function decrypt(algorithm: Der, sealed: Buffer, passphrase: Secret): Promise<Result<Buffer | undefined>> {
  const scheme = schemeOf(algorithm);
  if (!scheme.ok) return scheme;
  const { key, iv } = await scheme.value.key(passphrase);
  try {
    const decipher = createDecipheriv(scheme.value.cipher, key, iv);
    return ok(Buffer.concat([decipher.update(sealed), decipher.final()]));
  } catch {
    return ok(undefined);
  }
}

function schemeOf(algorithm: Der): Result<Scheme> {
  const oid = oidOf(child(algorithm, 0));
  const parameters = child(algorithm, 1, tags.sequence);
  if (oid === pbes2) return modernScheme(parameters);
  if (oid === tripleDes) return ok(oldScheme(parameters));
  return unsupported(oid);
}

function modernScheme(parameters: Der): Result<Scheme> {
  const derivation = child(parameters, 0, tags.sequence);
  const encryption = child(parameters, 1, tags.sequence);
  if (oidOf(child(derivation, 0)) !== pbkdf2Oid) return unsupported(oidOf(child(derivation, 0)));
  const derived = readPbkdf2(child(derivation, 1, tags.sequence));
  if (!derived.ok) return derived;
  const oid = oidOf(child(encryption, 0));
  const cipher = Object.hasOwn(ciphers, oid) ? ciphers[oid] : undefined;
  if (cipher === undefined) return unsupported(oid);
  const iv = octetsOf(child(encryption, 1, tags.octets));
  const { salt, rounds, hash: prf } = derived.value;
  const key = async (passphrase: Secret) => ({
    key: await derive(passphrase.reveal(), salt, rounds, cipher.keyBytes, prf),
    iv,
  });
  return ok({ rounds, salt, cipher: cipher.name, key });
}

export interface Pbkdf2 {
  readonly salt: Buffer;
  readonly rounds: number;
  /** As node:crypto names it. */
  readonly hash: string;
}

/** PBKDF2-params (RFC 8018 Appendix A.2). The key length is the cipher's own. */
export function readPbkdf2(parameters: Der): Result<Pbkdf2> {
  const salt = octetsOf(child(parameters, 0, tags.octets));
  const rounds = numberOf(child(parameters, 1));
  const prf = parameters.children.find(({ tag }) => tag === tags.sequence);
  const oid = prf === undefined ? '1.2.840.113549.2.7' : oidOf(child(prf, 0));
  const name = Object.hasOwn(hashes, oid) ? hashes[oid] : undefined;
  return name === undefined ? unsupported(oid) : ok({ salt, rounds, hash: name });
}

/** Key and initial value are both derived by the scheme of PKCS#12, with SHA-1: three blocks. */
function oldScheme(parameters: Der): Scheme {
  const salt = octetsOf(child(parameters, 0, tags.octets));
  const rounds = numberOf(child(parameters, 1));
  const make = (purpose: number, bytes: number) => async (passphrase: Secret) =>
    deriveOld({ hash: 'sha1', purpose, salt, rounds, bytes }, passphrase);
  return {
    ...{ salt, cipher: 'des-ede3-cbc', rounds: rounds * 3 },
    key: async (passphrase) => ({ key: await make(1, 24)(passphrase), iv: await make(2, 8)(passphrase) }),
  };
}

export interface OldDerivation {
  readonly hash: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
  /** 1: a key, 2: an initial value, 3: a key of the MAC (RFC 7292 B.3). */
  readonly purpose: number;
  readonly salt: Buffer;
  readonly rounds: number;
  readonly bytes: number;
}

const blockBytes = { sha1: 64, sha224: 64, sha256: 64, sha384: 128, sha512: 128 } as const;
/** Less than a millisecond of hashing, then others have their turn. */
const roundsAtOnce = 500;

/** The derivation of PKCS#12 (RFC 7292 B.2), which gives way to others again and again. */
export async function deriveOld(wish: OldDerivation, passphrase: Secret): Promise<Buffer> {
  const { hash: name, purpose, salt, rounds, bytes } = wish;
  const block = blockBytes[name];
  const password = Buffer.from(`${passphrase.reveal()}\0`, 'utf16le').swap16();
  const diversifier = Buffer.alloc(block, purpose);
  const input = Buffer.concat([repeated(salt, block), repeated(password, block)]);
  const made: Buffer[] = [];
  for (let size = 0; size < bytes; ) {
    const digest = await hashed(name, Buffer.concat([diversifier, input]), rounds);
    made.push(digest);
    size += digest.length;
    addTo(input, repeated(digest.subarray(0, block), block), block);
  }
  return Buffer.concat(made).subarray(0, bytes);
}

async function hashed(name: string, first: Buffer, rounds: number): Promise<Buffer> {
  let digest: Buffer = first;
  for (let round = 0; round < rounds; round++) {
    digest = hash(name, digest, 'buffer');
    if (round % roundsAtOnce === roundsAtOnce - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return digest;
}

/** `bytes` over and over, up to a whole number of blocks; nothing of nothing. */
function repeated(bytes: Buffer, block: number): Buffer {
  const size = block * Math.ceil(bytes.length / block);
  return size === 0 ? Buffer.alloc(0) : Buffer.alloc(size, bytes);
}

/** Each block of `input` plus `digest` plus one, modulo its size. */
function addTo(input: Buffer, digest: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let index = block - 1; index >= 0; index--) {
      carry += (input[start + index] ?? 0) + (digest[index] ?? 0);
      input[start + index] = carry & 0xff;
      carry >>= 8;
    }
  }
}

const unsupported = (oid: string) => no(uploadCodes.refuse('security.upload-encryption', { oid }));
