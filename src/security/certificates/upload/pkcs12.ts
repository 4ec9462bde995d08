// PKCS#12 files (RFC 7292, RFC 9579) as OpenSSL, Windows, browsers and Java export them: certificates and one private key.
// Its integrity is proven with the passphrase before anything in it is believed.

import { createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { limits, no, ok, type Result, type Secret, sameText } from '#base';
import { child, type Der, DerFault, numberOf, octetsOf, oidOf, readDer, tags } from './der.ts';
import { decrypt, deriveOld, type OldDerivation, Rounds, readPbkdf2, roundsOf } from './pbe.ts';
import { uploadCodes } from './upload.codes.ts';

export interface Pkcs12 {
  /** DER, in the order of the file. */
  readonly certificates: readonly Buffer[];
  /** PKCS#8 DER. */
  readonly keys: readonly Buffer[];
}

const oids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509: '1.2.840.113549.1.9.22.1',
  pbmac1: '1.2.840.113549.1.5.14',
} as const;

/** Reads the file. Refuses what is none, a wrong passphrase, old encryption, and what would cost too much. */
export async function readPkcs12(bytes: Buffer, passphrase: Secret): Promise<Result<Pkcs12>> {
  try {
    return await new Reading(passphrase).file(bytes);
  } catch (fault) {
    if (fault instanceof DerFault) return unreadable(fault.message);
    throw fault;
  }
}

class Reading {
  readonly #passphrase: Secret;
  readonly #rounds = new Rounds();
  readonly #certificates: Buffer[] = [];
  readonly #keys: Buffer[] = [];

  constructor(passphrase: Secret) {
    this.#passphrase = passphrase;
  }

  async file(bytes: Buffer): Promise<Result<Pkcs12>> {
    const file = readDer(bytes);
    const authSafe = child(file, 1, tags.sequence);
    if (oidOf(child(authSafe, 0)) !== oids.data) return unreadable('it is signed, not protected by a passphrase');
    const content = octetsOf(child(child(authSafe, 1, tags.first), 0));
    const safes = child(readDer(content), 0).tag === tags.sequence ? readDer(content).children : [];
    const cost = this.#cost(child(file, 2, tags.sequence), safes);
    if (!cost.ok) return cost;
    const proven = await this.#prove(child(file, 2), content);
    if (!proven.ok) return proven;
    for (const safe of safes) {
      const read = await this.#safe(safe);
      if (!read.ok) return read;
    }
    return ok({ certificates: this.#certificates, keys: this.#keys });
  }

  /** All that is asked for and can be seen from outside is counted before the first round is run. */
  #cost(mac: Der, safes: readonly Der[]): Result<void> {
    const taken = this.#rounds.take(macRounds(mac));
    if (!taken.ok) return taken;
    for (const safe of safes) {
      if (oidOf(child(safe, 0)) !== oids.encryptedData) continue;
      const counted = this.#count(encryptedContent(safe).algorithm);
      if (!counted.ok) return counted;
    }
    return ok(undefined);
  }

  #count(algorithm: Der): Result<void> {
    const rounds = roundsOf(algorithm);
    return rounds.ok ? this.#rounds.take(rounds.value) : rounds;
  }

  async #prove(mac: Der, content: Buffer): Promise<Result<void>> {
    const digestInfo = child(mac, 0, tags.sequence);
    const made = await macOf(mac, content, this.#passphrase);
    if (!made.ok) return made;
    const given = octetsOf(child(digestInfo, 1, tags.octets));
    if (sameText(made.value.toString('hex'), given.toString('hex'))) return ok(undefined);
    return no(uploadCodes.refuse('security.upload-passphrase-wrong', {}, 'passphrase'));
  }

