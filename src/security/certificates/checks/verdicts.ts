// Verdicts of a short while ago: a phone that comes back, or thousands after a power cut, are not each judged anew.

import { type Clock, limits } from '#base';

interface Kept<V> {
  readonly verdict: V;
  readonly untilMs: number;
}

/** Verdicts by what was judged; those that are being reached are shared by all who wait for them. */
export class Verdicts<V> {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept<V>>();
  readonly #running = new Map<string, Promise<V>>();
  #age = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many are being reached. */
  get running(): number {
    return this.#running.size;
  }

  get(key: string): V | Promise<V> | undefined {
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.untilMs > this.#clock.nowMs()) return kept.verdict;
    return this.#running.get(key);
  }

  /** Reaches a verdict, and keeps it until it says, or for the usual time. One that was begun before `forget` is not kept. */
  async reach(key: string, judge: () => Promise<{ readonly verdict: V; readonly untilMs: number }>): Promise<V> {
    const age = this.#age;
    const running = judge().then(({ verdict, untilMs }) => {
      if (age === this.#age) this.#keep(key, verdict, untilMs);
      return verdict;
    });
    this.#running.set(key, running);
    try {
      return await running;
    } finally {
      if (this.#running.get(key) === running) this.#running.delete(key);
    }
  }

  forget(): void {
    this.#age++;
    this.#kept.clear();
    this.#running.clear();
  }

  #keep(key: string, verdict: V, untilMs: number): void {
    const usualMs = this.#clock.nowMs() + limits.certificates.verdictMs;
    this.#kept.delete(key);
    this.#kept.set(key, { verdict, untilMs: Math.min(untilMs, usualMs) });
    const [first] = this.#kept.keys();
    if (first !== undefined && this.#kept.size > limits.certificates.verdicts) this.#kept.delete(first);
  }
}
