// What both ends make of an enrolment's code: an Ed25519 key, and from it always the same self-signed certificate. So the system
// recognises, even where nobody else completes a handshake, who has the code, and keeps nothing of which the code could be made.
//
// Published to the command line. Ed25519 (RFC 8410) because its signatures are the same each time: the certificate is, too.

import { createPrivateKey, createPublicKey, type KeyObject, scrypt, sign, verify } from 'node:crypto';
import { type EnrolmentCode, sha256 } from './code.ts';
import { bits, explicit, octets, oid, positive, sequence, setOf, utcTime, utf8, yes } from './der.ts';

/** About 60 ms and 32 MiB: who saw the public key of a handshake has this to do for each guess of 90 bits. */
const cost = { N: 32_768, r: 8, p: 1, maxmem: 67_108_864 };
const seedSizeBytes = 32;
/** PKCS#8 of an Ed25519 key, up to its seed (RFC 8410 §7). */
const keyHeader = Buffer.from('302e020100300506032b657004220420', 'hex');
const ed25519 = sequence(oid('1.3.101.112'));
const serialSizeBytes = 16;

export interface EnrolmentKey {
  readonly key: KeyObject;
  /** DER. */
  readonly certificate: Buffer;
}

/** The key of a code and its certificate. */
export async function enrolmentKey({ secret, system }: EnrolmentCode): Promise<EnrolmentKey> {
  const seed = await derive(secret, `ringfence enrolment, key\0${system}`);
  const der = Buffer.concat([keyHeader, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  seed.fill(0);
  der.fill(0);
  return { key, certificate: certificateOf(key) };
}

const derive = (secret: string, salt: string): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(secret, salt, seedSizeBytes, cost, (fault, bytes) => (fault ? reject(fault) : resolve(bytes))),
  );

/** RFC 5280 §4.1: nothing in it but the key. How long it holds is for the system to say. */
function certificateOf(key: KeyObject): Buffer {
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const serial = sha256(publicKey).subarray(0, serialSizeBytes);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  // A name of its own: of several certificates of one name TLS would take any for the issuer.
  const name = sequence(setOf(sequence(oid('2.5.4.3'), utf8(`Ringfence enrolment ${serial.toString('hex')}`))));
  const signed = sequence(
    explicit(0, positive(Buffer.from([2]))),
    positive(serial),
    ed25519,
    name,
    sequence(utcTime('200101000000Z'), utcTime('491231235959Z')),
    name,
    publicKey,
    explicit(3, extensions),
  );
  return sequence(signed, ed25519, bits(sign(null, signed, key)));
}

/** No authority; signs handshakes; of a client. */
const extensions = sequence(
  sequence(oid('2.5.29.19'), yes, octets(sequence())),
  sequence(oid('2.5.29.15'), yes, octets(bits(Buffer.from([0x80]), 7))),
  sequence(oid('2.5.29.37'), octets(sequence(oid('1.3.6.1.5.5.7.3.2')))),
);

/** What is signed with the code's key: this key of a PC, at this system. Whoever carries it cannot put another in its place. */
const statement = (publicKeyPem: string, system: string): Buffer =>
  Buffer.concat([Buffer.from(`ringfence enrolment, request\0${system}\0`), sha256(spkiOf(publicKeyPem))]);

const spkiOf = (pem: string): Buffer => createPublicKey(pem).export({ format: 'der', type: 'spki' });

/** The proof, in base64, that who has the code wants a certificate for this public key. */
export const proveKey = (key: KeyObject, publicKeyPem: string, system: string): string =>
  sign(null, statement(publicKeyPem, system), key).toString('base64');

/** Whether a proof holds; `publicKeyDer` is that of the code's key (SPKI). */
export function isProven(publicKeyDer: Buffer, proof: string, publicKeyPem: string, system: string): boolean {
  const key = createPublicKey({ key: publicKeyDer, format: 'der', type: 'spki' });
  return verify(null, statement(publicKeyPem, system), key, Buffer.from(proof, 'base64'));
}
