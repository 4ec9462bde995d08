// What waits for one caller's story: put in by whoever has something for it, taken out one after the other. Its law: it never holds more
// than it was made for, and whoever takes from it hears `CallOver` when the caller has gone.

import type { Clock } from '#base';
import { CallOver, type VoiceCall } from '#voice';

export class Inbox<T> {
  readonly #clock: Clock;
  readonly #items: T[] = [];
  #waiting: { take(item: T | undefined): void; fail(): void } | undefined;
  #isOver = false;

  constructor(call: VoiceCall, clock: Clock) {
    this.#clock = clock;
    call.whenOver(() => {
      this.#isOver = true;
      this.#items.length = 0;
      this.#waiting?.fail();
    });
  }

  /** False where it holds `most` of its kind already: it is not taken then. */
  put(item: T, most: number, isSame: (other: T) => boolean = () => true): boolean {
    if (this.#isOver || this.#items.filter(isSame).length >= most) return false;
    if (this.#waiting !== undefined) this.#waiting.take(item);
    else this.#items.push(item);
    return true;
  }

  /** The next, when there is one; undefined after `waitMs` without. One asks at a time. */
  next(waitMs: number): Promise<T | undefined> {
    if (this.#isOver) return Promise.reject(new CallOver());
    const item = this.#items.shift();
    if (item !== undefined) return Promise.resolve(item);
    return new Promise((resolve, reject) => {
      const settle = (run: () => void) => () => {
        cancel();
        this.#waiting = undefined;
        run();
      };
      const cancel = this.#clock.after(waitMs, () => settle(() => resolve(undefined))());
      this.#waiting = {
        take: (given) => settle(() => resolve(given))(),
        fail: settle(() => reject(new CallOver())),
      };
    });
  }
}
