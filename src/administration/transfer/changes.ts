// Turns the records of a file into changes of a form as it is now.

import type { Form } from '#forms';
import type { LongWork } from '../chunks.ts';
import type { Change, ChangedRecord, ImportMode, ImportSummary } from '../requests.ts';
import type { Snapshot } from '../snapshot.ts';
import type { FileRecord } from './read.ts';

const share = 0.05;

/** The changes, those of the file first and in its order, then what `replace` takes away. */
export async function changesOf(
  form: Form,
  records: readonly FileRecord[],
  mode: ImportMode,
  now: Snapshot,
  work: LongWork,
): Promise<readonly Change[]> {
  const { key: keyName } = form;
  if (keyName === undefined) return records.map(({ patch }) => ({ kind: 'change', form: form.id, patch }));
  const there = now.rows(form.id);
  const named = new Set<string>();
  const changes: Change[] = [];
  await work.each(share, records, records.length, ({ patch }) => {
    const given = Object.hasOwn(patch, keyName) ? patch[keyName] : undefined;
    const key = typeof given === 'string' ? form.fields[keyName]?.read(given) : given;
    if (mode !== 'add' && typeof key === 'string' && there.has(key)) {
      named.add(key);
      changes.push({ kind: 'change', form: form.id, key, patch });
    } else changes.push({ kind: 'add', form: form.id, patch });
  });
  if (mode === 'replace')
    for (const key of there.keys()) if (!named.has(key)) changes.push({ kind: 'delete', form: form.id, key });
  return changes;
}

/** What an import did, counted. */
export function summarise(records: readonly ChangedRecord[], dryRun: boolean): ImportSummary {
  const counts = { add: 0, change: 0, delete: 0, unchanged: 0 };
  const made = new Map<string, ChangedRecord['made']>();
  for (const record of records) {
    counts[record.kind]++;
    for (const _ in record.made) {
      made.set(record.key, record.made);
      break;
    }
  }
  return {
    dryRun,
    added: counts.add,
    changed: counts.change,
    deleted: counts.delete,
    unchanged: counts.unchanged,
    made,
  };
}
