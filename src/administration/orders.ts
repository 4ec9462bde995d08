// The records of a table in the order of a field, kept from one list to the next and brought up to date when the table changes.

import { Pace } from '#base';
import { type FormShape, fieldOf } from '#forms';
import { eachInChunks } from './chunks.ts';
import type { Row } from './snapshot.ts';
import { mergeInSlices, type SortValue, sortInSlices, sortText } from './sorting.ts';

/** A row with its key, and the value that it stands by. */
export interface Placed {
  readonly key: string;
  readonly row: Row;
  readonly by: SortValue;
}

type Rows = ReadonlyMap<string, Row>;

interface Order {
  /** The table that it is the order of. */
  readonly rows: Rows;
  readonly placed: Promise<readonly Placed[]>;
}

export class Orders {
  /** By form and field: as many as there are fields by which people sort. */
  readonly #orders = new Map<string, Order>();

  /** All rows in the order of a field, equal ones by key. Those who ask at the same time wait for the same work. */
  of(form: FormShape, field: string, rows: Rows): Promise<readonly Placed[]> {
    const name = `${form.id} ${field}`;
    const known = this.#orders.get(name);
    if (known?.rows === rows) return known.placed;
    const order: Order = { rows, placed: follow(known, form, field, rows) };
    this.#orders.set(name, order);
    order.placed.catch(() => this.#orders.get(name) === order && this.#orders.delete(name));
    return order.placed;
  }
}

/** The order of `rows`, from that of the same table at another time: only what differs is sorted. */
async function follow(
  known: Order | undefined,
  form: FormShape,
  field: string,
  rows: Rows,
): Promise<readonly Placed[]> {
  const before = (await known?.placed) ?? [];
  const pace = new Pace();
  const fresh: Placed[] = [];
  const stayed: Placed[] = [];
  const place = placer(form, field);
  await eachInChunks(
    rows,
    ([key, row]) => {
      if (known?.rows.get(key) !== row) fresh.push(place(key, row));
    },
    pace,
  );
  await eachInChunks(
    before,
    (one) => {
      if (rows.get(one.key) === one.row) stayed.push(one);
    },
    pace,
  );
  return mergeInSlices(stayed, await sortInSlices(fresh, compare, pace), compare, pace);
}

/** The same for rows that are not kept. */
export async function orderOf(form: FormShape, field: string, rows: Rows): Promise<readonly Placed[]> {
  return follow(undefined, form, field, rows);
}

function placer(form: FormShape, name: string): (key: string, row: Row) => Placed {
  const field = fieldOf(form, name);
  return (key, row) => {
    const value = row.record[name];
    const by = typeof value === 'number' ? value : sortText(field?.print(value) ?? '');
    return { key, row, by };
  };
}

/** Numbers before texts, as a field of a view may hold either. */
function compare(a: Placed, b: Placed): number {
  if (typeof a.by !== typeof b.by) return typeof a.by === 'number' ? -1 : 1;
  if (a.by !== b.by) return a.by < b.by ? -1 : 1;
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
