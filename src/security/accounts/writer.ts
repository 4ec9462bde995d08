// Writes what a login changes: the account's state, its logins and the audit entry in one transaction, or nothing at all.

import { type Log, ok } from '#base';
import type { AuditFact, AuditTrail } from '#records';
import type { Storage, Tx } from '#storage';
import { systemActor } from '../actor.ts';
import type { Desk } from './desk.ts';
import type { LoginBook, LoginState } from './login-book.ts';
import type { Status } from './profile-fields.ts';
import { userAuthorizationProfiles } from './user-authorization-profiles.form.ts';

export interface WriterParts {
  readonly desk: Pick<Desk, 'change'>;
  readonly storage: Pick<Storage, 'attempt'>;
  readonly trail: Pick<AuditTrail, 'append'>;
  readonly book: LoginBook;
  readonly log: Log;
}

export interface Writing {
  /** The state that the account comes into, where it is another. */
  readonly status?: { readonly loginId: string; readonly to: Status };
  readonly login?: LoginState;
  readonly facts: readonly AuditFact[];
  readonly also?: (tx: Tx) => Promise<void>;
}

export class Writer {
  readonly #parts: WriterParts;
  /** The accounts whose state is being changed here, by no hand. */
  readonly #changing = new Set<string>();

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  isChanging(loginId: string): boolean {
    return this.#changing.has(loginId);
  }

  /** An entry that is made of what the same transaction has written. */
  async append(tx: Tx, fact: AuditFact): Promise<void> {
    await this.#parts.trail.append(tx, fact);
  }

  /** False when it could not be written: then nothing is, and nothing may be accepted. */
  async write({ status, login, facts, also }: Writing): Promise<boolean> {
    const { storage, trail, book, log } = this.#parts;
    const inside = async (tx: Tx): Promise<void> => {
      if (login !== undefined) await book.put(tx, login);
      for (const fact of facts) await trail.append(tx, fact);
      await also?.(tx);
    };
    try {
      if (status !== undefined) return await this.#changeStatus(status, inside);
      await storage.attempt(async (tx) => ok(await inside(tx)));
      return true;
    } catch (fault) {
      log.fault('what a login changes could not be recorded', fault);
      return false;
    }
  }

  async #changeStatus(
    { loginId, to }: { readonly loginId: string; readonly to: Status },
    also: (tx: Tx) => Promise<void>,
  ): Promise<boolean> {
    const { desk, log } = this.#parts;
    const change = { kind: 'change', form: userAuthorizationProfiles.id, key: loginId, patch: { status: to } } as const;
    this.#changing.add(loginId);
    try {
      const changed = await desk.change(systemActor('Account states'), [change], { also });
      if (!changed.ok) log.error('an account could not come into its state', { why: changed.refusal[0]?.words });
      return changed.ok;
    } finally {
      this.#changing.delete(loginId);
    }
  }
}
