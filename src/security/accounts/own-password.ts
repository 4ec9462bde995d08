// Sets a person's own password: as a change of their profile, made by themselves, which nobody else's rights are asked for.

import { no, ok, type Refusal, type Result, type Secret } from '#base';
import { ownRights } from '../access/rights.ts';
import type { Actor } from '../actor.ts';
import type { PasswordKeeper } from '../passwords/keeper.ts';
import { securityCodes } from '../security.codes.ts';
import type { Desk } from './desk.ts';
import { userAuthorizationProfiles } from './user-authorization-profiles.form.ts';

/** Refused with everything that is wrong with it, at `field`, where it was typed. */
export async function setOwnPassword(
  desk: Pick<Desk, 'change'>,
  keeper: PasswordKeeper,
  actor: Actor,
  next: Secret,
  field: string,
): Promise<Result<void, readonly Refusal[]>> {
  const { user: key } = actor;
  const own = { ...actor, context: 'Password change', rights: ownRights };
  const patch = { password: next.reveal(), status: 'enabled' };
  const change = { kind: 'change', form: userAuthorizationProfiles.id, key, patch } as const;
  // A blank one would ask for one to be made.
  if (patch.password === '') return no([securityCodes.refuse('security.password-blank', {}, field)]);
  const changed = await keeper.asOwn(key, () => desk.change(own, [change]));
  if (changed.ok) return ok(undefined);
  return no(changed.refusal.map(({ code, words }) => ({ code, words, field })));
}
