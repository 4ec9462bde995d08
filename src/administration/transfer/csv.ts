// CSV (RFC 4180) with a first row of field names: read strictly, in pieces; written quoted, with formulas neutralised.

import Papa from 'papaparse';
import { limits, no, ok, Pace, type Refusal, type Result } from '#base';
import { administrationCodes } from '../administration.codes.ts';
import { notText, type Pieces, refuseEncoding, tooMany } from './decode.ts';
import { neutralise, restore } from './formulas.ts';

/**
 * Takes a row of cells, with its number as a spreadsheet counts: the first row names the columns, records begin in row 2.
 * False: enough of them.
 */
type TakeRow = (cells: readonly string[], row: number) => boolean;

/** Reads cells. Refuses broken quotes, rows that are too long, and too many of them. */
export async function readCsv(pieces: Pieces, take: TakeRow): Promise<Result<void>> {
  const { importRows, rowLength } = limits.forms;
  const pace = new Pace();
  const rows = new RowReader(take);
  const cutter = new RowCutter();
  for (const piece of pieces) {
    if (piece === notText) return no(refuseEncoding());
    const read = rows.read(cutter.cut(piece));
    if (!read.ok || rows.isEnough) return read;
    if (cutter.rest.length > rowLength)
      return no(badCsv(`row ${rows.count + 1} has more than ${rowLength} characters`));
    if (rows.taken > importRows + 1) return no(tooMany(importRows, 'records'));
    await pace.step();
  }
  const read = rows.read(cutter.rest);
  if (!read.ok) return read;
  return rows.taken > importRows + 1 ? no(tooMany(importRows, 'records')) : ok(undefined);
}

/** Cuts a text that comes in pieces after the last line break outside quotes. */
class RowCutter {
  #rest = '';
  #quoted = false;

  /** What came since the last whole row. */
  get rest(): string {
    return this.#rest;
  }

  /** Whole rows, as far as they have come. */
  cut(piece: string): string {
    let end = -1;
    for (let at = 0; at < piece.length; at++) {
      const character = piece.charCodeAt(at);
      if (character === 0x22) this.#quoted = !this.#quoted;
      else if (character === 0x0a && !this.#quoted) end = at;
    }
    if (end < 0) {
      this.#rest += piece;
      return '';
    }
    const rows = this.#rest + piece.slice(0, end + 1);
    this.#rest = piece.slice(end + 1);
    return rows;
  }
}

class RowReader {
  /** Rows so far that were not blank. */
  taken = 0;
  /** Rows so far, blank ones too. */
  count = 0;
  isEnough = false;
  #delimiter = '';
  readonly #take: TakeRow;

  constructor(take: TakeRow) {
    this.#take = take;
  }

  read(text: string): Result<void> {
    if (text === '') return ok(undefined);
    this.#delimiter ||= delimiterOf(text);
    const { data, errors } = Papa.parse<string[]>(text.replace(/\r?\n$/, ''), { delimiter: this.#delimiter });
    const [error] = errors;
    if (error !== undefined) return no(badCsv(`${error.message} (row ${this.count + (error.row ?? 0) + 1})`));
    for (const cells of data) {
      this.count++;
      if (this.isEnough || (cells.length === 1 && cells[0] === '')) continue;
      this.taken++;
      this.isEnough = !this.#take(cells.map(restore), this.count);
    }
    return ok(undefined);
  }
}

/** What separates the names in the first row: field names hold none of these. */
function delimiterOf(text: string): string {
  const first = text.split(/[\r\n]/, 1)[0] ?? '';
  return [',', ';', '\t'].find((mark) => first.includes(mark)) ?? ',';
}

const badCsv = (why: string): Refusal => administrationCodes.refuse('administration.bad-csv', { why });

/** Prints one row, ending CRLF. */
export const printCsvRow = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${neutralise(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
