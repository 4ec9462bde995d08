// Reads a file of records, CSV or JSON, into patches with their rows.

import { limits, no, ok, type Refusal, type Result } from '#base';
import { type Form, fieldOf, formsCodes, type Patch } from '#forms';
import { administrationCodes } from '../administration.codes.ts';
import type { FileFormat } from '../requests.ts';
import { readCsv, type Sheet, tooManyRows } from './csv.ts';

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
  const text = decode(content);
  if (!text.ok) return no([text.refusal]);
  if (format === 'json') return readJson(text.value);
  const sheet = await readCsv(text.value);
  return sheet.ok ? readSheet(form, sheet.value) : no([sheet.refusal]);
}

/** UTF-8 without its byte order mark. */
function decode(content: string | Uint8Array): Result<string> {
  const { importBytes } = limits.forms;
  const bytes = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  if (bytes > importBytes)
    return no(administrationCodes.refuse('administration.too-large', { limit: importBytes, unit: 'bytes' }));
  if (typeof content === 'string') return ok(content.replace(/^\uFEFF/, ''));
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    return no(administrationCodes.refuse('administration.not-utf8'));
  }
}

function readJson(text: string): ReadFile {
  const bad = (why: string): ReadFile => no([administrationCodes.refuse('administration.bad-json', { why })]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return bad('it is not JSON');
  }
  if (!Array.isArray(value)) return bad('it is not an array');
  if (value.length > limits.forms.importRows) return no([tooManyRows()]);
  const odd = value.findIndex((one) => typeof one !== 'object' || one === null || Array.isArray(one));
  if (odd >= 0) return bad(`element ${odd + 1} is not an object`);
  return ok(value.map((patch: Patch, index) => ({ row: index + 1, patch })));
}

/** Columns are fields by name. */
function readSheet(form: Form, { columns, rows }: Sheet): ReadFile {
  const refusals = [...columnRefusals(form, columns)];
  const records: FileRecord[] = [];
  const blanks = columns.map((name) => blankOf(form, name));
  for (const { row, cells } of rows) {
    if (cells.length !== columns.length) {
      const counts = { given: cells.length, wanted: columns.length };
      refusals.push({ ...administrationCodes.refuse('administration.wrong-cells', counts), row });
    } else {
      const given = cells.map((cell, index) => [columns[index], cell.trim() === '' ? blanks[index] : cell] as const);
      records.push({ row, patch: Object.fromEntries(given) });
    }
  }
  return refusals.length > 0 ? no(refusals.slice(0, limits.forms.refusals)) : ok(records);
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

const shorten = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);

/** What a blank cell stands for: the blank value where the field allows one, otherwise nothing given. */
function blankOf(form: Form, name: string): '' | undefined {
  const field = fieldOf(form, name);
  if (field === undefined || field.kind === 'secret') return undefined;
  return field.schema.safeParse(field.read('')).success ? '' : undefined;
}
