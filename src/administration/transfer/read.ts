// Reads a file of records, CSV or JSON, into patches with their rows.

import { limits, no, ok, printable, type Refusal, type Result } from '#base';
import { type Form, fieldOf, formsCodes, type Patch } from '#forms';
import { administrationCodes } from '../administration.codes.ts';
import { eachInChunks } from '../chunks.ts';
import type { FileFormat } from '../requests.ts';
import { readCsv, type Sheet } from './csv.ts';
import { decode, tooMany } from './decode.ts';
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
  if (format === 'csv') {
    const sheet = await readCsv(pieces.value);
    return sheet.ok ? readSheet(form, sheet.value) : no([sheet.refusal]);
  }
  const elements = await readJson(pieces.value);
  return elements.ok ? ok(elements.value.map((patch, index) => ({ row: index + 1, patch }))) : no([elements.refusal]);
}

/** Columns are fields by name. */
async function readSheet(form: Form, { columns, rows }: Sheet): Promise<ReadFile> {
  const { importColumns, refusals: most } = limits.forms;
  if (columns.length > importColumns) return no([{ ...tooMany(importColumns, 'columns'), row: 1 }]);
  const refusals = [...columnRefusals(form, columns)];
  const records: FileRecord[] = [];
  const blanks = columns.map((name) => blankOf(form, name));
  await eachInChunks(rows, ({ row, cells }) => {
    if (cells.length !== columns.length) {
      const counts = { given: cells.length, wanted: columns.length };
      if (refusals.length < most)
        refusals.push({ ...administrationCodes.refuse('administration.wrong-cells', counts), row });
      return;
    }
    const given = cells.map((cell, index) => [columns[index], cell.trim() === '' ? blanks[index] : cell] as const);
    records.push({ row, patch: Object.fromEntries(given) });
  });
  return refusals.length > 0 ? no(refusals.slice(0, most)) : ok(records);
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
