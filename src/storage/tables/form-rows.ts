// Form records: one generic table for every form; versions guard against lost changes.

import { no, ok, type Result } from '#base';
import { type Database, readFrom } from '../database.ts';
import { storageCodes } from '../storage.codes.ts';
import { Tx } from '../tx.ts';
import { insertFromJson } from './bulk.ts';
import type { FormRecordTable } from './schema.ts';

export interface FormRow {
  readonly form: string;
  readonly key: string;
  /** 1 when added, one more with each change. */
  readonly version: number;
  /** JSON text. */
  readonly body: string;
  readonly changedAtMs: number;
  readonly changedBy: string;
}

export type FormWrite = Omit<FormRow, 'version'>;

export class FormRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All records of a form, ordered by key as text. */
  async all(form: string, tx?: Tx): Promise<readonly FormRow[]> {
    const statements = readFrom(this.#database, tx);
    const rows = await statements.selectFrom('form_record').selectAll().where('form', '=', form).execute();
    return rows.map(toFormRow).sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async get(form: string, key: string, tx?: Tx): Promise<FormRow | undefined> {
    const query = readFrom(this.#database, tx).selectFrom('form_record').selectAll();
    const row = await query.where('form', '=', form).where('key', '=', key).executeTakeFirst();
    return row && toFormRow(row);
  }

  /**
   * Writes a record. `expectedVersion` 0 adds it, anything else changes that version.
   * Refuses `storage.exists`, `storage.conflict` and `storage.missing`; then nothing is written.
   */
  async put(tx: Tx, write: FormWrite, expectedVersion: number): Promise<Result<FormRow>> {
    const row: FormRow = Object.freeze({ ...write, version: expectedVersion + 1 });
    const written = expectedVersion === 0 ? await add(tx, row) : await change(tx, row, expectedVersion);
    return written ? ok(row) : this.#whyNot(tx, write.form, write.key, expectedVersion);
  }

  /** Adds many records of which none is there yet (first start, import into an empty form); a fault if one is. */
  async addMany(tx: Tx, writes: readonly FormWrite[]): Promise<void> {
    const rows = writes.map((write) => fromFormRow({ ...write, version: 1 }));
    await insertFromJson(this.#database.dialect, Tx.statements(tx), 'form_record', formColumns, rows);
  }

  /** Deletes a record. Refuses `storage.conflict` and `storage.missing`. */
  async delete(tx: Tx, form: string, key: string, expectedVersion: number): Promise<Result<void>> {
    const query = Tx.statements(tx).deleteFrom('form_record').where('form', '=', form).where('key', '=', key);
    const outcome = await query.where('version', '=', expectedVersion).executeTakeFirst();
    return outcome.numDeletedRows === 1n ? ok(undefined) : this.#whyNot(tx, form, key, expectedVersion);
  }

  async #whyNot(tx: Tx, form: string, key: string, expectedVersion: number): Promise<Result<never>> {
    const there = await this.get(form, key, tx);
    if (there === undefined) return no(storageCodes.refuse('storage.missing', { key }));
    return no(storageCodes.refuse(expectedVersion === 0 ? 'storage.exists' : 'storage.conflict', { key }));
  }
}

const formColumns = {
  form: 'text',
  key: 'text',
  version: 'bigint',
  body: 'text',
  changed_at_ms: 'bigint',
  changed_by: 'text',
} as const;

async function add(tx: Tx, row: FormRow): Promise<boolean> {
  const query = Tx.statements(tx).insertInto('form_record').values(fromFormRow(row));
  const outcome = await query.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return outcome.numInsertedOrUpdatedRows === 1n;
}

async function change(tx: Tx, row: FormRow, expectedVersion: number): Promise<boolean> {
  const { form, key, ...values } = fromFormRow(row);
  const query = Tx.statements(tx).updateTable('form_record').set(values);
  const found = query.where('form', '=', form).where('key', '=', key).where('version', '=', expectedVersion);
  return (await found.executeTakeFirst()).numUpdatedRows === 1n;
}

const toFormRow = (row: FormRecordTable): FormRow =>
  Object.freeze({
    form: row.form,
    key: row.key,
    version: row.version,
    body: row.body,
    changedAtMs: row.changed_at_ms,
    changedBy: row.changed_by,
  });

const fromFormRow = (row: FormRow): FormRecordTable => ({
  form: row.form,
  key: row.key,
  version: row.version,
  body: row.body,
  changed_at_ms: row.changedAtMs,
  changed_by: row.changedBy,
});
