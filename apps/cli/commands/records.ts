// The records of a table, fetched page by page, with as many columns as find room.

import type { FormDescriptionLine, RecordLine } from '../../core/protocol.ts';
import type { Core } from '../client.ts';
import { type Output, shown, width } from '../output.ts';
import { refuse } from '../refused.ts';
import { readAssignments } from './values.ts';

export interface QueryOptions {
  readonly search?: string;
  readonly where: readonly string[];
  readonly sort?: string;
  readonly descending?: boolean;
  readonly fields?: string;
}

const pageRecords = 1_000;

export async function listRecords(
  out: Output,
  core: Core,
  form: FormDescriptionLine,
  options: QueryOptions,
): Promise<void> {
  const names = namesOf(form, options.fields);
  const records = await fetchAll(core, form.id, options);
  const rows = records.map(({ values }) => names.map((name) => shown(values[name])));
  const heads = names.map((name) => name.toUpperCase());
  const widths = heads.map((head, at) => Math.max(width(head), ...rows.map((row) => width(row[at] ?? ''))));
  const room = options.fields === undefined ? out.roomFor(widths) : names.length;
  const value = options.fields === undefined ? records : records.map((record) => withFields(record, names));
  out.table(
    value,
    heads.slice(0, room),
    rows.map((row) => row.slice(0, room)),
  );
  if (room < names.length) out.line(`\nNo room for: ${names.slice(room).join(', ')}. Choose with --fields.`);
}

const withFields = (record: RecordLine, names: readonly string[]): RecordLine => ({
  ...record,
  values: Object.fromEntries(names.map((name) => [name, record.values[name]])),
});

function namesOf(form: FormDescriptionLine, chosen: string | undefined): string[] {
  const all = form.fields.map(({ name }) => name);
  if (chosen === undefined) return all;
  const names = chosen.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !all.includes(name));
  if (unknown === undefined) return names;
  throw refuse('cli.usage', { why: `${form.title} has no field "${unknown}"; it has ${all.join(', ')}` });
}

async function fetchAll(core: Core, form: string, options: QueryOptions): Promise<RecordLine[]> {
  const { search, where, sort, descending } = options;
  const query = { form, search, where: readAssignments(where), sort, descending, limit: pageRecords };
  const records: RecordLine[] = [];
  for (;;) {
    const page = await core.ask('form.query', { ...query, offset: records.length });
    records.push(...page.records);
    if (page.records.length === 0 || records.length >= page.total) return records;
  }
}
