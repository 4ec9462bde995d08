// What is done with a change before it is looked at: what was uploaded is opened and proven, by whoever knows how.

import { no, ok, type Refusal, type Result, type Secret } from '#base';
import type { AnyRecord, Form, Patch, Registry } from '#forms';
import type { Actor } from '#security';
import type { Access } from './access.ts';
import type { Change, ChangeRefusal } from './requests.ts';
import { type Snapshot, singleKey } from './snapshot.ts';

/** One change of a record, as it was asked for. */
export interface IntakeWish {
  readonly form: Form;
  readonly patch: Patch;
  readonly before: AnyRecord | undefined;
  /** A sealed secret of the record as it is; undefined where it is not set. */
  readonly reveal: (field: string) => Result<Secret> | undefined;
}

/** May take its time, in which other changes wait; never so long that it is felt. */
export interface Intake {
  /** The ids of the forms whose changes it takes in. */
  readonly forms: readonly string[];
  /** The patch as it is to be looked at, or everything that speaks against it. */
  take(wish: IntakeWish): Promise<Result<Patch, readonly Refusal[]>>;
}

interface IntakeParts {
  readonly intake: Intake | undefined;
  readonly registry: Registry;
  readonly access: Access;
  readonly actor: Actor;
  readonly now: Snapshot;
  readonly reveal: (form: Form, key: string, field: string) => Result<Secret>;
}

/** The changes with what was uploaded in its place. Nothing is opened for those who may not change the form. */
export async function takeIn(
  changes: readonly Change[],
  parts: IntakeParts,
): Promise<Result<readonly Change[], readonly ChangeRefusal[]>> {
  if (parts.intake === undefined || !changes.some(({ form }) => parts.intake?.forms.includes(form))) return ok(changes);
  const taken: Change[] = [];
  const refusals: ChangeRefusal[] = [];
  for (const [index, change] of changes.entries()) {
    const patch = await takeOne(change, parts, parts.intake);
    if (patch.ok) taken.push(change.kind === 'delete' ? change : { ...change, patch: patch.value });
    else refusals.push(...patch.refusal.map((refusal) => ({ ...refusal, ...placeOf(change), change: index })));
  }
  return refusals.length > 0 ? no(refusals) : ok(taken);
}

const keyOf = (change: Change): string => (change.kind === 'add' ? '' : (change.key ?? singleKey));
const placeOf = (change: Change) => ({ form: change.form, key: keyOf(change) });

async function takeOne(
  change: Change,
  { registry, access, actor, now, reveal }: IntakeParts,
  intake: Intake,
): Promise<Result<Patch, readonly Refusal[]>> {
  const form = registry.get(change.form);
  if (change.kind === 'delete') return ok({});
  if (form === undefined || !intake.forms.includes(form.id)) return ok(change.patch);
  const { operations, has } = access.reader(actor, form);
  if (!operations.includes(change.kind) || !has(form.duty)) return ok(change.patch);
  const key = keyOf(change);
  const row = now.rows(form.id).get(key);
  return intake.take({
    ...{ form, patch: change.patch, before: row?.record },
    reveal: (field) => (row?.sealed[field] === undefined ? undefined : reveal(form, key, field)),
  });
}
