// Places the refusals of an import in the file that was given: row, column as a spreadsheet names it, and what stands there.

import type { FieldDescription, Refusal } from '../../../portal/api.ts';
import { printed } from '../../fields/values.ts';

export type FileFormat = 'csv' | 'json';

export interface Place {
  /** As a spreadsheet counts; undefined when the refusal is about the whole file. */
  readonly row: number | undefined;
  /** "C", or blank when it is about the whole row. */
  readonly letter: string;
  /** The field's label, or the name of a column that is no field. */
  readonly column: string;
  /** What stands in that cell. */
  readonly given: string;
  readonly refusal: Refusal;
}

/** In the order of the file. */
export function placesOf(
  refusals: readonly Refusal[],
  content: string,
  format: FileFormat,
  fields: readonly FieldDescription[],
): readonly Place[] {
  const cellAt = format === 'csv' ? csvCells(content, rowsNamed(refusals)) : jsonCells(content);
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  const secrets = new Set(fields.filter(({ kind }) => kind === 'secret').map(({ name }) => name));
  const placed = refusals.map((refusal): Place => {
    const { row, field = '' } = refusal;
    const { letter, given } = row === undefined || field === '' ? nowhere : cellAt(row, field);
    return { row, letter, column: labels.get(field) ?? field, given: secrets.has(field) ? '' : given, refusal };
  });
  return placed.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0));
}

interface Cell {
  readonly letter: string;
  readonly given: string;
}

const nowhere: Cell = { letter: '', given: '' };

const rowsNamed = (refusals: readonly Refusal[]): ReadonlySet<number> =>
  new Set(refusals.flatMap(({ row }) => (row === undefined ? [] : [row])));

function csvCells(content: string, wanted: ReadonlySet<number>): (row: number, field: string) => Cell {
  const rows = new Map<number, readonly string[]>();
  const last = Math.max(0, ...wanted);
  let count = 0;
  if (last > 0)
    for (const cells of csvRows(content)) {
      count++;
      if (count === 1 || wanted.has(count)) rows.set(count, cells);
      if (count >= last) break;
    }
  const names = rows.get(1)?.map((name) => name.trim()) ?? [];
  return (row, field) => {
    const at = names.indexOf(field);
    return at < 0 ? nowhere : { letter: letterOf(at), given: rows.get(row)?.[at] ?? '' };
  };
}

function jsonCells(content: string): (row: number, field: string) => Cell {
  const records = parsed(content);
  return (row, field) => {
    const record: unknown = records[row - 1];
    if (typeof record !== 'object' || record === null) return nowhere;
    return { letter: '', given: printed(Object.entries(record).find(([name]) => name === field)?.[1]) };
  };
}

function parsed(content: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(content);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** 0 is A, 25 is Z, 26 is AA. */
export function letterOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letterOf(Math.floor(column / 26) - 1) + last;
}

/** The rows of a CSV (RFC 4180), blank ones too, as a spreadsheet counts them. Broken quotes end with the text. */
export function* csvRows(text: string): Generator<readonly string[]> {
  const mark = markOf(text);
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"?([^${mark}\\r\\n]*)|([^${mark}\\r\\n]*))(${mark}|\\r?\\n|\\r|$)`, 'y');
  let cells: string[] = [];
  cell.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  while (cell.lastIndex < text.length) {
    const [, quoted, rest = '', plain = '', end] = cell.exec(text) ?? [];
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"') + rest);
    if (end !== mark) {
      yield cells;
      cells = [];
    } else if (cell.lastIndex >= text.length) cells.push('');
    if (end === undefined) return;
  }
  if (cells.length > 0) yield cells;
}

function markOf(text: string): string {
  const first = text.split(/[\r\n]/, 1)[0] ?? '';
  return [',', ';', '\t'].find((mark) => first.includes(mark)) ?? ',';
}
