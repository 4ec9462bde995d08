// The replay window (RFC 3711 §3.3.2): the last 128 packets of one source, each taken once.

const windowSize = 128;

export class ReplayWindow {
  /** The highest index taken; -1 before the first. */
  highest = -1;
  readonly #seen = new Uint8Array(windowSize);

  /** Whether a packet of this index was not taken yet and is not too old to tell. */
  isFresh(index: number): boolean {
    if (index > this.highest) return true;
    return index >= 0 && this.highest - index < windowSize && this.#seen[index % windowSize] === 0;
  }

  /** Takes a fresh and authentic packet. */
  take(index: number): void {
    if (index > this.highest) {
      if (index - this.highest >= windowSize) this.#seen.fill(0);
      else for (let passed = this.highest + 1; passed < index; passed++) this.#seen[passed % windowSize] = 0;
      this.highest = index;
    }
    this.#seen[index % windowSize] = 1;
  }
}
