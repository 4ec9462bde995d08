// Writes a form's records as a file, CSV or JSON. Secrets are not in it at all.

import { type Form, secretsOf, toPlain, toText } from '#forms';
import { eachInChunks } from '../chunks.ts';
import type { FileFormat } from '../requests.ts';
import type { Snapshot } from '../snapshot.ts';
import { printCsvRow } from './csv.ts';

/** What an import of the same form reads back. */
export async function writeRecords(form: Form, now: Snapshot, format: FileFormat): Promise<string> {
  const secrets = new Set(secretsOf(form));
  const names = Object.keys(form.fields).filter((name) => !secrets.has(name));
  const rows: string[] = [];
  await eachInChunks(now.recordsOf(form.id).values(), (record) => {
    if (format === 'csv') rows.push(printCsvRow(names.map((name) => toText(form, record, name))));
    else {
      const shown = Object.entries(toPlain(form, record)).filter(([name]) => !secrets.has(name));
      rows.push(JSON.stringify(Object.fromEntries(shown)));
    }
  });
  if (format === 'csv') return [printCsvRow(names), ...rows].join('');
  return rows.length === 0 ? '[]\n' : `[\n${rows.join(',\n')}\n]\n`;
}
