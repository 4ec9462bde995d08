// Chance: unguessable identifiers, drawn from a pool so that the call path asks the system rarely.

import { randomBytes, randomFillSync, randomInt } from 'node:crypto';

const poolSizeBytes = 8192;
const pool = Buffer.alloc(poolSizeBytes);
let used = poolSizeBytes;

/** `sizeBytes` of randomness as lower-case hexadecimal, two characters a byte: tags, branches, Call-IDs. */
export function randomHex(sizeBytes: number): string {
  if (used + sizeBytes > poolSizeBytes) {
    randomFillSync(pool);
    used = 0;
  }
  const text = pool.toString('hex', used, used + sizeBytes);
  pool.fill(0, used, used + sizeBytes);
  used += sizeBytes;
  return text;
}

const readable = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** A secret for people and phones to type: `length` characters, by default without look-alikes (5.8 bits each). */
export function randomSecret(length: number, characters: string = readable): string {
  let text = '';
  for (let index = 0; index < length; index++) text += characters[randomInt(characters.length)];
  return text;
}

/** Fresh random bytes, for keys. */
export const randomKey = (sizeBytes: number): Buffer => randomBytes(sizeBytes);
