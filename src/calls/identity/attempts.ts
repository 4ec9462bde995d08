// Wrong attempts of each source address: "Set Registration Security" counts them, and holds the source off for a time.

import type { Clock } from '#base';

/** Attempts are counted within this window, and a source that used them up is held off for as long. */
const windowMs = 300_000;
/** Sources remembered; beyond it the oldest is forgotten. A botnet gains one window a source. */
const mostSources = 20_000;

interface Counted {
  count: number;
  sinceMs: number;
}

export class FailedAttempts {
  readonly #clock: Clock;
  readonly #limit: () => number;
  readonly #sources = new Map<string, Counted>();

  constructor(clock: Clock, limit: () => number) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Has the source used up its attempts? */
  heldOff(source: string): boolean {
    const counted = this.#counted(source);
    return counted !== undefined && counted.count >= this.#limit();
  }

  /** Counts a wrong attempt; true when it was the last that the source had. */
  strike(source: string): boolean {
    const counted = this.#counted(source) ?? { count: 0, sinceMs: this.#clock.steadyMs() };
    counted.count += 1;
    if (counted.count === this.#limit()) counted.sinceMs = this.#clock.steadyMs();
    this.#sources.delete(source);
    this.#sources.set(source, counted);
    if (this.#sources.size > mostSources) this.#forgetOldest();
    return counted.count === this.#limit();
  }

  /** Nothing is held against this source any more. */
  forgive(source: string): void {
    this.#sources.delete(source);
  }

  #counted(source: string): Counted | undefined {
    const counted = this.#sources.get(source);
    if (counted === undefined || this.#clock.steadyMs() - counted.sinceMs < windowMs) return counted;
    this.#sources.delete(source);
    return undefined;
  }

  #forgetOldest(): void {
    for (const source of this.#sources.keys()) {
      this.#sources.delete(source);
      return;
    }
  }
}