  async #safe(safe: Der): Promise<Result<void>> {
    const oid = oidOf(child(safe, 0));
    if (oid === oids.data) return this.#bags(readDer(octetsOf(child(child(safe, 1, tags.first), 0))));
    if (oid !== oids.encryptedData) return unreadable('it is encrypted for a certificate');
    const { algorithm, sealed } = encryptedContent(safe);
    const opened = await this.#open(algorithm, sealed);
    return opened.ok ? this.#bags(readDer(opened.value)) : opened;
  }

  async #bags(bags: Der): Promise<Result<void>> {
    for (const bag of bags.children) {
      const read = await this.#bag(bag);
      if (!read.ok) return read;
    }
    return ok(undefined);
  }

  async #bag(bag: Der): Promise<Result<void>> {
    const oid = oidOf(child(bag, 0));
    const value = child(child(bag, 1, tags.first), 0);
    if (oid === oids.keyBag) this.#keys.push(value.whole);
    if (oid === oids.shroudedKeyBag) {
      const counted = this.#count(child(value, 0));
      if (!counted.ok) return counted;
      const opened = await this.#open(child(value, 0), octetsOf(child(value, 1, tags.octets)));
      if (!opened.ok) return opened;
      this.#keys.push(opened.value);
    }
    if (oid === oids.certificateBag && oidOf(child(value, 0)) === oids.x509)
      this.#certificates.push(octetsOf(child(child(value, 1, tags.first), 0)));
    const { certificates } = limits.upload;
    if (this.#certificates.length <= certificates && this.#keys.length <= certificates) return ok(undefined);
    return no(uploadCodes.refuse('security.upload-too-large', { most: limits.upload.bytes, certificates }));
  }

  async #open(algorithm: Der, sealed: Buffer): Promise<Result<Buffer>> {
    const opened = await decrypt(algorithm, sealed, this.#passphrase);
    if (!opened.ok) return opened;
    if (opened.value !== undefined) return ok(opened.value);
    return unreadable('its parts have different passphrases');
  }
}

/** ContentInfo of EncryptedData: SEQUENCE { version, SEQUENCE { type, algorithm, [0] octets } }. */
function encryptedContent(safe: Der): { readonly algorithm: Der; readonly sealed: Buffer } {
  const content = child(child(child(safe, 1, tags.first), 0, tags.sequence), 1, tags.sequence);
  return { algorithm: child(content, 1, tags.sequence), sealed: octetsOf(child(content, 2)) };
}

const macHashes: Readonly<Record<string, OldDerivation['hash']>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const digestBytes = { sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 } as const;
const derive = promisify(pbkdf2);

const macAlgorithm = (mac: Der): Der => child(child(mac, 0, tags.sequence), 0, tags.sequence);
const isPbmac1 = (mac: Der): boolean => oidOf(child(macAlgorithm(mac), 0)) === oids.pbmac1;

/** PBMAC1 names its own key derivation; the older MAC has salt and rounds beside it. */
const derivationOf = (mac: Der): Der => child(child(child(macAlgorithm(mac), 1), 0), 1, tags.sequence);

function macRounds(mac: Der): number {
  if (isPbmac1(mac)) return numberOf(child(derivationOf(mac), 1));
  return mac.children[2] === undefined ? 1 : numberOf(mac.children[2]);
}

async function macOf(mac: Der, content: Buffer, passphrase: Secret): Promise<Result<Buffer>> {
  if (isPbmac1(mac)) return pbmac1(mac, content, passphrase);
  const oid = oidOf(child(macAlgorithm(mac), 0));
  const hash = Object.hasOwn(macHashes, oid) ? macHashes[oid] : undefined;
  if (hash === undefined) return no(uploadCodes.refuse('security.upload-encryption', { oid }));
  const wish = { hash, purpose: 3, salt: octetsOf(child(mac, 1, tags.octets)), bytes: digestBytes[hash] };
  const key = await deriveOld({ ...wish, rounds: macRounds(mac) }, passphrase);
  return ok(createHmac(hash, key).update(content).digest());
}

/** RFC 9579 §4: PBKDF2 with a key length that is stated, then HMAC. */
async function pbmac1(mac: Der, content: Buffer, passphrase: Secret): Promise<Result<Buffer>> {
  const read = readPbkdf2(derivationOf(mac));
  if (!read.ok) return read;
  const bytes = numberOf(child(derivationOf(mac), 2));
  if (bytes < 20 || bytes > 64) throw new DerFault('a key of the MAC that is none');
  const { salt, rounds, hash } = read.value;
  const key = await derive(passphrase.reveal(), salt, rounds, bytes, hash);
  return ok(createHmac(hash, key).update(content).digest());
}

const unreadable = (why: string) => no(uploadCodes.refuse('security.upload-unreadable', { why }));
