// The dialogs of all calls, found by our own tag, which nobody can guess.

import type { Flow, SipMessage } from '#sip';

/** Who hears what arrives for a dialog of ours. */
export interface DialogUser {
  onRequest(request: SipMessage, flow: Flow): void;
  onAck(ack: SipMessage, flow: Flow): void;
}

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

  /** The user of the dialog of that tag. */
  at(localTag: string): DialogUser | undefined {
    return this.#users.get(localTag);
  }

  /** The user of the dialog that a received request names by its To tag. */
  find(request: SipMessage): DialogUser | undefined {
    return this.#users.get(request.to?.tag ?? '');
  }
}
