// The past of records: every change, field by field, as it was put on record with its audit entry.

import { limits } from '#base';
import { type Difference, type Form, fieldOf } from '#forms';
import type { RecordChangeRow } from '#storage';
import type { ChangeNews, LastChange, PastChange, RecordHistory } from './requests.ts';

/** The text that is stored of a change. */
export const printDifferences = (differences: readonly Difference[]): string => JSON.stringify(differences);

/** A stored change; throws where the text is none that was written here. */
export function readPast(form: Form, row: RecordChangeRow): PastChange {
  const { auditId, atMs, changedBy: by, kind, key } = row;
  if (kind !== 'add' && kind !== 'change' && kind !== 'delete') throw new Error(`change ${auditId} is of no kind`);
  const differences = readDifferences(row);
  return {
    ...{ auditId, atMs, by, kind, form: form.id, key, differences },
    notUndoable: whyNotUndoable(form, kind, differences),
  };
}

function readDifferences({ auditId, differences }: RecordChangeRow): readonly Difference[] {
  const read: unknown = JSON.parse(differences);
  if (!Array.isArray(read) || !read.every(isDifference)) throw new Error(`change ${auditId} has no differences`);
  return read;
}

function isDifference(value: unknown): value is Difference {
  if (typeof value !== 'object' || value === null) return false;
  const { field, label, old, new: now } = value as Partial<Record<keyof Difference, unknown>>;
  return [field, label, old, now].every((text) => typeof text === 'string');
}

/** Of a change, something must be left that can be given back: secrets are not kept, and a field may have gone. */
function whyNotUndoable(form: Form, kind: PastChange['kind'], differences: readonly Difference[]): string {
  if (kind !== 'change' || differences.some(({ field }) => canGoBack(form, field))) return '';
  return differences.some(({ field }) => fieldOf(form, field)?.kind === 'secret')
    ? 'the old value of a secret is not kept'
    : 'its fields are no longer there';
}

/** Whether a field's old text can be given back. */
export function canGoBack(form: Form, name: string): boolean {
  const field = fieldOf(form, name);
  return field !== undefined && field.kind !== 'secret';
}

/** The history of one record from its changes, newest first. */
export function historyOf(changes: readonly PastChange[]): RecordHistory {
  const fields = new Map<string, LastChange>();
  for (const { auditId, atMs, by, differences } of changes)
    for (const { field } of differences) if (!fields.has(field)) fields.set(field, { auditId, atMs, by });
  return { changes: changes.slice(0, limits.forms.historyShown), fields: Object.fromEntries(fields) };
}

const did: Readonly<Record<PastChange['kind'], string>> = { add: 'added', change: 'changed', delete: 'deleted' };

/** A change in a few words, without values. */
export function newsOf(form: Form, { auditId, atMs, by, key, kind, differences }: PastChange): ChangeNews {
  const labels = kind === 'change' ? `: ${differences.map(({ label }) => label).join(', ')}` : '';
  const words = `${[form.title, key].filter((part) => part !== '').join(' ')} ${did[kind]}${labels}`;
  return { auditId, atMs, by, form: form.id, key, words };
}
