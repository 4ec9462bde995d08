// Changes of form records, field by field, beside the audit entries that tell of them: for history and undo. Append only.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';
import { insertFromJson } from './bulk.ts';
import type { RecordChangeTable } from './schema.ts';

export interface RecordChangeRow {
  /** The audit entry that tells of the same change. */
  readonly auditId: number;
  readonly form: string;
  readonly key: string;
  /** `add`, `change` or `delete`. */
  readonly kind: string;
  readonly atMs: number;
  readonly changedBy: string;
  /** JSON text. */
  readonly differences: string;
  /** The audit entry under which several changes were made as one; 0 of a change by itself. */
  readonly partOf: number;
}

export class RecordChangeRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async append(tx: Tx, rows: readonly RecordChangeRow[]): Promise<void> {
    const values = rows.map(fromRow);
    await insertFromJson(this.#database.dialect, Tx.statements(tx), 'record_change', columns, values);
  }

  async get(auditId: number, tx?: Tx): Promise<RecordChangeRow | undefined> {
    const query = readFrom(this.#database, tx).selectFrom('record_change').selectAll();
    const row = await query.where('audit_id', '=', auditId).executeTakeFirst();
    return row && toRow(row);
  }

  /** The changes that were made as one under this audit entry, in their order. */
  async partsOf(auditId: number, limit: number): Promise<readonly RecordChangeRow[]> {
    const query = this.#database.reader.selectFrom('record_change').selectAll().where('part_of', '=', auditId);
    return (await query.orderBy('audit_id').limit(limit).execute()).map(toRow);
  }

  /** Changes of one record, newest first. */
  async ofRecord(form: string, key: string, limit: number): Promise<readonly RecordChangeRow[]> {
    const query = this.#database.reader.selectFrom('record_change').selectAll();
    const found = query.where('form', '=', form).where('key', '=', key);
    return (await found.orderBy('audit_id', 'desc').limit(limit).execute()).map(toRow);
  }

  /** The newest changes of any of these forms, newest first. */
  async last(forms: readonly string[], limit: number): Promise<readonly RecordChangeRow[]> {
    if (forms.length === 0) return [];
    const query = this.#database.reader.selectFrom('record_change').selectAll().where('form', 'in', forms);
    return (await query.orderBy('audit_id', 'desc').limit(limit).execute()).map(toRow);
  }
}

const columns = {
  audit_id: 'bigint',
  form: 'text',
  key: 'text',
  kind: 'text',
  at_ms: 'bigint',
  changed_by: 'text',
  differences: 'text',
  part_of: 'bigint',
} as const;

const toRow = (row: RecordChangeTable): RecordChangeRow =>
  Object.freeze({
    auditId: row.audit_id,
    form: row.form,
    key: row.key,
    kind: row.kind,
    atMs: row.at_ms,
    changedBy: row.changed_by,
    differences: row.differences,
    partOf: row.part_of,
  });

const fromRow = (row: RecordChangeRow): RecordChangeTable => ({
  audit_id: row.auditId,
  form: row.form,
  key: row.key,
  kind: row.kind,
  at_ms: row.atMs,
  changed_by: row.changedBy,
  differences: row.differences,
  part_of: row.partOf,
});
