// A steady beat: ticks are due at fixed times from the start, so that late timers never add up.

import { type Cancel, type Clock, limits } from '#base';

export class Pace {
  readonly #clock: Clock;
  readonly #periodMs: number;
  /** Told how many beats to leave out before this one: 0 unless the process stood still for long. */
  readonly #tick: (missed: number) => void;
  #due = 0;
  #cancel: Cancel | undefined;

  constructor(clock: Clock, periodMs: number, tick: (missed: number) => void) {
    this.#clock = clock;
    this.#periodMs = periodMs;
    this.#tick = tick;
  }

  /** Ticks now and from now on; does nothing while it runs. */
  start(): void {
    if (this.#cancel !== undefined) return;
    this.#due = this.#clock.steadyMs();
    this.#beat();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #beat(): void {
    const now = this.#clock.steadyMs();
    // The next timer first: a tick may stop the pace.
    const late = Math.floor((now - this.#due) / this.#periodMs);
    const missed = late > limits.media.lateFrames ? late : 0;
    const ticks = missed > 0 ? 1 : Math.max(1, late + 1);
    this.#due += this.#periodMs * (missed + ticks);
    this.#cancel = this.#clock.after(Math.max(0, this.#due - now), () => this.#beat());
    for (let count = 0; count < ticks && this.#cancel !== undefined; count++) this.#tick(count === 0 ? missed : 0);
  }
}
