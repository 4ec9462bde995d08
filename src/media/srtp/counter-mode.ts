// AES counter mode (RFC 3711 §4.1.1, RFC 6188 §2): key stream from one lasting cipher, which is made once per key,
// because making one per packet costs several times what the encryption itself does.

import { type Cipheriv, createCipheriv } from 'node:crypto';

const blockBytes = 16;
const chunkBlocks = 128;
const counters = Buffer.alloc(chunkBlocks * blockBytes);
// A view costs about as much as encrypting a block, so those that packets need are made once.
const views = Array.from({ length: chunkBlocks + 1 }, (_, blocks) => counters.subarray(0, blocks * blockBytes));

export class CounterMode {
  readonly #salt: Buffer;
  #blocks: Cipheriv | undefined;

  constructor(key: Buffer, salt: Buffer) {
    this.#salt = Buffer.from(salt);
    this.#blocks = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  }

  /**
   * Copies `from` to `to` from place `start` up to `end`, encrypted or decrypted.
   * `index` is the packet's 48 bits, `high` its upper 32 and `low` its lower 16.
   */
  apply(from: Uint8Array, to: Uint8Array, start: number, end: number, ssrc: number, high: number, low: number): void {
    for (let at = start, first = 0; at < end; first += chunkBlocks) {
      const blocks = Math.min(chunkBlocks, (end - at + blockBytes - 1) >> 4);
      const stream = this.keyStream(first, blocks, ssrc, high, low);
      const stop = Math.min(end, at + blocks * blockBytes);
      for (let place = 0; at < stop; at++, place++) to[at] = (from[at] ?? 0) ^ (stream[place] ?? 0);
    }
  }

  /** `blocks` of key stream, at most 128, from block `first`. */
  keyStream(first: number, blocks: number, ssrc: number, high: number, low: number): Buffer {
    const cipher = this.#blocks;
    if (cipher === undefined) throw new Error('a closed key is used');
    const salt = this.#salt;
    salt.copy(counters, 0, 0, 14);
    xorWord(4, ssrc);
    xorWord(8, high);
    counters[12] = (counters[12] ?? 0) ^ (low >>> 8);
    counters[13] = (counters[13] ?? 0) ^ (low & 0xff);
    for (let block = 0, at = 0; block < blocks; block++, at += blockBytes) {
      if (block > 0) counters.copyWithin(at, 0, 14);
      counters[at + 14] = (first + block) >>> 8;
      counters[at + 15] = first + block;
    }
    return cipher.update(views[blocks] ?? counters);
  }

  /** Forgets the key. */
  close(): void {
    this.#salt.fill(0);
    this.#blocks = undefined;
  }
}

function xorWord(at: number, word: number): void {
  counters[at] = (counters[at] ?? 0) ^ (word >>> 24);
  counters[at + 1] = (counters[at + 1] ?? 0) ^ ((word >>> 16) & 0xff);
  counters[at + 2] = (counters[at + 2] ?? 0) ^ ((word >>> 8) & 0xff);
  counters[at + 3] = (counters[at + 3] ?? 0) ^ (word & 0xff);
}
