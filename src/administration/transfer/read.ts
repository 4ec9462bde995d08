// Reads a file of records, CSV or JSON, into patches with their rows.

import { limits, no, ok, printable, type Refusal, type Result } from '#base';
import { type Form, fieldOf, formsCodes, type Patch } from '#forms';
import { administrationCodes } from '../administration.codes.ts';
import type { FileFormat } from '../requests.ts';
import { readCsv } from './csv.ts';
import { decode, type Pieces, tooMany } from './decode.ts';
import { readJson } from './json.ts';

/** A record in a file. */
export interface FileRecord {
  readonly row: number;
  readonly patch: Patch;
}

/** A refusal and the row that it is about; none when it is about the whole file. */
interface FileRefusal extends Refusal {
  readonly row?: number;
}

type ReadFile = Result<readonly FileRecord[], readonly FileRefusal[]>;

export async function readRecords(form: Form, content: string | Uint8Array, format: FileFormat): Promise<ReadFile> {
  const pieces = decode(content);
  if (!pieces.ok) return no([pieces.refusal]);
  if (format === 'csv') return readSheet(form, pieces.value);
  const elements = await readJson(pieces.value);
  return elements.ok ? ok(elements.value.map((patch, index) => ({ row: index + 1, patch }))) : no([elements.refusal]);
}

/** Every refusal of the file, or where it is no file of cells, that one. */
async function readSheet(form: Form, pieces: Pieces): Promise<ReadFile> {
  const sheet = new SheetReader(form);
  const read = await readCsv(pieces, (cells, row) => sheet.take(cells, row));
  if (!read.ok) return no([read.refusal]);
  if (sheet.columns === undefined) sheet.take([], 1);
  return sheet.refusals.length > 0 ? no(sheet.refusals) : ok(sheet.records);
}

/** Makes records of rows. Columns are fields by name. */
class SheetReader {
  readonly records: FileRecord[] = [];
  readonly refusals: FileRefusal[] = [];
  columns: readonly string[] | undefined;
  readonly #form: Form;
  #blanks: readonly ('' | undefined)[] = [];

  constructor(form: Form) {
    this.#form = form;
  }

  /** False: what is wrong is enough to tell. */
  take(cells: readonly string[], row: number): boolean {
    if (this.columns === undefined) this.#takeColumns(cells.map((name) => name.trim()));
    else if (cells.length === this.columns.length)
      this.records.push({ row, patch: this.#patchOf(cells, this.columns) });
    else {
      const counts = { given: cells.length, wanted: this.columns.length };
      this.refusals.push({ ...administrationCodes.refuse('administration.wrong-cells', counts), row });
    }
    return this.refusals.length < limits.forms.refusals;
  }

  #takeColumns(columns: readonly string[]): void {
    this.columns = columns;
    const { importColumns } = limits.forms;
    if (columns.length > importColumns) this.refusals.push({ ...tooMany(importColumns, 'columns'), row: 1 });
    else this.refusals.push(...columnRefusals(this.#form, columns));
    this.#blanks = columns.map((name) => blankOf(this.#form, name));
  }

  #patchOf(cells: readonly string[], columns: readonly string[]): Patch {
    const given = cells.map(
      (cell, index) => [columns[index], cell.trim() === '' ? this.#blanks[index] : cell] as const,
    );
    return Object.fromEntries(given);
  }
}

function columnRefusals(form: Form, columns: readonly string[]): FileRefusal[] {
  const unknown = columns.filter((name) => fieldOf(form, name) === undefined);
  const twice = columns.filter((name, index) => columns.indexOf(name) < index);
  const { key } = form;
  return [
    ...unknown.map((name) => formsCodes.refuse('forms.unknown-field', { form: form.title, name: shorten(name) }, name)),
    ...twice.map((name) =>
      administrationCodes.refuse('administration.duplicate-column', { name: shorten(name) }, name),
    ),
    ...(key === undefined || columns.includes(key)
      ? []
      : [administrationCodes.refuse('administration.no-key-column', { key }, key)]),
  ].map((refusal) => ({ ...refusal, field: shorten(refusal.field ?? ''), row: 1 }));
}

const shorten = (name: string): string => {
  const shown = printable(name);
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
};

/** What a blank cell stands for: the blank value where the field allows one, otherwise nothing given. */
function blankOf(form: Form, name: string): '' | undefined {
  const field = fieldOf(form, name);
  if (field === undefined || field.kind === 'secret') return undefined;
  return field.schema.safeParse(field.read('')).success ? '' : undefined;
}
