// Which columns a table shows, in which order and how many of them fit: a person's choice, kept in the browser.

import type { FieldDescription } from '../../../portal/api.ts';

/** What a person chose for one form. Fields that came later are not in it and keep their usual place. */
export interface ColumnChoice {
  /** All fields that a choice was made for, in their order. */
  readonly order: readonly string[];
  readonly hidden: readonly string[];
}

const usually = 10;
/** Kinds that take much room and say little in a table. */
const seldomShown: ReadonlySet<string> = new Set(['access', 'networks', 'references', 'secret', 'choices']);
/** Kinds that are often blank or long: they give way first. */
const givesWay: ReadonlySet<string> = new Set(['text', 'address']);

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

/** The columns that are not shown: as chosen, and of fields nobody chose about those beyond the ten that say most. */
export function hiddenFields(
  fields: readonly FieldDescription[],
  key: string | undefined,
  choice: ColumnChoice | undefined,
): ReadonlySet<string> {
  const known = new Set(choice?.order ?? []);
  const hidden = new Set((choice?.hidden ?? []).filter((name) => name !== key));
  const shown = fields.filter(({ name }) => known.has(name) && !hidden.has(name)).length;
  const undecided = byWorth(fields, key).filter(({ name }) => !known.has(name));
  const left = undecided.filter(({ kind }) => !seldomShown.has(kind)).slice(0, Math.max(0, usually - shown));
  for (const field of undecided) if (!left.includes(field) && field.name !== key) hidden.add(field.name);
  return hidden;
}

/**
 * The key, the first text (usually a name), then what has few values, other texts, those of several lines. Where the key stands in a
 * section with a title, that section comes first, and what it tells in several lines is worth its room.
 */
function byWorth(fields: readonly FieldDescription[], key: string | undefined): readonly FieldDescription[] {
  const name = fields.find((field) => field.kind === 'text' && field.name !== key);
  const first = fields.find((field) => field.name === key)?.section ?? '';
  const rank = (field: FieldDescription): number => {
    if (field.name === key) return 0;
    if (field === name) return 1;
    const isLater = first !== '' && field.section !== first;
    if (field.multiline) return first === '' || isLater ? 10 : 2;
    return (givesWay.has(field.kind) ? 3 : 2) + (isLater ? 3 : 0);
  };
  return fields.toSorted((a, b) => rank(a) - rank(b));
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
function wantedWidth({ kind, label }: FieldDescription, isKey: boolean): number {
  const forLabel = 34 + label.length * 7.2;
  const forValue: Readonly<Record<string, number>> = {
    yesNo: 64,
    whole: 64,
    digits: 84,
    moment: 150,
    address: 120,
    lines: 260,
  };
  return Math.max(isKey ? 110 : 0, forLabel, forValue[kind] ?? 130);
}

/** The columns that fit into a width, those that say most; at least two. In their order. */
export function fitting(
  fields: readonly FieldDescription[],
  key: string | undefined,
  widthPx: number,
): readonly FieldDescription[] {
  let used = boxWidth;
  const fit = new Set(
    byWorth(fields, key).filter((field, index) => {
      const wanted = wantedWidth(field, field.name === key);
      if (index >= 2 && used + wanted > widthPx) return false;
      used += wanted;
      return true;
    }),
  );
  return fields.filter((field) => fit.has(field));
}

const boxWidth = 40;

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
