// How late packets left after their time: a histogram in quarters of a millisecond, up to 64 ms.

const perMs = 4;
const places = 256;

export class Lateness {
  readonly #counts = new Uint32Array(places);
  #all = 0;

  add(ms: number): void {
    const place = Math.max(0, Math.min(places - 1, Math.floor(ms * perMs)));
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.#all++;
  }

  /** The lateness that so large a share of all stayed within, in milliseconds; 0 without any. */
  quantile(share: number): number {
    let left = Math.ceil(this.#all * share);
    if (left === 0) return 0;
    for (let place = 0; place < places; place++) {
      left -= this.#counts[place] ?? 0;
      if (left <= 0) return (place + 1) / perMs;
    }
    return places / perMs;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#all = 0;
  }
}
