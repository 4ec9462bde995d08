// What a phone has received and no step of the walk has looked at yet.

import assert from 'node:assert/strict';
import type { SipMessage } from '#sip';

/** A message as a walk names it: 180, 'INVITE', or '200 BYE'. */
export type Wanted = number | string;

const nameOf = (message: SipMessage): string =>
  message.isRequest ? message.method : `${message.status} ${message.method}`;

const fits = (message: SipMessage, wanted: Wanted): boolean =>
  typeof wanted === 'number' ? message.status === wanted : nameOf(message) === wanted;

export class Inbox {
  readonly #messages: SipMessage[] = [];

  put(message: SipMessage): void {
    this.#messages.push(message);
  }

  /** The first message that fits, taken out; the walk fails where there is none. */
  take(wanted: Wanted): SipMessage {
    const message = this.find(wanted);
    assert.ok(message !== undefined, `no ${wanted} came; there is: ${this.names.join(', ') || 'nothing'}`);
    return message;
  }

  /** As `take`, but undefined where there is none. */
  find(wanted: Wanted): SipMessage | undefined {
    const index = this.#messages.findIndex((message) => fits(message, wanted));
    return index < 0 ? undefined : this.#messages.splice(index, 1)[0];
  }

  /** Whatever came first, taken out. */
  next(): SipMessage | undefined {
    return this.#messages.shift();
  }

  count(wanted: Wanted): number {
    return this.#messages.filter((message) => fits(message, wanted)).length;
  }

  clear(): void {
    this.#messages.length = 0;
  }

  get names(): readonly string[] {
    return this.#messages.map(nameOf);
  }
}
