// The matrix of who may call whom: what is kept in Interconnect Restriction, what was clicked, and the one change that makes it so.

import type { ChangeWish, RecordView } from '../../../../portal/api.ts';
import { printed } from '../../../fields/values.ts';
import { parseNumbers, printNumbers } from './numbers.ts';

export const restriction = 'interconnect-restriction';
/** The highest interconnect number. */
export const highest = 64;

export interface Kept {
  readonly version: number;
  readonly denied: ReadonlySet<number>;
}

/** By the caller's number; without a row everything can be called. */
export type Rows = ReadonlyMap<number, Kept>;
/** Cells that were clicked: by caller and called, whether it is to be denied. */
export type Draft = ReadonlyMap<string, boolean>;

export const rowsOf = (records: readonly RecordView[]): Rows =>
  new Map(
    records.map(({ key, version, values }) => [Number(key), { version, denied: parseNumbers(printed(values.denied)) }]),
  );

const cellOf = (caller: number, called: number): string => `${caller} ${called}`;
const isKeptDenied = (rows: Rows, caller: number, called: number): boolean =>
  rows.get(caller)?.denied.has(called) === true;

/** Only what differs from what is kept is a draft: clicked twice is not clicked. */
export function toggled(rows: Rows, draft: Draft, caller: number, called: number): Draft {
  const cell = cellOf(caller, called);
  const wanted = !(draft.get(cell) ?? isKeptDenied(rows, caller, called));
  const next = new Map(draft);
  if (wanted === isKeptDenied(rows, caller, called)) next.delete(cell);
  else next.set(cell, wanted);
  return next;
}

/** What of the draft still differs: somebody else may have made the same change meanwhile. */
export const pendingOf = (rows: Rows, draft: Draft): Draft =>
  new Map([...draft].filter(([cell, isDenied]) => isKeptDenied(rows, ...placeOf(cell)) !== isDenied));

function placeOf(cell: string): [number, number] {
  const [caller = 0, called = 0] = cell.split(' ').map(Number);
  return [caller, called];
}

/** The numbers that a caller is denied, and those of its cells that were clicked. */
export interface Line {
  readonly denied: ReadonlySet<number>;
  readonly edited: ReadonlySet<number>;
}

export function lineOf(rows: Rows, draft: Draft, caller: number): Line {
  const denied = new Set(rows.get(caller)?.denied);
  const edited = new Set<number>();
  for (const [cell, isDenied] of draft) {
    const [from, called] = placeOf(cell);
    if (from !== caller) continue;
    edited.add(called);
    if (isDenied) denied.add(called);
    else denied.delete(called);
  }
  return { denied, edited };
}

/** One change of all rows: a row is added with its first denied number, and goes with its last where it may be deleted. */
export function changesOf(rows: Rows, draft: Draft, mayDelete: boolean): readonly ChangeWish[] {
  const callers = new Set([...draft.keys()].map((cell) => placeOf(cell)[0]));
  return [...callers]
    .sort((a, b) => a - b)
    .map((caller): ChangeWish => {
      const { denied } = lineOf(rows, draft, caller);
      const key = String(caller);
      const kept = rows.get(caller);
      if (kept === undefined)
        return { kind: 'add', form: restriction, patch: { caller, denied: printNumbers(denied) } };
      const { version } = kept;
      if (denied.size === 0 && mayDelete) return { kind: 'delete', form: restriction, key, version };
      return { kind: 'change', form: restriction, key, version, patch: { denied: printNumbers(denied) } };
    });
}

/** How many numbers are shown: those in use and one more; one alone tells nothing. */
export function sizeOf(rows: Rows, inUse: readonly number[]): number {
  const named = [...rows].flatMap(([caller, { denied }]) => [caller, ...denied]);
  return Math.min(highest, Math.max(1, ...named, ...inUse) + 1);
}

export type Place = readonly [row: number, column: number];

/** Where a key leads from a cell, both from 1; undefined of other keys. */
export function stepFrom([row, column]: Place, key: string, size: number): Place | undefined {
  const within = (number: number): number => Math.min(size, Math.max(1, number));
  if (key === 'ArrowUp') return [within(row - 1), column];
  if (key === 'ArrowDown') return [within(row + 1), column];
  if (key === 'ArrowLeft') return [row, within(column - 1)];
  if (key === 'ArrowRight') return [row, within(column + 1)];
  if (key === 'Home') return [row, 1];
  if (key === 'End') return [row, size];
  return undefined;
}
