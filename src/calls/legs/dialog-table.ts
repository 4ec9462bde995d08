// The dialogs of all calls, found by our own tag, which nobody can guess.

import type { SipMessage } from '#sip';
import type { DialogUser } from './context.ts';

export class DialogTable {
  readonly #users = new Map<string, DialogUser>();

  get size(): number {
    return this.#users.size;
  }

  add(localTag: string, user: DialogUser): void {
    this.#users.set(localTag, user);
  }

  remove(localTag: string): void {
    this.#users.delete(localTag);
  }

  /** The user of the dialog that a received request names by its To tag. */
  find(request: SipMessage): DialogUser | undefined {
    return this.#users.get(request.to?.tag ?? '');
  }
}
