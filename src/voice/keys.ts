// The keys that a caller has pressed and that nobody has taken yet. Its law: whoever presses more than anybody needs is not heard further.

import { limits } from '#base';

export const everyKey = '0123456789*#ABCD';

export class Keys {
  #waiting = '';
  #means: 'sound' | 'signalling' | undefined;

  /** A phone may send a key in the sound and in the signalling: what comes first in a call is believed from then on. */
  counts(means: 'sound' | 'signalling'): boolean {
    this.#means ??= means;
    return this.#means === means;
  }

  get areWaiting(): boolean {
    return this.#waiting !== '';
  }

  /** What was pressed before something else began means nothing in it. */
  clear(): void {
    this.#waiting = '';
  }

  add(digit: string): void {
    if (this.#waiting.length < limits.voice.keys) this.#waiting += digit;
  }

  /** The next one, where it is one of these; '' otherwise, and it stays. */
  take(of = everyKey): string {
    const [first = ''] = this.#waiting;
    if (first === '' || !of.includes(first)) return '';
    this.#waiting = this.#waiting.slice(1);
    return first;
  }
}
