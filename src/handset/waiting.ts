// Waiting with an end: something that will happen once, awaited by many, each with a time limit of the given clock.

import { type Clock, no, ok, type Refusal, type Result } from '#base';
import { handsetCodes } from './handset.codes.ts';

type Settled<T> = (result: Result<T>) => void;

export class Awaited<T> {
  readonly #what: string;
  readonly #clock: Clock;
  #result: Result<T> | undefined;
  /** Most things are awaited by nobody, so the list is made for the first. */
  #waiting: Settled<T>[] | undefined;

  /** `what` names it in the refusal of those who waited in vain. */
  constructor(what: string, clock: Clock) {
    this.#what = what;
    this.#clock = clock;
  }

  get settled(): boolean {
    return this.#result !== undefined;
  }

  happened(value: T): void {
    this.#settle(ok(value));
  }

  /** It will not happen any more. */
  failed(refusal: Refusal): void {
    this.#settle(no(refusal));
  }

  /** It can happen anew: whoever asks from now on waits for the next time. */
  again(): this {
    this.#result = undefined;
    return this;
  }

  /** Resolves when it has happened, will never, or `limitMs` have passed. */
  wait(limitMs: number): Promise<Result<T>> {
    const known = this.#result;
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => {
      this.#waiting ??= [];
      const waiting = this.#waiting;
      const stop = this.#clock.after(limitMs, () => {
        waiting.splice(waiting.indexOf(settled), 1);
        resolve(no(handsetCodes.refuse('handset.timed-out', { what: this.#what, seconds: limitMs / 1_000 })));
      });
      const settled: Settled<T> = (result) => {
        stop();
        resolve(result);
      };
      waiting.push(settled);
    });
  }

  #settle(result: Result<T>): void {
    if (this.#result !== undefined) return;
    this.#result = result;
    for (const settled of this.#waiting?.splice(0) ?? []) settled(result);
  }
}
