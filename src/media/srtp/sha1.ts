// HMAC-SHA1 (RFC 2104, FIPS 180-4) for short packets: the two states of the key are kept, so a packet costs one pass.
// Several times as fast as node:crypto's for packets of this size, because nothing is made per packet; it has no
// tables and no branches on the data, so its time tells nothing about the key.

import { createHash } from 'node:crypto';

const blockBytes = 64;
const words = new Int32Array(80);
const tail = new Uint8Array(2 * blockBytes);
const state = new Int32Array(5);

export const sha1Bytes = 20;

export class HmacSha1 {
  readonly #inner = new Int32Array(5);
  readonly #outer = new Int32Array(5);

  constructor(key: Uint8Array) {
    const block = new Uint8Array(blockBytes);
    block.set(key.length > blockBytes ? createHash('sha1').update(key).digest() : key);
    begin(this.#inner, block, 0x36);
    begin(this.#outer, block, 0x5c);
    block.fill(0);
  }

  /**
   * Authenticates `data` up to `end`, followed by the 32 bits of `suffix` when one is given.
   * The code is left for `writeCode` and `matchesCode` of the same turn.
   */
  run(data: Uint8Array, end: number, suffix?: number): void {
    state.set(this.#inner);
    let at = 0;
    for (; at + blockBytes <= end; at += blockBytes) {
      load(data, at);
      compress(state);
    }
    this.#finish(data, at, end, suffix);
    for (let index = 0; index < 5; index++) words[index] = state[index] ?? 0;
    words[5] = 0x80 << 24;
    words.fill(0, 6, 15);
    words[15] = (blockBytes + sha1Bytes) * 8;
    state.set(this.#outer);
    compress(state);
  }

  /** The last block or two: what is left of the data, the suffix, the padding and the length in bits. */
  #finish(data: Uint8Array, start: number, end: number, suffix: number | undefined): void {
    let used = 0;
    for (let at = start; at < end; at++) tail[used++] = data[at] ?? 0;
    if (suffix !== undefined) {
      tail[used++] = suffix >>> 24;
      tail[used++] = suffix >>> 16;
      tail[used++] = suffix >>> 8;
      tail[used++] = suffix;
    }
    const bits = (blockBytes + start + used) * 8;
    tail[used++] = 0x80;
    const blocks = used + 8 <= blockBytes ? 1 : 2;
    tail.fill(0, used, blocks * blockBytes);
    for (let block = 0; block < blocks; block++) {
      load(tail, block * blockBytes);
      if (block === blocks - 1) words[15] = bits;
      compress(state);
    }
  }

  /** Forgets the key. */
  close(): void {
    this.#inner.fill(0);
    this.#outer.fill(0);
    words.fill(0);
    tail.fill(0);
  }
}

const codeByte = (index: number): number => ((state[index >> 2] ?? 0) >>> (24 - 8 * (index & 3))) & 0xff;

/** Writes the first `bytes` of the code that `run` made. */
export function writeCode(to: Uint8Array, at: number, bytes: number): void {
  for (let index = 0; index < bytes; index++) to[at + index] = codeByte(index);
}

/** Whether the first `bytes` of the code that `run` made stand there; the same time wherever they differ. */
export function matchesCode(data: Uint8Array, at: number, bytes: number): boolean {
  let difference = 0;
  for (let index = 0; index < bytes; index++) difference |= codeByte(index) ^ (data[at + index] ?? 0);
  return difference === 0;
}

function begin(into: Int32Array, block: Uint8Array, pad: number): void {
  into.set([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  load(
    block.map((byte) => byte ^ pad),
    0,
  );
  compress(into);
}

function load(data: Uint8Array, start: number): void {
  for (let index = 0, at = start; index < 16; index++, at += 4) {
    words[index] =
      ((data[at] ?? 0) << 24) | ((data[at + 1] ?? 0) << 16) | ((data[at + 2] ?? 0) << 8) | (data[at + 3] ?? 0);
  }
}

function compress(hash: Int32Array): void {
  const w = words;
  for (let i = 16; i < 80; i++) {
    const x = (w[i - 3] ?? 0) ^ (w[i - 8] ?? 0) ^ (w[i - 14] ?? 0) ^ (w[i - 16] ?? 0);
    w[i] = (x << 1) | (x >>> 31);
  }
  let a = hash[0] ?? 0;
  let b = hash[1] ?? 0;
  let c = hash[2] ?? 0;
  let d = hash[3] ?? 0;
  let e = hash[4] ?? 0;
  for (let i = 0; i < 80; i++) {
    let f: number;
    if (i < 20) f = ((b & c) | (~b & d)) + 0x5a827999;
    else if (i < 40) f = (b ^ c ^ d) + 0x6ed9eba1;
    else if (i < 60) f = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    else f = (b ^ c ^ d) + 0xca62c1d6;
    const next = (((a << 5) | (a >>> 27)) + f + e + (w[i] ?? 0)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  hash[0] = ((hash[0] ?? 0) + a) | 0;
  hash[1] = ((hash[1] ?? 0) + b) | 0;
  hash[2] = ((hash[2] ?? 0) + c) | 0;
  hash[3] = ((hash[3] ?? 0) + d) | 0;
  hash[4] = ((hash[4] ?? 0) + e) | 0;
}
