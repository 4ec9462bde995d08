// The first records of forms: those that a new system starts with, with the wishes of whoever makes it laid over them.

import type { Form, Patch } from '#forms';
import type { SystemValues, Tx } from '#storage';
import type { Change } from './requests.ts';

/** A first record that this system has not had yet. */
interface FirstRecord {
  readonly form: Form;
  readonly patch: Patch;
  /** The form has had others before: a later version brought this one. */
  readonly isLate: boolean;
}

/** The name of the system value that lists the keys of the first records that a form has had. */
const markOf = (form: Form): string => `first-records.${form.id}`;

/** The first records that are still to be added. What was deleted since does not come back. */
export async function firstRecords(
  forms: readonly Form[],
  values: Pick<SystemValues, 'get'>,
): Promise<readonly FirstRecord[]> {
  const records: FirstRecord[] = [];
  for (const form of forms) {
    if (form.first.length === 0) continue;
    const mark = await values.get(markOf(form));
    const had: readonly unknown[] = mark === undefined ? [] : JSON.parse(mark);
    const due = form.first.filter((patch) => !had.includes(keyIn(form, patch)));
    records.push(...due.map((patch) => ({ form, patch, isLate: mark !== undefined })));
  }
  return records;
}

/** Remembers that these, and all before them, have been had. */
export async function markFirst(
  tx: Tx,
  records: readonly FirstRecord[],
  values: Pick<SystemValues, 'get' | 'put'>,
): Promise<void> {
  for (const form of new Set(records.map((record) => record.form))) {
    const mark = await values.get(markOf(form), tx);
    const had: readonly unknown[] = mark === undefined ? [] : JSON.parse(mark);
    const now = records.filter((record) => record.form === form).map(({ patch }) => keyIn(form, patch));
    await values.put(tx, markOf(form), JSON.stringify([...had, ...now]));
  }
}

/** One change of everything: a wish for a first record is joined to it, other wishes are changes of their own. */
export function firstChanges(records: readonly FirstRecord[], wishes: readonly Change[]): readonly Change[] {
  const left = new Set(wishes);
  const added = records.map(({ form, patch: record }): Change => {
    let patch = record;
    for (const wish of wishes) {
      if (wish.kind !== 'change' || wish.form !== form.id || wish.key !== keyIn(form, patch)) continue;
      patch = { ...patch, ...wish.patch };
      left.delete(wish);
    }
    return { kind: 'add', form: form.id, patch };
  });
  return [...added, ...left];
}

export const keyIn = (form: Form, patch: Patch): unknown => (form.key === undefined ? undefined : patch[form.key]);
