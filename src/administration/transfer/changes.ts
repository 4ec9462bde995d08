// Turns the records of a file into changes of a form as it is now.

import type { Form } from '#forms';
import { eachInChunks } from '../chunks.ts';
import type { Change, ChangedRecord, ImportMode, ImportSummary } from '../requests.ts';
import type { Snapshot } from '../snapshot.ts';
import type { FileRecord } from './read.ts';

/** The changes, those of the file first and in its order, then what `replace` takes away. */
export async function changesOf(
  form: Form,
  records: readonly FileRecord[],
  mode: ImportMode,
  now: Snapshot,
): Promise<readonly Change[]> {
  const { key: keyName } = form;
  if (keyName === undefined) return records.map(({ patch }) => ({ kind: 'change', form: form.id, patch }));
  const there = now.rows(form.id);
  const named = new Set<string>();
  const changes: Change[] = [];
  await eachInChunks(records, ({ patch }) => {
    const given = patch[keyName];
    const key = typeof given === 'string' ? form.fields[keyName]?.read(given) : given;
    if (mode !== 'add' && typeof key === 'string' && there.has(key)) {
      named.add(key);
      changes.push({ kind: 'change', form: form.id, key, patch });
    } else changes.push({ kind: 'add', form: form.id, patch });
  });
  if (mode !== 'replace') return changes;
  const gone = [...there.keys()].filter((key) => !named.has(key));
  return [...changes, ...gone.map((key): Change => ({ kind: 'delete', form: form.id, key }))];
}

/** What an import did, counted. */
export function summarise(records: readonly ChangedRecord[], dryRun: boolean): ImportSummary {
  const count = (kind: ChangedRecord['kind']): number => records.filter((record) => record.kind === kind).length;
  const made = records.filter((record) => Object.keys(record.made).length > 0);
  return {
    dryRun,
    added: count('add'),
    changed: count('change'),
    deleted: count('delete'),
    unchanged: count('unchanged'),
    made: new Map(made.map((record) => [record.key, record.made])),
  };
}
