// The one clock of a thread: a beat every 20 ms for all its streams. Beats are due at fixed times from the start, so that late timers never
// add up; after a pause they are made up for one every 10 ms, not all at once.

import { type Cancel, type Clock, limits } from '#base';

const periodMs = 20;
/** A timer that wakes so little early is not sent back to sleep. */
const earlyMs = 0.3;

export class Beat {
  readonly #clock: Clock;
  /** Told when the beat was due, and how many were given up before it. */
  readonly #tick: (dueMs: number, missed: number) => void;
  #dueMs = 0;
  #cancel: Cancel | undefined;

  constructor(clock: Clock, tick: (dueMs: number, missed: number) => void) {
    this.#clock = clock;
    this.#tick = tick;
  }

  /** Beats from now on; does nothing while it does. */
  start(): void {
    if (this.#cancel !== undefined) return;
    this.#dueMs = this.#clock.steadyMs() + periodMs;
    this.#await(periodMs);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #await(ms: number): void {
    this.#cancel = this.#clock.after(Math.max(0, Math.ceil(ms)), () => this.#wake());
  }

  #wake(): void {
    const late = this.#clock.steadyMs() - this.#dueMs;
    if (late < -earlyMs) return this.#await(-late);
    const behind = Math.floor(late / periodMs);
    const missed = behind > limits.engine.lateFrames ? behind : 0;
    const dueMs = this.#dueMs + missed * periodMs;
    this.#dueMs = dueMs + periodMs;
    const isBehind = late - missed * periodMs >= periodMs;
    // The next timer first: a tick may stop the beat.
    this.#await(isBehind ? periodMs / 2 : this.#dueMs - this.#clock.steadyMs());
    this.#tick(dueMs, missed);
  }
}
