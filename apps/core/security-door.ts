// Security profiles as requests see them: looked at, applied, and their history. Who may read the view Security Checks may look; who
// may change Security Profile, and every form that a profile changes, may apply.

import { administrationCodes, type Change, type ChangeRefusal } from '#administration';
import { no, ok, type Refusal, type Result } from '#base';
import { type Author, type Mend, type Proof, planOf, proofCodes, securityChecks, securityProfile } from '#proof';
import type { Actor } from '#security';
import type { ApplyWish, SecurityDoor } from './core-door.ts';
import type { House } from './house.ts';
import type { SecurityPlanLine } from './protocol.ts';
import { printChanged } from './requests/forms.ts';
import { checkReading } from './requests/may.ts';
import type { SecurityHistoryLine } from './security-protocol.ts';

export const makeSecurityDoor = (house: House, proof: Proof): SecurityDoor => ({
  check: async (actor, profile) => {
    const may = checkReading(house.administration, actor, securityChecks.id);
    if (!may.ok) return may;
    const report = await proof.report(profile);
    if (report !== undefined) return ok(report);
    return no(proofCodes.refuse('proof.no-such-profile', { profile: (profile ?? '').slice(0, 60) }));
  },
  apply: (actor, wish, author) => apply(house, proof, actor, wish, author),
  history: async (actor) => {
    const may = checkReading(house.administration, actor, securityChecks.id);
    return may.ok ? ok((await proof.history()).map(historyLine)) : may;
  },
});

async function apply(
  { administration }: House,
  proof: Proof,
  actor: Actor,
  wish: ApplyWish,
  author: Author,
): Promise<Result<SecurityPlanLine, readonly Refusal[]>> {
  const may = mayApply(administration, actor);
  if (!may.ok) return no([may.refusal]);
  const plan = planOf(wish, await proof.world(), author);
  if (!plan.ok) return plan;
  const { profile, mends } = plan.value;
  const made = await make(administration, actor, mends, profile.title, wish.dryRun);
  if (!made.ok) return no(made.refusal);
  if (!wish.dryRun) proof.changed();
  const report = await proof.report(profile.id);
  const printed = printChanged(made.value);
  return ok({
    profile: profile.id,
    changed: { ...printed, records: printed.records.filter(({ kind }) => kind !== 'unchanged') },
    auditId: made.value.head ?? 0,
    toDo: (report?.lines ?? []).filter(({ state }) => state === 'to-do'),
  });
}

/** As one change of many records, under one entry of the audit trail that undoes all of them. */
function make(
  administration: House['administration'],
  actor: Actor,
  mends: readonly Mend[],
  title: string,
  dryRun: boolean,
):
  | ReturnType<House['administration']['change']>
  | Promise<Result<{ dryRun: boolean; records: []; head?: number }, readonly ChangeRefusal[]>> {
  if (mends.length === 0) return Promise.resolve(ok({ dryRun, records: [] }));
  const changes = mends.map((mend): Change => ({ kind: 'change', ...mend }));
  return administration.change(actor, changes, {
    dryRun,
    first: (written) => ({
      ...{ level: 'high', actor, action: 'security profile applied' },
      data: `Profile: ${title}; Records: ${written.length}`,
    }),
  });
}

/** Whoever may not change the form learns what a form that is not there would tell. */
function mayApply(administration: House['administration'], actor: Actor): Result<void> {
  if (actor.rights === undefined) return ok(undefined);
  const shown = administration.show(actor, securityProfile.id);
  if (!shown.ok) return shown;
  if (shown.value.operations.includes('change')) return ok(undefined);
  const { title } = securityProfile;
  return no(administrationCodes.refuse('administration.not-permitted', { operation: 'change', form: title }));
}

const historyLine = ({ id: _, ...moment }: Awaited<ReturnType<Proof['history']>>[number]): SecurityHistoryLine =>
  moment;
