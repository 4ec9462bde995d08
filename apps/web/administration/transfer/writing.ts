// Writes records as a file that an import reads back: CSV with formulas neutralised as the system does it, or JSON.

import type { FieldDescription, RecordView } from '../../../portal/api.ts';
import { printed } from '../../fields/values.ts';
import type { FileFormat } from './placing.ts';

const likeFormula = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** A spreadsheet must not take a cell for a formula; reading takes the apostrophe off again. */
const cell = (text: string): string => `"${(likeFormula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

export const printCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');

/** Secrets are not in it at all. */
export function printRecords(
  records: readonly RecordView[],
  fields: readonly FieldDescription[],
  format: FileFormat,
): string {
  const names = fields.filter(({ kind }) => kind !== 'secret').map(({ name }) => name);
  if (format === 'csv')
    return printCsv([names, ...records.map(({ values }) => names.map((name) => printed(values[name])))]);
  const rows = records.map(({ values }) => Object.fromEntries(names.map((name) => [name, values[name]])));
  return rows.length === 0 ? '[]\n' : `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}
