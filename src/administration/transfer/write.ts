// Writes the records of a form or view as a file, CSV or JSON. Secrets are not in it at all.

import { ok, Pace, type Result } from '#base';
import { type FormOrView, type FormShape, secretsOf } from '#forms';
import { eachInChunks } from '../chunks.ts';
import type { FileFormat, Page, Query, RecordView } from '../requests.ts';
import { printCsvRow } from './csv.ts';

/** Few enough that a page takes a fraction of a slice. */
const pageRecords = 200;

/** What an import of the same form reads back. `pageOf` answers queries of it. */
export async function writeRecords(
  form: FormOrView,
  pageOf: (query: Query) => Promise<Result<Page>>,
  format: FileFormat,
): Promise<Result<string>> {
  const secrets = new Set(secretsOf(form));
  const names = Object.keys(form.fields).filter((name) => !secrets.has(name));
  const rows: string[] = [];
  // A view that shows the newest first grows at its beginning meanwhile: what has moved to the next page is there already.
  const written = new Set<string>();
  const isNew = ({ key }: RecordView): boolean => written.size < written.add(key).size;
  const pace = new Pace();
  for (let offset = 0; ; offset += pageRecords) {
    const page = await pageOf({ offset, limit: pageRecords });
    if (!page.ok) return page;
    const { records, total } = page.value;
    await eachInChunks(records.filter(isNew), (record) => rows.push(printRow(form, names, record, format)), pace);
    if (records.length === 0 || offset + records.length >= total) break;
  }
  if (format === 'csv') return ok([printCsvRow(names), ...rows].join(''));
  return ok(rows.length === 0 ? '[]\n' : `[\n${rows.join(',\n')}\n]\n`);
}

function printRow(form: FormShape, names: readonly string[], { values }: RecordView, format: FileFormat): string {
  if (format === 'csv') return printCsvRow(names.map((name) => form.fields[name]?.print(values[name]) ?? ''));
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, values[name]])));
}
