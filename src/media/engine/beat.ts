// The one clock of a thread: a beat every 5 ms, each fourth of which serves the same quarter of its streams, so that they do not all leave at
// once. Beats are due at fixed times from the start, so that late timers never add up; after a pause they are made up for at double the pace.

import { type Cancel, type Clock, limits } from '#base';

/** Parts of 20 ms: every stream belongs to one of them. */
export const parts = 4;
const periodMs = 20 / parts;
/** A timer that wakes so little early is not sent back to sleep. */
const earlyMs = 0.3;

/** When the beat was due, which part it serves, and how many frames of that part were given up before it. */
export type Tick = (dueMs: number, part: number, missed: number) => void;

export class Beat {
  readonly #clock: Clock;
  readonly #tick: Tick;
  /** Frames given up that a part was not told of yet. */
  readonly #missed = new Array<number>(parts).fill(0);
  #dueMs = 0;
  #part = 0;
  #cancel: Cancel | undefined;

  constructor(clock: Clock, tick: Tick) {
    this.#clock = clock;
    this.#tick = tick;
  }

  /** Beats from now on; does nothing while it does. */
  start(): void {
    if (this.#cancel !== undefined) return;
    this.#missed.fill(0);
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
    const givenUp = this.#giveUp(Math.floor(late / 20));
    const dueMs = this.#dueMs;
    this.#dueMs += periodMs;
    const isBehind = late - givenUp * 20 >= periodMs;
    // The next timer first: a tick may stop the beat.
    this.#await(isBehind ? periodMs / 2 : this.#dueMs - this.#clock.steadyMs());
    const part = this.#part;
    const missed = this.#missed[part] ?? 0;
    this.#missed[part] = 0;
    this.#part = (part + 1) % parts;
    this.#tick(dueMs, part, missed);
  }

  /** Whole frames of all parts, when there are too many to make up for. */
  #giveUp(frames: number): number {
    if (frames <= limits.engine.lateFrames) return 0;
    this.#dueMs += frames * 20;
    for (let part = 0; part < parts; part++) this.#missed[part] = (this.#missed[part] ?? 0) + frames;
    return frames;
  }
}
