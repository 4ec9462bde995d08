// The draft: the configuration as it would be after a change. The rules of forms look at it before anything is written.

import type { AnyRecord, Fields, Form, Look, RecordWith } from '#forms';
import { type Snapshot, singleKey } from './snapshot.ts';

type Index = ReadonlyMap<unknown, readonly string[]>;

export class Draft implements Look {
  readonly #base: Snapshot;
  /** The tables that differ from the snapshot. */
  readonly #tables = new Map<string, Map<string, AnyRecord>>();
  /** Built when first asked for: by form and field, the keys of each value. */
  readonly #indexes = new Map<string, Index>();

  readonly #formIds: readonly string[];

  constructor(base: Snapshot, formIds: readonly string[]) {
    this.#base = base;
    this.#formIds = formIds;
  }

  /** Puts a record, or with undefined takes it away. */
  put(form: Form, key: string, record: AnyRecord | undefined): void {
    let table = this.#tables.get(form.id);
    if (table === undefined) {
      table = new Map(this.#base.recordsOf(form.id));
      this.#tables.set(form.id, table);
    }
    if (record === undefined) table.delete(key);
    else table.set(key, record);
    this.#indexes.clear();
  }

  records<F extends Fields>(form: Form<F>): ReadonlyMap<string, RecordWith<F>> {
    // What is put here has been accepted by its form.
    const table = this.#tables.get(form.id) as ReadonlyMap<string, RecordWith<F>> | undefined;
    return table ?? this.#base.records(form);
  }

  single<F extends Fields>(form: Form<F>): RecordWith<F> {
    return this.records(form).get(singleKey) ?? this.#base.single(form);
  }

  keys(formId: string): Iterable<string> {
    return this.#table(formId).keys();
  }

  keysWith(formId: string, field: string, value: unknown): readonly string[] {
    const name = `${formId}.${field}`;
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = indexBy(this.#table(formId), field);
      this.#indexes.set(name, index);
    }
    return index.get(value) ?? [];
  }

  formIds(): readonly string[] {
    return this.#formIds;
  }

  #table(formId: string): ReadonlyMap<string, AnyRecord> {
    return this.#tables.get(formId) ?? this.#base.recordsOf(formId);
  }
}

function indexBy(records: ReadonlyMap<string, AnyRecord>, field: string): Index {
  const index = new Map<unknown, string[]>();
  for (const [key, record] of records) {
    const keys = index.get(record[field]);
    if (keys === undefined) index.set(record[field], [key]);
    else keys.push(key);
  }
  return index;
}
