// Undo: a past change taken back, as a change of its own that passes the same checks as any other (ADM-11).

import { no, ok, type Refusal, type Result } from '#base';
import { type Form, fieldOf, type Patch, toText } from '#forms';
import { administrationCodes } from './administration.codes.ts';
import { canGoBack } from './past.ts';
import type { Change, PastChange } from './requests.ts';
import { type Row, type Snapshot, singleKey } from './snapshot.ts';

/**
 * The change that takes `past` back. `later` are the changes of the same record since, newest first. Refuses what cannot be
 * undone, and what others have changed since.
 */
export function undoing(
  form: Form,
  past: PastChange,
  later: readonly PastChange[],
  now: Snapshot,
): Result<Change, Refusal> {
  const { kind, key, auditId, notUndoable } = past;
  if (notUndoable !== '') return no(notUndoableBecause(auditId, notUndoable));
  if (kind === 'delete') return ok({ kind: 'add', form: form.id, patch: patchOfDeleted(form, past) });
  const row = now.rows(form.id).get(key);
  if (row === undefined) return no(notUndoableBecause(auditId, 'the record is not there any more'));
  if (kind === 'add') {
    const [last] = later;
    if (last !== undefined) return no(overtaken(`${form.title} ${key}`, last));
    return ok({ kind: 'delete', form: form.id, key, version: row.version });
  }
  return undoingChange(form, past, later, row);
}

function undoingChange(form: Form, past: PastChange, later: readonly PastChange[], row: Row): Result<Change, Refusal> {
  const patch: Record<string, string> = {};
  for (const { field, label, old, new: then } of past.differences) {
    if (!canGoBack(form, field)) continue;
    const text = toText(form, row.record, field);
    if (text === old) continue;
    const last = later.find(({ differences }) => differences.some((one) => one.field === field));
    if (text !== then || last !== undefined)
      return no(overtaken(`${label} of ${past.key === singleKey ? form.title : past.key}`, last ?? past));
    patch[field] = old;
  }
  const keyed = past.key === singleKey ? {} : { key: past.key };
  return ok({ kind: 'change', form: form.id, ...keyed, patch, version: row.version });
}

/** The record as it was, but its secrets: those are made anew where they are made, and otherwise not set. */
function patchOfDeleted(form: Form, { differences }: PastChange): Patch {
  const old = new Map(differences.map((one) => [one.field, one.old]));
  const texts = Object.keys(form.fields).flatMap((name): [string, string][] => {
    if (!canGoBack(form, name)) return [];
    const text = old.get(name);
    if (text !== undefined) return [[name, text]];
    return mayBeBlank(form, name) ? [[name, '']] : [];
  });
  return Object.fromEntries(texts);
}

/** A field that was not told was blank; one that cannot be was not there yet, and has its initial value. */
function mayBeBlank(form: Form, name: string): boolean {
  const field = fieldOf(form, name);
  return field?.schema.safeParse(field.read('')).success === true;
}

export const notUndoableBecause = (entry: number, why: string): Refusal =>
  administrationCodes.refuse('administration.not-undoable', { entry, why });

function overtaken(what: string, last: PastChange): Refusal {
  return administrationCodes.refuse('administration.undo-overtaken', { what, by: last.by, entry: last.auditId });
}
