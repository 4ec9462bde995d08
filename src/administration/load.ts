// Loading: everything that is stored becomes the first snapshot, or every record that does not fit is told.

import { no, ok, type Refusal, type Result } from '#base';
import type { Fields, Form, RecordWith, Registry } from '#forms';
import type { FormRows } from '#storage';
import { type Row, Snapshot } from './snapshot.ts';
import { readRow } from './stored.ts';

export async function loadSnapshot(
  { forms }: Pick<Registry, 'forms'>,
  stored: Pick<FormRows, 'all'>,
): Promise<Result<Snapshot, readonly Refusal[]>> {
  const refusals: Refusal[] = [];
  const tables = new Map<string, Map<string, Row>>();
  for (const form of forms) {
    const rows = new Map<string, Row>();
    for (const one of await stored.all(form.id)) {
      const row = readRow(form, one);
      if (row.ok) rows.set(one.key, row.value);
      else refusals.push(...row.refusal);
    }
    tables.set(form.id, rows);
  }
  return refusals.length > 0 ? no(refusals) : ok(await Snapshot.empty(forms).with(tables));
}

/** The records of one form as they are stored, for who must know them before the configuration is opened. */
export async function storedRecords<F extends Fields>(
  form: Form<F>,
  stored: Pick<FormRows, 'all'>,
): Promise<Result<ReadonlyMap<string, RecordWith<F>>, readonly Refusal[]>> {
  const loaded = await loadSnapshot({ forms: [form] }, stored);
  return loaded.ok ? ok(loaded.value.records(form)) : loaded;
}
