// Whether an actor may do with a form or view what a request of another shape does with it: the machine's owner may, a person as
// their policy says. What it hides is not there.

import { administrationCodes } from '#administration';
import { no, ok, type Result } from '#base';
import type { Actor } from '#security';
import type { CoreDoor } from '../core-door.ts';
import type { Outcome } from './method.ts';

type Asking = Pick<CoreDoor['administration'], 'show'>;

export const checkReading = (administration: Asking, actor: Actor, id: string): Result<void> =>
  check(administration, actor, id, 'read');

export const checkChange = (administration: Asking, actor: Actor, id: string): Result<void> =>
  check(administration, actor, id, 'change');

export const checkAction = (administration: Asking, actor: Actor, id: string): Result<void> =>
  check(administration, actor, id, 'act');

/** As `checkReading`, of what tells of every form at once: not for those from whom a policy hides some. */
export function checkReadingAll(administration: Asking, actor: Actor, id: string): Result<void> {
  const may = checkReading(administration, actor, id);
  if (!may.ok || actor.rights?.kind !== 'policy') return may;
  return no(administrationCodes.refuse('administration.not-permitted', { operation: 'read', form: id }));
}

/** Does `work` when `may` says so. */
export const when = async (may: Result<void>, work: () => Outcome | Promise<Outcome>): Promise<Outcome> =>
  may.ok ? await work() : no([may.refusal]);

function check(administration: Asking, actor: Actor, id: string, operation: 'read' | 'change' | 'act'): Result<void> {
  if (actor.rights === undefined) return ok(undefined);
  const shown = administration.show(actor, id);
  if (!shown.ok) return shown;
  if (shown.value.operations.includes(operation)) return ok(undefined);
  return no(administrationCodes.refuse('administration.not-permitted', { operation, form: shown.value.title }));
}
