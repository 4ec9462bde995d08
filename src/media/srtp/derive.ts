// Session keys from the master key (RFC 3711 §4.3, RFC 6188 §3, RFC 7714 §11), with a key derivation rate of zero.

import { createCipheriv } from 'node:crypto';
import type { Suite } from '../suites.ts';
import { sha1Bytes } from './sha1.ts';

/** The keys of one kind of packet. */
export interface PacketKeys {
  readonly cipher: Buffer;
  readonly salt: Buffer;
  /** Empty when the cipher authenticates by itself. */
  readonly authentication: Buffer;
}

export interface SessionKeys {
  readonly rtp: PacketKeys;
  readonly rtcp: PacketKeys;
}

// RFC 3711 §4.3.2: one label per key; those of SRTCP follow those of SRTP.
const label = { cipher: 0, authentication: 1, salt: 2, rtcp: 3 } as const;

/** Derives all session keys of a suite. `keyAndSalt` is as a crypto attribute gives it and has the suite's length. */
export function deriveKeys(suite: Suite, keyAndSalt: Buffer): SessionKeys {
  const master = keyAndSalt.subarray(0, suite.keyBytes);
  const salt = keyAndSalt.subarray(suite.keyBytes);
  const derive = (number: number, bytes: number) => derivedBytes(master, salt, number, bytes);
  const keys = (first: number): PacketKeys => ({
    cipher: derive(first + label.cipher, suite.keyBytes),
    salt: derive(first + label.salt, suite.saltBytes),
    authentication: derive(first + label.authentication, suite.cipher === 'GCM' ? 0 : sha1Bytes),
  });
  return { rtp: keys(0), rtcp: keys(label.rtcp) };
}

/** The key stream of the master key, starting at the salt with the label on its eighth byte. */
export function derivedBytes(master: Buffer, salt: Buffer, number: number, bytes: number): Buffer {
  const start = Buffer.alloc(16);
  salt.copy(start);
  start.writeUInt8(start.readUInt8(7) ^ number, 7);
  return createCipheriv(`aes-${master.length * 8}-ctr`, master, start).update(Buffer.alloc(bytes));
}

/** Overwrites keys that are needed no more. */
export function forgetKeys({ rtp, rtcp }: SessionKeys): void {
  for (const { cipher, salt, authentication } of [rtp, rtcp]) {
    cipher.fill(0);
    salt.fill(0);
    authentication.fill(0);
  }
}
