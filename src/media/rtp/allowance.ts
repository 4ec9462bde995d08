// How much may come: so many a second, and a few more at once after a pause.

export class Allowance {
  readonly #perMs: number;
  readonly #most: number;
  #left: number;
  #atMs = 0;

  constructor(perSecond: number, atOnce: number) {
    this.#perMs = perSecond / 1000;
    this.#most = atOnce;
    this.#left = atOnce;
  }

  /** Takes one; false when none is left. */
  take(nowMs: number): boolean {
    this.#left = Math.min(this.#most, this.#left + (nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
