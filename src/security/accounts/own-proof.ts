// The proof that the person of a session is still there: the password once more, before anything of the account itself is changed.

import { no, type Refusal, type Result, type Secret } from '#base';
import type { Actor } from '../actor.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { securityCodes } from '../security.codes.ts';
import type { From, Shown } from '../sessions/session.ts';
import { loginActor } from './facts.ts';
import type { LoginWalk } from './login.ts';
import { sourceOf } from './login-sources.ts';
import type { People } from './people.ts';
import { type Found, type SessionDoor, toolOf } from './session-door.ts';

export interface OwnProofParts {
  readonly people: People;
  readonly passwords: Passwords;
  readonly door: SessionDoor;
  readonly walk: LoginWalk;
}

type Work<T> = (found: Found, actor: Actor) => Promise<Result<T, readonly Refusal[]>>;

export class OwnProof {
  readonly #parts: OwnProofParts;

  constructor(parts: OwnProofParts) {
    this.#parts = parts;
  }

  /** Runs `work` for the person of the session, after everything that changes their logins. Refused: `security.no-session`. */
  async alone<T>(shown: Shown, from: From, work: Work<T>): Promise<Result<T, readonly Refusal[]>> {
    const { door, walk } = this.#parts;
    const before = door.find(shown);
    if (!before.ok) return no([before.refusal]);
    return walk.alone(before.value.profile.loginId, async () => {
      const found = door.find(shown);
      if (!found.ok) return no([found.refusal]);
      return work(found.value, loginActor(found.value.profile.loginId, toolOf(found.value.row), from));
    });
  }

  /** The same, with the password; a wrong one counts as at a login, and is refused at `field`. */
  async run<T>(
    shown: Shown,
    password: Secret,
    from: From,
    field: string,
    work: Work<T>,
  ): Promise<Result<T, readonly Refusal[]>> {
    const { people, passwords, door, walk } = this.#parts;
    const before = door.find(shown);
    if (!before.ok) return no([before.refusal]);
    const hash = people.kept(before.value.profile.loginId)?.hash;
    const verified = await passwords.verify(hash, password, sourceOf(from.address));
    if (!verified.ok && verified.refusal.code === 'security.passwords-busy') return no([verified.refusal]);
    const rightHash = verified.ok && verified.value ? hash : undefined;
    return this.alone(shown, from, async (found, actor) => {
      const { profile } = found;
      // It may have been changed while it was checked.
      const isRight = rightHash !== undefined && people.kept(profile.loginId)?.hash === rightHash;
      if (isRight && people.status(profile) === 'enabled') return work(found, actor);
      await walk.failed(profile, actor);
      return no([securityCodes.refuse('security.current-password-wrong', {}, field)]);
    });
  }
}
