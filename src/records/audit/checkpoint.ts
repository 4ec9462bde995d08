// Checkpoints: after each transaction the end of the chain, signed with Ed25519. Who lacks the key cannot make the chain anew.

import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { CheckpointRow } from '#storage';
import { type ChainEnd, encodeFields } from './entry.ts';

/** The last id and hash, the time, how many entries it vouches for, and the signature over all of that (base64url). */
export type Checkpoint = CheckpointRow;

export function signCheckpoint(end: ChainEnd, atMs: number, entries: number, key: KeyObject): Checkpoint {
  const unsigned = { lastId: end.lastId, hash: end.hash, atMs, entries };
  return Object.freeze({ ...unsigned, signature: signText(encodeCheckpoint(unsigned), key) });
}

export function isSigned(checkpoint: Checkpoint, publicKey: KeyObject): boolean {
  return isSignedText(encodeCheckpoint(checkpoint), checkpoint.signature, publicKey);
}

const encodeCheckpoint = (checkpoint: Omit<Checkpoint, 'signature'>): string => {
  const { lastId, hash, atMs, entries } = checkpoint;
  return encodeFields('ringfence audit checkpoint 1', lastId, hash, atMs, entries);
};

export const signText = (text: string, key: KeyObject): string =>
  sign(null, Buffer.from(text), key).toString('base64url');

/** Only the one spelling of a signature counts: base64url would let its last character vary. */
export function isSignedText(text: string, signature: string, publicKey: KeyObject): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  return bytes.toString('base64url') === signature && verify(null, Buffer.from(text), publicKey, bytes);
}

export const publicKeyOf = (key: KeyObject | string): KeyObject => createPublicKey(key);

/** What people compare: SHA-256 of the public key (its DER form), as hexadecimal. */
export const keyFingerprint = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
