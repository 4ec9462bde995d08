// What waits for its second half: challenges and enrolments, each taken once, for a few minutes, so many and no more.

import { type Clock, limits } from '#base';

interface Waited<T> {
  readonly owner: string;
  readonly value: T;
  readonly untilMs: number;
}

export class Waiting<T> {
  readonly #clock: Clock;
  /** Oldest first. */
  readonly #waiting = new Map<string, Waited<T>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Of one owner only the newest few wait; of all, so many: the oldest give way. */
  put(id: string, owner: string, value: T): void {
    const own = [...this.#waiting].filter(([, waited]) => waited.owner === owner).map(([key]) => key);
    for (const key of own.slice(0, Math.max(0, own.length + 1 - limits.factors.waitingPerAccount)))
      this.#waiting.delete(key);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size >= limits.factors.waiting && oldest !== undefined) this.#waiting.delete(oldest);
    this.#waiting.set(id, { owner, value, untilMs: this.#clock.steadyMs() + limits.factors.waitMs });
  }

  /** What waits under this id for this owner, while it may; a look does not take it. */
  see(id: string, owner: string): T | undefined {
    const waited = this.#waiting.get(id);
    if (waited === undefined || waited.owner !== owner) return undefined;
    return waited.untilMs > this.#clock.steadyMs() ? waited.value : undefined;
  }

  /** The same, and it waits no longer. */
  take(id: string, owner: string): T | undefined {
    const value = this.see(id, owner);
    if (this.#waiting.get(id)?.owner === owner) this.#waiting.delete(id);
    return value;
  }

  get size(): number {
    return this.#waiting.size;
  }
}
