// Chance that can be had again: the same seed gives the same numbers (xorshift128, Marsaglia 2003). For tests alone.

export class Random {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    this.#state = Uint32Array.of(seed ^ 0x9e3779b9, seed * 0x85ebca6b, seed ^ 0xc2b2ae35, 0x27d4eb2f);
    for (let index = 0; index < 16; index++) this.next();
  }

  /** A whole number from 0 to 2^32 - 1. */
  next(): number {
    const [x = 0, y = 0, z = 0, w = 0] = this.#state;
    const mixed = x ^ (x << 11);
    const last = (w ^ (w >>> 19) ^ mixed ^ (mixed >>> 8)) >>> 0;
    this.#state.set([y, z, w, last]);
    return last;
  }

  /** A whole number from 0 to `end` - 1. */
  below(end: number): number {
    return this.next() % Math.max(end, 1);
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }
}
