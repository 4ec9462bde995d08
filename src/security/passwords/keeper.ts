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
    const hash = await this.#unused(known, clear, field);
    if (!hash.ok) return hash;
    const earlier = known?.earlier ?? [];
    const isOwn = this.#own.has(key);
    const remembered = isOwn ? [hash.value, ...earlier].slice(0, this.#remembered) : earlier;
    return ok(printKept({ hash: hash.value, setAtMs, oneTime: !isOwn, earlier: remembered }));
  }

  /** The present password, and those before it. */
  get #remembered(): number {
    return this.#options.previousPasswordLimit() + 1;
  }

  /** The hash of a password that may be used; with the salt of the earlier ones, so that one hash is compared with all. */
  async #unused(known: KeptPassword | undefined, clear: Secret, field: string): Promise<Next> {
    const { passwords } = this.#options;
    const earlier = known?.earlier.slice(0, this.#remembered) ?? [];
    const like = earlier.find((one) => !passwords.isOutdated(one));
    const hash = await passwords.hash(clear, like === undefined ? {} : { like });
    if (!hash.ok) return no([hash.refusal]);
    // The present one is not among the earlier ones where its person has not chosen it.
    const refused = [...(known?.oneTime ? [known.hash] : []), ...earlier];
    const others = refused.filter((one) => !isLike(one, hash.value));
    const isAmong = await passwords.isAmong(others, clear);
    if (!isAmong.ok) return no([isAmong.refusal]);
    const isUsed = isAmong.value || refused.includes(hash.value);
    return isUsed ? no([securityCodes.refuse('security.password-used-before', {}, field)]) : hash;
  }
}

/** Whether two stored passwords have one salt and one cost. */
const isLike = (one: string, other: string): boolean =>
  one.slice(0, one.lastIndexOf('$')) === other.slice(0, other.lastIndexOf('$'));
