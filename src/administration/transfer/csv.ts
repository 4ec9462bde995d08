// CSV (RFC 4180) with a first row of field names: read strictly, in pieces; written quoted, with formulas neutralised.

import { setImmediate as nextTurn } from 'node:timers/promises';
import Papa from 'papaparse';
import { limits, no, ok, type Refusal, type Result } from '#base';
import { administrationCodes } from '../administration.codes.ts';
import { neutralise, restore } from './formulas.ts';

export interface Sheet {
  readonly columns: readonly string[];
  readonly rows: readonly SheetRow[];
}

interface SheetRow {
  /** As a spreadsheet counts: the first row names the columns, records begin in row 2. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** Characters that are read at a time; some milliseconds. */
const pieceSize = 65_536;

/** Reads cells. Refuses broken quotes and too many rows. */
export async function readCsv(text: string): Promise<Result<Sheet>> {
  const all: SheetRow[] = [];
  const delimiter = delimiterOf(text);
  let row = 0;
  for (const piece of piecesOf(text)) {
    const { data, errors } = Papa.parse<string[]>(piece, { delimiter });
    const [error] = errors;
    if (error !== undefined) return no(badCsv(`${error.message} (row ${row + (error.row ?? 0) + 1})`));
    for (const cells of data) {
      row++;
      if (cells.length > 1 || cells[0] !== '') all.push({ row, cells: cells.map(restore) });
    }
    if (all.length > limits.forms.importRows + 1) return no(tooManyRows());
    await nextTurn();
  }
  const [first, ...rows] = all;
  return ok({ columns: first?.cells.map((name) => name.trim()) ?? [], rows });
}

/** Cuts a text into pieces of whole rows: at the first line break outside quotes after each 64 Ki characters. */
function* piecesOf(text: string): Generator<string> {
  let from = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x22) quoted = !quoted;
    else if (character === 0x0a && !quoted && at - from >= pieceSize) {
      yield text.slice(from, at).replace(/\r$/, '');
      from = at + 1;
    }
  }
  if (from < text.length) yield text.slice(from).replace(/\r?\n$/, '');
}

/** What separates the names in the first row: field names hold none of these. */
function delimiterOf(text: string): string {
  const first = text.slice(0, pieceSize).split(/[\r\n]/, 1)[0] ?? '';
  return [',', ';', '\t'].find((mark) => first.includes(mark)) ?? ',';
}

const badCsv = (why: string): Refusal => administrationCodes.refuse('administration.bad-csv', { why });

export const tooManyRows = (): Refusal =>
  administrationCodes.refuse('administration.too-large', { limit: limits.forms.importRows, unit: 'records' });

/** Prints one row, ending CRLF. */
export const printCsvRow = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${neutralise(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
