// Which columns a table shows, in which order and how many of them fit: a person's choice, kept in the browser.

import type { FieldDescription } from '../../../portal/api.ts';

/** What a person chose for one form. Fields that came later are not in it and keep their usual place. */
export interface ColumnChoice {
  /** All fields that a choice was made for, in their order. */
  readonly order: readonly string[];
  readonly hidden: readonly string[];
}

const usually = 8;
/** Kinds that take much room and say little in a table. */
const seldomShown: ReadonlySet<string> = new Set(['lines', 'access', 'networks', 'secret']);

/** Columns of a form in the order of the choice: every field but secrets, the key always first. */
export function orderedFields(
  fields: readonly FieldDescription[],
  key: string | undefined,
  choice: ColumnChoice | undefined,
): readonly FieldDescription[] {
  const place = new Map((choice?.order ?? []).map((name, at) => [name, at]));
  const at = ({ name }: FieldDescription, index: number): number => {
    if (name === key) return -1;
    return place.get(name) ?? (choice === undefined ? index : place.size + index);
  };
  return fields
    .filter(({ kind }) => kind !== 'secret')
    .map((field, index) => ({ field, at: at(field, index) }))
    .sort((a, b) => a.at - b.at)
    .map(({ field }) => field);
}

/** The columns that are not shown: as chosen, and of fields nobody chose about those beyond the first eight. */
export function hiddenFields(
  fields: readonly FieldDescription[],
  key: string | undefined,
  choice: ColumnChoice | undefined,
): ReadonlySet<string> {
  const known = new Set(choice?.order ?? []);
  const hidden = new Set(choice?.hidden ?? []);
  let shown = 1;
  for (const { name, kind } of fields) {
    if (name === key) continue;
    if (!known.has(name) && (seldomShown.has(kind) || shown >= usually)) hidden.add(name);
    if (!hidden.has(name)) shown++;
  }
  if (key !== undefined) hidden.delete(key);
  return hidden;
}

/** The order after one column was moved before or behind another's place. */
export function movedColumn(order: readonly string[], name: string, by: -1 | 1): readonly string[] {
  const from = order.indexOf(name);
  const to = from + by;
  if (from < 0 || to < 0 || to >= order.length) return order;
  const next = order.filter((one) => one !== name);
  return [...next.slice(0, to), name, ...next.slice(to)];
}

/** How many pixels a column wants at least. */
export function wantedWidth({ kind, label }: FieldDescription, isKey: boolean): number {
  const forLabel = 34 + label.length * 7.2;
  const forValue: Readonly<Record<string, number>> = { yesNo: 64, whole: 64, digits: 84, moment: 150, address: 120 };
  return Math.max(isKey ? 110 : 0, forLabel, forValue[kind] ?? 130);
}

/** The columns that fit beside an open record: from the first on, at least two. */
export function fitting(fields: readonly FieldDescription[], key: string | undefined, width: number) {
  let used = 40;
  return fields.filter((field, index) => {
    used += wantedWidth(field, field.name === key);
    return index < 2 || used <= width;
  });
}

/** A choice that was kept, read with care: the browser's store is anybody's to write. */
export function readChoice(text: string): ColumnChoice | undefined {
  try {
    const { order, hidden }: { order?: unknown; hidden?: unknown } = JSON.parse(text);
    return names(order) && names(hidden) ? { order, hidden } : undefined;
  } catch {
    return undefined;
  }
}

const names = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
