// Makes PKCS#12 files (RFC 7292) for machines that are given a key made here: AES-256 and SHA-256, as OpenSSL 3 writes them.

import { createCipheriv, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { randomKey, type Secret } from '#base';
import { der, derNumber, derOid, tags } from './der.ts';
import { deriveOld } from './pbe.ts';

/** The passphrase that comes with the file is made at random: more rounds would guard nothing. */
const rounds = 10_000;
const derive = promisify(pbkdf2);

const oid = {
  data: derOid('1.2.840.113549.1.7.1'),
  encryptedData: derOid('1.2.840.113549.1.7.6'),
  shroudedKeyBag: derOid('1.2.840.113549.1.12.10.1.2'),
  certificateBag: derOid('1.2.840.113549.1.12.10.1.3'),
  x509: derOid('1.2.840.113549.1.9.22.1'),
  friendlyName: derOid('1.2.840.113549.1.9.20'),
  localKeyId: derOid('1.2.840.113549.1.9.21'),
  pbes2: derOid('1.2.840.113549.1.5.13'),
  pbkdf2: derOid('1.2.840.113549.1.5.12'),
  hmacSha256: derOid('1.2.840.113549.2.9'),
  aes256: derOid('2.16.840.1.101.3.4.1.42'),
  sha256: derOid('2.16.840.1.101.3.4.2.1'),
};

const sequence = (...parts: readonly Buffer[]): Buffer => der(tags.sequence, ...parts);
const octets = (bytes: Buffer): Buffer => der(tags.octets, bytes);
const explicit = (value: Buffer): Buffer => der(tags.first, value);
const nothing = der(tags.nothing);

export interface Bundle {
  /** What the machine's own store calls it: ASCII. */
  readonly name: string;
  /** PKCS#8 DER. */
  readonly key: Buffer;
  /** DER, the leaf first. */
  readonly certificates: readonly Buffer[];
}

export async function writePkcs12({ name, key, certificates }: Bundle, passphrase: Secret): Promise<Buffer> {
  const bags = certificates.map((certificate, index) =>
    bag(
      oid.certificateBag,
      sequence(oid.x509, explicit(octets(certificate))),
      index === 0 ? attributes(name) : undefined,
    ),
  );
  const shrouded = await encrypted(key, passphrase);
  const keyBag = bag(oid.shroudedKeyBag, sequence(shrouded.algorithm, octets(shrouded.sealed)), attributes(name));
  const sealed = await encrypted(sequence(...bags), passphrase);
  const content = sequence(oid.data, sealed.algorithm, der(0x80, sealed.sealed));
  const safes = sequence(
    sequence(oid.encryptedData, explicit(sequence(derNumber(0), content))),
    sequence(oid.data, explicit(octets(sequence(keyBag)))),
  );
  return sequence(derNumber(3), sequence(oid.data, explicit(octets(safes))), await mac(safes, passphrase));
}

const bag = (kind: Buffer, value: Buffer, more: Buffer | undefined): Buffer =>
  more === undefined ? sequence(kind, explicit(value)) : sequence(kind, explicit(value), more);

/** By these a program finds the key of the certificate. */
const attributes = (name: string): Buffer =>
  der(
    tags.set,
    sequence(oid.friendlyName, der(tags.set, der(tags.bmp, Buffer.from(name, 'utf16le').swap16()))),
    sequence(oid.localKeyId, der(tags.set, octets(Buffer.from([1])))),
  );

async function encrypted(
  clear: Buffer,
  passphrase: Secret,
): Promise<{ readonly algorithm: Buffer; readonly sealed: Buffer }> {
  const salt = randomKey(16);
  const iv = randomKey(16);
  const cipher = createCipheriv('aes-256-cbc', await derive(passphrase.reveal(), salt, rounds, 32, 'sha256'), iv);
  const derivation = sequence(octets(salt), derNumber(rounds), sequence(oid.hmacSha256, nothing));
  const parameters = sequence(sequence(oid.pbkdf2, derivation), sequence(oid.aes256, octets(iv)));
  return {
    algorithm: sequence(oid.pbes2, parameters),
    sealed: Buffer.concat([cipher.update(clear), cipher.final()]),
  };
}

async function mac(content: Buffer, passphrase: Secret): Promise<Buffer> {
  const salt = randomKey(16);
  const key = await deriveOld({ hash: 'sha256', purpose: 3, salt, rounds, bytes: 32 }, passphrase);
  const digest = createHmac('sha256', key).update(content).digest();
  return sequence(sequence(sequence(oid.sha256, nothing), octets(digest)), octets(salt), derNumber(rounds));
}
