// Nonces: keyed, so that none is remembered before it has served; and the counts of those that have (RFC 7616 §3.3, §5.4).

import { hash } from 'node:crypto';
import { type Clock, limits, randomHex, randomKey, sameText } from '#base';

const timeDigits = 12;
const chanceDigits = 16;
const headDigits = timeDigits + chanceDigits;
const markDigits = 32;
const nonceForm = /^[0-9a-f]{60}$/;

/** How many counts below the highest may still come, for requests that overtook each other on UDP. */
const windowSize = 15;
const windowSpan = 2 ** windowSize;

/**
 * A nonce is its time, 64 bits of chance, and a mark that only the key can make. The mark is SHA-512/256 over key and
 * text: that hash gives away too little of its state to be extended, so a key in front is enough and costs a fifth of HMAC.
 */
export class Nonces {
  readonly #clock: Clock;
  readonly #key: string;
  readonly #mostCounted: number;
  /** Steady time, begun at a random moment: a clock that is set cannot revive a nonce, nor a nonce tell how long we run. */
  readonly #startMs = Number.parseInt(randomHex(5), 16);
  // Nonce to highest count and, in the low bits, which of the counts below it have been: current and previous generation.
  #counts = new Map<number, number>();
  #older = new Map<number, number>();
  #generationMs: number;
  #latestMs = 0;
  #olderLatestMs = 0;
  /** Nonces up to this time are no longer counted and therefore no longer taken. */
  #forgottenMs = -1;

  /** `key` is drawn afresh unless a test gives it: no nonce outlives the process, whose counts are lost. */
  constructor(clock: Clock, key: Buffer = randomKey(32), mostCounted: number = limits.sip.nonces) {
    this.#clock = clock;
    this.#key = key.toString('hex');
    this.#mostCounted = mostCounted;
    this.#generationMs = this.#nowMs();
  }

  /** A new nonce for that realm: 60 hexadecimal digits. */
  issue(realm: string): string {
    const head = this.#nowMs().toString(16).padStart(timeDigits, '0') + randomHex(chanceDigits / 2);
    return head + this.#mark(head, realm);
  }

  /** True when we made this nonce for that realm, it has not expired, and its counts are not forgotten. */
  isFresh(nonce: string, realm: string): boolean {
    if (!nonceForm.test(nonce)) return false;
    const issuedMs = timeOf(nonce);
    const nowMs = this.#nowMs();
    if (issuedMs > nowMs || nowMs - issuedMs > limits.sip.nonceMs || issuedMs <= this.#forgottenMs) return false;
    return sameText(nonce.slice(headDigits), this.#mark(nonce.slice(0, headDigits), realm));
  }

  /** Uses up `count` of a fresh nonce; false when it has been used before, or is too far behind to tell. */
  use(nonce: string, count: number): boolean {
    this.#turn();
    const issuedMs = timeOf(nonce);
    if (issuedMs <= this.#forgottenMs) return false;
    const id = Number.parseInt(nonce.slice(timeDigits, timeDigits + 12), 16);
    const before = this.#counts.get(id) ?? this.#older.get(id) ?? 0;
    const after = counted(before, count);
    if (after === before) return false;
    this.#older.delete(id);
    this.#counts.set(id, after);
    this.#latestMs = Math.max(this.#latestMs, issuedMs);
    return true;
  }

  /** Nonces whose counts are kept. */
  get size(): number {
    return this.#counts.size + this.#older.size;
  }

  /** Begins a new generation when this one is full, or so old that all nonces of the one before have expired. */
  #turn(): void {
    const nowMs = this.#nowMs();
    const full = this.#counts.size >= this.#mostCounted / 2;
    if (!full && nowMs - this.#generationMs <= limits.sip.nonceMs) return;
    if (this.#older.size > 0) this.#forgottenMs = Math.max(this.#forgottenMs, this.#olderLatestMs);
    this.#older = this.#counts;
    this.#olderLatestMs = this.#latestMs;
    this.#counts = new Map();
    this.#generationMs = nowMs;
  }

  #nowMs(): number {
    return this.#startMs + Math.floor(this.#clock.steadyMs());
  }

  #mark(head: string, realm: string): string {
    return hash('sha512-256', `${this.#key}${head}${realm}`).slice(0, markDigits);
  }
}

const timeOf = (nonce: string): number => Number.parseInt(nonce.slice(0, timeDigits), 16);

/** The record after `count`; the same record when that count has been or is behind the window. */
function counted(record: number, count: number): number {
  const highest = Math.floor(record / windowSpan);
  const seen = record % windowSpan;
  const ahead = count - highest;
  if (ahead > 0) {
    const moved = record === 0 || ahead > windowSize ? 0 : ((seen << ahead) | (1 << (ahead - 1))) % windowSpan;
    return count * windowSpan + moved;
  }
  const bit = 1 << (-ahead - 1);
  return ahead === 0 || -ahead > windowSize || (seen & bit) !== 0 ? record : record + bit;
}
