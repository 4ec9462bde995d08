// The keeper of passwords: what is kept of a new one, and which may not be used again (IAM-2, IAM-6).

import { type Clock, no, ok, type Refusal, type Result, type Secret } from '#base';
import { securityCodes } from '../security.codes.ts';
import { type KeptPassword, printKept, readKept } from './kept-password.ts';
import type { Passwords } from './passwords.ts';

export interface KeeperOptions {
  readonly passwords: Passwords;
  readonly clock: Clock;
  /** How many passwords before the present one may not be used again. */
  readonly previousPasswordLimit: () => number;
}

type Next = Result<string, readonly Refusal[]>;

export class PasswordKeeper {
  readonly #options: KeeperOptions;
  /** The accounts whose own person is choosing a password at this moment. */
  readonly #own = new Set<string>();

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** Runs a change in which the account's own person sets a password: it need not be changed at the next login. */
  async asOwn<T>(loginId: string, change: () => Promise<T>): Promise<T> {
    this.#own.add(loginId);
    try {
      return await change();
    } finally {
      this.#own.delete(loginId);
    }
  }

  /**
   * The text to keep of `clear` in place of `before`. `made`: drawn at random by the system. Refuses the present password and
   * those that are remembered.
   */
  async next(
    { key, field }: { readonly key: string; readonly field: string },
    before: string | undefined,
    clear: Secret,
    made = false,
  ): Promise<Next> {
    const { passwords, clock } = this.#options;
    const setAtMs = clock.nowMs();
    const known = readKept(before);
    if (made) {
      const hash = await passwords.hash(clear, { random: true });
      return hash.ok
        ? ok(printKept({ hash: hash.value, setAtMs, oneTime: true, earlier: known?.earlier ?? [] }))
        : no([hash.refusal]);
    }
    const used = await this.#wasUsed(known, clear);
    if (!used.ok) return no([used.refusal]);
    if (used.value) return no([securityCodes.refuse('security.password-used-before', {}, field)]);
    const hash = await passwords.hash(clear);
    if (!hash.ok) return no([hash.refusal]);
    const earlier = known?.earlier ?? [];
    if (!this.#own.has(key)) return ok(printKept({ hash: hash.value, setAtMs, oneTime: true, earlier }));
    const like = earlier.find((one) => !passwords.isOutdated(one));
    const again = await passwords.hash(clear, like === undefined ? {} : { like });
    if (!again.ok) return no([again.refusal]);
    const remembered = [again.value, ...earlier].slice(0, this.#remembered);
    return ok(printKept({ hash: hash.value, setAtMs, oneTime: false, earlier: remembered }));
  }

  /** The present password, and those before it. */
  get #remembered(): number {
    return this.#options.previousPasswordLimit() + 1;
  }

  async #wasUsed(known: KeptPassword | undefined, clear: Secret): Promise<Result<boolean>> {
    if (known === undefined) return ok(false);
    const earlier = known.earlier.slice(0, this.#remembered);
    // One that was made is in no list of what a person has chosen.
    const present = known.oneTime || earlier.length === 0 ? [known.hash] : [];
    return this.#options.passwords.isAmong([...present, ...earlier], clear);
  }
}
