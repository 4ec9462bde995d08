// What the story of a call waits for: one thing at a time, until it comes or the call is over.

import { CallOver } from './voice-call.ts';

/** What may happen while something is waited for. True or an end: it was taken. */
export interface Wanted {
  /** True where the digit was taken. */
  digit?(digit: string): boolean;
  played?(id: number): void;
}

export class Waits {
  #wanted: Wanted | undefined;
  #giveUp: (() => void) | undefined;
  #isOver = false;

  get isOver(): boolean {
    return this.#isOver;
  }

  /** What is wanted now. */
  get wanted(): Wanted | undefined {
    return this.#wanted;
  }

  /** Resolves with what `begin` hands to `done`. Throws `CallOver` when the call is over before. */
  until<T>(begin: (done: (value: T) => void) => Wanted | undefined, leave: () => void = () => undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) return reject(new CallOver());
      const settle = (): void => {
        this.#wanted = undefined;
        this.#giveUp = undefined;
        leave();
      };
      this.#giveUp = () => {
        settle();
        reject(new CallOver());
      };
      this.#wanted = begin((value) => {
        settle();
        resolve(value);
      });
    });
  }

  /** The call is over: whatever waits ends, and nothing waits any more. */
  end(): void {
    this.#isOver = true;
    this.#giveUp?.();
  }
}
