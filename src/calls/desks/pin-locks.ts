// Wrong PINs, counted for whoever they are about. Its law: once too many were given none is taken for a time, not even the right one,
// and the time doubles with every lock, so that guessing a PIN of four digits takes years.

import { type Clock, limits } from '#base';

const dayMs = 86_400_000;

interface Counted {
  /** Since the last lock or success. */
  count: number;
  /** How often it was locked. */
  locks: number;
  lockedUntilMs: number;
  lastMs: number;
}

export class PinLocks {
  readonly #clock: Clock;
  readonly #lockMinutes: () => number;
  readonly #counted = new Map<string, Counted>();

  constructor(clock: Clock, lockMinutes: () => number) {
    this.#clock = clock;
    this.#lockMinutes = lockMinutes;
  }

  isLocked(who: string): boolean {
    return (this.#known(who)?.lockedUntilMs ?? 0) > this.#clock.steadyMs();
  }

  /** Counts a wrong PIN; true when it was the last of `attempts`. While locked nothing more is counted. */
  strike(who: string, attempts: number): boolean {
    if (this.isLocked(who)) return false;
    const now = this.#clock.steadyMs();
    const counted = this.#known(who) ?? { count: 0, locks: 0, lockedUntilMs: 0, lastMs: now };
    counted.count += 1;
    counted.lastMs = now;
    const isLast = counted.count >= attempts;
    if (isLast) {
      counted.lockedUntilMs = now + Math.min(this.#lockMinutes() * 60_000 * 2 ** counted.locks, dayMs);
      counted.count = 0;
      counted.locks += 1;
    }
    this.#counted.delete(who);
    this.#counted.set(who, counted);
    if (this.#counted.size > limits.desks.counted) this.#forgetOne();
    return isLast;
  }

  /** Nothing is held against them any more. */
  forgive(who: string): void {
    this.#counted.delete(who);
  }

  /** Those who are locked now. */
  locked(): string[] {
    return [...this.#counted.keys()].filter((who) => this.isLocked(who));
  }

  /** What was a day ago, and a day after the last lock, is forgotten. */
  #known(who: string): Counted | undefined {
    const counted = this.#counted.get(who);
    if (counted === undefined) return undefined;
    if (this.#clock.steadyMs() - Math.max(counted.lastMs, counted.lockedUntilMs) < dayMs) return counted;
    this.#counted.delete(who);
    return undefined;
  }

  /** The oldest that is not locked; of nothing but locks the oldest. */
  #forgetOne(): void {
    let oldest: string | undefined;
    for (const who of this.#counted.keys()) {
      oldest ??= who;
      if (!this.isLocked(who)) return void this.#counted.delete(who);
    }
    if (oldest !== undefined) this.#counted.delete(oldest);
  }
}
