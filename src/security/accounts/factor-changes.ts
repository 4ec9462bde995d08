// What is done with the second factors of an account: written, on record and told in one transaction; sessions of before end.

import { no, ok, type Refusal, type Result } from '#base';
import type { SecondFactorRow, Tx } from '#storage';
import type { Actor } from '../actor.ts';
import type { FactorBook } from '../factors/factor-book.ts';
import { makeRecoveryCodes } from '../factors/recovery-codes.ts';
import { factorTitles } from '../factors/second-factors.view.ts';
import { securityCodes } from '../security.codes.ts';
import type { LoggedIn } from '../sessions/session.ts';
import { factorFact } from './facts.ts';
import type { Found, SessionDoor } from './session-door.ts';
import type { AccountWatch } from './watch.ts';
import type { Writer } from './writer.ts';

/** The session goes on under another token; all others of the account have ended. */
export interface FactorsChanged {
  readonly loggedIn: LoggedIn;
  /** Those that were made with it, told this once. */
  readonly recoveryCodes: readonly string[];
}

export interface FactorChange {
  readonly put?: readonly SecondFactorRow[];
  readonly drop?: readonly SecondFactorRow[];
  readonly action: string;
  readonly about: string;
  /** What the person is told at the next login. */
  readonly tell: string;
  readonly recoveryCodes?: readonly string[];
}

export interface FactorChangesParts {
  readonly factors: FactorBook;
  readonly door: SessionDoor;
  readonly watch: AccountWatch;
  readonly writer: Writer;
}

type Changed = Promise<Result<FactorsChanged, readonly Refusal[]>>;

export class FactorChanges {
  readonly #parts: FactorChangesParts;

  constructor(parts: FactorChangesParts) {
    this.#parts = parts;
  }

  /** Recovery codes come with the first. */
  add(found: Found, actor: Actor, made: SecondFactorRow, instead: readonly SecondFactorRow[]): Changed {
    const { factors } = this.#parts;
    const { loginId } = found.profile;
    const about = aboutOf(made.kind, made.name);
    const change: FactorChange = {
      ...{ put: [made], drop: instead, action: 'second factor added', about },
      tell: `A second factor was added: ${titleOf(made.kind)} "${made.name}".`,
    };
    if (factors.of(loginId, 'recovery').length > 0) return this.own(found, actor, change);
    const { codes, kept } = makeRecoveryCodes();
    const recovery = factors.seal(loginId, 'recovery', '', kept);
    return this.own(found, actor, { ...change, put: [made, recovery], recoveryCodes: codes });
  }

  /** One's own: the session goes on. */
  async own({ row, profile }: Found, actor: Actor, change: FactorChange): Changed {
    const { door, watch } = this.#parts;
    return watch.rotating(row, async () => {
      if (!(await this.#write(profile.loginId, actor, change)))
        return no([securityCodes.refuse('security.not-recorded')]);
      watch.factorsChanged(profile.loginId);
      const rotated = await door.rotate(row);
      if (!rotated.ok) return no([rotated.refusal]);
      return ok({ loggedIn: rotated.value, recoveryCodes: change.recoveryCodes ?? [] });
    });
  }

  /** Somebody else's, or all of them. False when it could not be recorded: then nothing is done. */
  async others(loginId: string, actor: Actor, change: FactorChange): Promise<boolean> {
    const recorded = await this.#write(loginId, actor, change);
    if (recorded) this.#parts.watch.factorsChanged(loginId);
    return recorded;
  }

  #write(loginId: string, actor: Actor, { put = [], drop = [], action, about, tell }: FactorChange): Promise<boolean> {
    const { factors, writer } = this.#parts;
    const also = async (tx: Tx): Promise<void> => {
      await factors.delete(tx, drop);
      for (const row of put) await factors.put(tx, row);
      await factors.tell(tx, loginId, tell);
    };
    return writer.write({ facts: [factorFact(actor, action, loginId, about)], also });
  }
}

const titleOf = (kind: string): string =>
  (kind === 'passkey' || kind === 'recovery' ? factorTitles[kind] : factorTitles.totp).toLowerCase();

export const aboutOf = (kind: string, name: string): string => `Kind: ${titleOf(kind)}; Name: ${name}`;

export const removal = (
  { kind, name }: SecondFactorRow,
  by: string,
): Pick<FactorChange, 'action' | 'about' | 'tell'> => ({
  action: 'second factor removed',
  about: aboutOf(kind, name),
  tell: `A second factor was removed${by}: ${titleOf(kind)}${name === '' ? '' : ` "${name}"`}.`,
});
