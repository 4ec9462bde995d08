// The snapshot: all configuration at one moment, in memory, never changed. A change makes the next one.

import { type AnyRecord, type Configuration, type Fields, type Form, initialRecord, type RecordWith } from '#forms';
import { eachInChunks } from './chunks.ts';

/** The key under which the record of a single form is stored. */
export const singleKey = '';

/** A record with what is known about it. */
export interface Row {
  readonly record: AnyRecord;
  /** Its secrets, as they are stored: sealed, or hashed. */
  readonly sealed: Readonly<Record<string, string>>;
  /** 0: not stored, these are initial values. */
  readonly version: number;
  readonly changedAtMs: number;
  readonly changedBy: string;
  /** The text that searches look through, once it was asked for. */
  text?: string;
}

/** The rows of one form; undefined stands for a row that is taken away. */
export type RowChanges = ReadonlyMap<string, Row | undefined>;

class Table {
  readonly rows: ReadonlyMap<string, Row>;
  #records: ReadonlyMap<string, AnyRecord> | undefined;

  constructor(rows: ReadonlyMap<string, Row>) {
    this.rows = rows;
  }

  /** Made when first asked for: most changes of a large table are told to rooms one by one. */
  get records(): ReadonlyMap<string, AnyRecord> {
    this.#records ??= new Map(this.rows.entries().map(([key, { record }]) => [key, record]));
    return this.#records;
  }
}

export class Snapshot implements Configuration {
  readonly #tables: ReadonlyMap<string, Table>;

  private constructor(tables: ReadonlyMap<string, Table>) {
    this.#tables = tables;
  }

  /** The configuration of a system in which nobody changed anything, without its first records. */
  static empty(forms: readonly Form[]): Snapshot {
    return new Snapshot(new Map(forms.map((form) => [form.id, emptyTable(form)])));
  }

  records<F extends Fields>(form: Form<F>): ReadonlyMap<string, RecordWith<F>> {
    // Rows enter only after their form has accepted them.
    return this.#table(form.id).records as ReadonlyMap<string, RecordWith<F>>;
  }

  single<F extends Fields>(form: Form<F>): RecordWith<F> {
    const record = this.#table(form.id).rows.get(singleKey)?.record;
    if (record === undefined) throw new Error(`${form.id} is not a single form`);
    // As above.
    return record as RecordWith<F>;
  }

  recordsOf(formId: string): ReadonlyMap<string, AnyRecord> {
    return this.#table(formId).records;
  }

  rows(formId: string): ReadonlyMap<string, Row> {
    return this.#table(formId).rows;
  }

  /** The next snapshot; tables without changes are shared with this one. */
  async with(changes: ReadonlyMap<string, RowChanges>): Promise<Snapshot> {
    const tables = new Map(this.#tables);
    for (const [formId, rows] of changes) tables.set(formId, await changedTable(this.#table(formId), rows));
    return new Snapshot(tables);
  }

  #table(formId: string): Table {
    const table = this.#tables.get(formId);
    if (table === undefined) throw new Error(`${formId} is not registered`);
    return table;
  }
}

function emptyTable(form: Form): Table {
  if (form.key !== undefined) return new Table(new Map());
  const row: Row = { record: initialRecord(form), sealed: {}, version: 0, changedAtMs: 0, changedBy: '' };
  return new Table(new Map([[singleKey, row]]));
}

async function changedTable(table: Table, changes: RowChanges): Promise<Table> {
  const rows = new Map(table.rows);
  await eachInChunks(changes, ([key, row]) => {
    if (row === undefined) rows.delete(key);
    else rows.set(key, row);
  });
  return new Table(rows);
}
