// The outcome of many operations: how many were done, how fast, and why the others were not.

export interface FarmReport {
  readonly wanted: number;
  readonly done: number;
  readonly failed: number;
  /** Failures by their words. */
  readonly failures: Readonly<Record<string, number>>;
  readonly elapsedMs: number;
  /** Of those done: how long half of them took at most, and 99 of 100. */
  readonly medianMs: number;
  readonly p99Ms: number;
}

const mostReasons = 20;
const otherReasons = 'other reasons';

export class Tally {
  readonly #wanted: number;
  readonly #times: Float64Array;
  readonly #failures = new Map<string, number>();
  readonly #finished: () => void;
  #done = 0;
  #failed = 0;

  /** `finished` is called when every one of `wanted` operations has come to its end. */
  constructor(wanted: number, finished: () => void) {
    this.#wanted = wanted;
    this.#times = new Float64Array(wanted);
    this.#finished = finished;
  }

  /** Those that have not come to an end. */
  get open(): number {
    return this.#wanted - this.#done - this.#failed;
  }

  done(ms: number): void {
    if (this.open === 0) return;
    this.#times[this.#done++] = ms;
    if (this.open === 0) this.#finished();
  }

  failed(why: string, count = Math.min(1, this.open)): void {
    if (count === 0) return;
    const known = this.#failures.has(why) || this.#failures.size < mostReasons;
    const reason = known ? why : otherReasons;
    this.#failures.set(reason, (this.#failures.get(reason) ?? 0) + count);
    this.#failed += count;
    if (this.open === 0) this.#finished();
  }

  report(elapsedMs: number): FarmReport {
    const times = this.#times.subarray(0, this.#done).sort();
    return {
      wanted: this.#wanted,
      done: this.#done,
      failed: this.#failed,
      failures: Object.fromEntries(this.#failures),
      elapsedMs,
      medianMs: quantile(times, 0.5),
      p99Ms: quantile(times, 0.99),
    };
  }
}

/** The smallest of the sorted values that so large a share of them does not exceed; 0 of none. */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
