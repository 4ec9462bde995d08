// The portal's share of the event loop: work is paid for in milliseconds, and the account fills no faster than the share allows.
// However much the portal asks, calls keep the rest.

import type { Clock } from '#base';

export interface ShareOptions {
  readonly clock: Clock;
  /** The part of the time, above 0 and below 1. */
  readonly part: number;
  /** How much may be done at once after a quiet time. */
  readonly burstMs: number;
}

export class Share {
  readonly #options: ShareOptions;
  /** Below 0 it is overdrawn: long work is paid for afterwards. */
  #creditMs: number;
  #countedAtMs: number;

  constructor(options: ShareOptions) {
    this.#options = options;
    this.#creditMs = options.burstMs;
    this.#countedAtMs = options.clock.steadyMs();
  }

  /** Work has taken this long. */
  spend(ms: number): void {
    this.#fill();
    this.#creditMs -= ms;
  }

  /** How long to wait before the next work; 0: it may begin. */
  get waitMs(): number {
    this.#fill();
    return this.#creditMs > 0 ? 0 : Math.max(1, Math.ceil(-this.#creditMs / this.#options.part));
  }

  #fill(): void {
    const nowMs = this.#options.clock.steadyMs();
    const { burstMs, part } = this.#options;
    this.#creditMs = Math.min(burstMs, this.#creditMs + (nowMs - this.#countedAtMs) * part);
    this.#countedAtMs = nowMs;
  }
}
