// The draft: the configuration as it would be after a change. The rules of forms look at it before anything is written.

import type { AnyRecord, Fields, Form, Look, RecordWith } from '#forms';
import { type Snapshot, singleKey } from './snapshot.ts';

type Records = ReadonlyMap<string, AnyRecord>;
type Index = ReadonlyMap<unknown, readonly string[]>;

/** From the third question on, an index by the values of a field is cheaper than looking through all records. */
const questionsBeforeIndex = 2;

/** A table that differs from the snapshot. */
interface Changed {
  readonly puts: Map<string, AnyRecord | undefined>;
  /** The whole table, made when first asked for. */
  whole: Records | undefined;
}

export class Draft implements Look {
  readonly #base: Snapshot;
  readonly #tables = new Map<string, Changed>();
  /** By form and field: how often it was asked for, then the keys of each value. */
  readonly #indexes = new Map<string, number | Index>();
  readonly #formIds: readonly string[];

  constructor(base: Snapshot, formIds: readonly string[]) {
    this.#base = base;
    this.#formIds = formIds;
  }

  /** Puts a record, or with undefined takes it away. */
  put(form: Form, key: string, record: AnyRecord | undefined): void {
    let table = this.#tables.get(form.id);
    if (table === undefined) {
      table = { puts: new Map(), whole: undefined };
      this.#tables.set(form.id, table);
    }
    table.puts.set(key, record);
    table.whole = undefined;
    this.#indexes.clear();
  }

  has(formId: string, key: string): boolean {
    const puts = this.#tables.get(formId)?.puts;
    return puts?.has(key) ? puts.get(key) !== undefined : this.#base.rows(formId).has(key);
  }

  records<F extends Fields>(form: Form<F>): ReadonlyMap<string, RecordWith<F>> {
    // What is put here has been accepted by its form.
    return this.#whole(form.id) as ReadonlyMap<string, RecordWith<F>>;
  }

  single<F extends Fields>(form: Form<F>): RecordWith<F> {
    // As above.
    const put = this.#tables.get(form.id)?.puts.get(singleKey) as RecordWith<F> | undefined;
    return put ?? this.#base.single(form);
  }

  keys(formId: string): Iterable<string> {
    return this.#whole(formId).keys();
  }

  keysWith(formId: string, field: string, value: unknown): readonly string[] {
    const name = `${formId}.${field}`;
    const known = this.#indexes.get(name) ?? 0;
    if (typeof known !== 'number') return known.get(value) ?? [];
    if (known < questionsBeforeIndex) {
      this.#indexes.set(name, known + 1);
      return this.#scan(formId, field, value);
    }
    const index = indexBy(this.#whole(formId), field);
    this.#indexes.set(name, index);
    return index.get(value) ?? [];
  }

  formIds(): readonly string[] {
    return this.#formIds;
  }

  #scan(formId: string, field: string, value: unknown): readonly string[] {
    const { puts } = this.#tables.get(formId) ?? {};
    const keys: string[] = [];
    for (const [key, { record }] of this.#base.rows(formId))
      if (holds(record[field], value) && puts?.has(key) !== true) keys.push(key);
    for (const [key, record] of puts ?? []) if (record !== undefined && holds(record[field], value)) keys.push(key);
    return keys;
  }

  #whole(formId: string): Records {
    const table = this.#tables.get(formId);
    if (table === undefined) return this.#base.recordsOf(formId);
    table.whole ??= withPuts(this.#base.recordsOf(formId), table.puts);
    return table.whole;
  }
}

function withPuts(base: Records, puts: ReadonlyMap<string, AnyRecord | undefined>): Records {
  const records = new Map(base);
  for (const [key, record] of puts) {
    if (record === undefined) records.delete(key);
    else records.set(key, record);
  }
  return records;
}

const holds = (held: unknown, value: unknown): boolean =>
  held === value || (Array.isArray(held) && held.includes(value));

function indexBy(records: Records, field: string): Index {
  const index = new Map<unknown, string[]>();
  const put = (value: unknown, key: string): void => {
    const keys = index.get(value);
    if (keys === undefined) index.set(value, [key]);
    else keys.push(key);
  };
  for (const [key, record] of records) {
    const value = record[field];
    if (Array.isArray(value)) for (const one of value) put(one, key);
    else put(value, key);
  }
  return index;
}
