// Reading: one record, or a page of a table, searched, filtered and sorted. Secrets take no part in any of it.

import { limits, no, ok, type Result } from '#base';
import { type AnyRecord, type Field, type Form, type FormShape, fieldOf, formsCodes, toPlain } from '#forms';
import { administrationCodes } from './administration.codes.ts';
import type { Page, Query, RecordView } from './requests.ts';
import { type Row, type Snapshot, singleKey } from './snapshot.ts';

export function readRecord(form: Form, key: string | undefined, now: Snapshot): Result<RecordView> {
  if (form.key !== undefined && key === undefined)
    return no(formsCodes.refuse('forms.key-missing', { form: form.title }));
  const row = now.rows(form.id).get(key ?? singleKey);
  if (row === undefined) return no(formsCodes.refuse('forms.no-such-record', { form: form.title, key: key ?? '' }));
  return ok(viewOf(form, key ?? singleKey, row));
}

function viewOf(form: FormShape, key: string, { record, version, changedAtMs, changedBy }: Row): RecordView {
  return { key, version, changedAtMs, changedBy, values: toPlain(form, record) };
}

const defaultLimit = 50;

/** A page of a table. Refuses fields that are not there, are secret, or a limit that is out of range. */
export async function readPage(form: Form, query: Query, now: Snapshot): Promise<Result<Page>> {
  return pageOf(form, query, [...now.rows(form.id)]);
}

/** A page of a view, made of what its rows are now. */
export async function readRows(view: FormShape, query: Query, rows: readonly AnyRecord[]): Promise<Result<Page>> {
  const nobody = { sealed: {}, version: 0, changedAtMs: 0, changedBy: '' };
  return pageOf(
    view,
    query,
    rows.map((record) => [String(record[view.key ?? '']), { record, ...nobody }] as const),
  );
}

function pageOf(form: FormShape, query: Query, rows: readonly (readonly [string, Row])[]): Result<Page> {
  const { search = '', where = {}, sort = form.key, descending = false, offset = 0, limit = defaultLimit } = query;
  const wrong = whyNot(form, [...Object.keys(where), ...(sort === undefined ? [] : [sort])], offset, limit);
  if (wrong !== undefined) return no(administrationCodes.refuse('administration.wrong-query', { why: wrong }));
  const holds = matcher(form, search, where);
  const found = rows.filter(([, row]) => holds(row.record));
  if (sort !== undefined) found.sort(order(form, sort, descending));
  const records = found.slice(offset, offset + limit).map(([key, row]) => viewOf(form, key, row));
  return ok({ total: found.length, offset, records });
}

function whyNot(form: FormShape, names: readonly string[], offset: number, limit: number): string | undefined {
  const { pageRecords } = limits.forms;
  if (!Number.isInteger(offset) || offset < 0) return 'the offset is a whole number from 0';
  if (!Number.isInteger(limit) || limit < 1 || limit > pageRecords) return `a page has 1 to ${pageRecords} records`;
  const unknown = names.find((name) => (fieldOf(form, name)?.kind ?? 'secret') === 'secret');
  return unknown === undefined ? undefined : `${form.title} has no field "${unknown}" to sort or filter by`;
}

/** Whether a record has the values that are asked for, and somewhere the text that is searched for. */
function matcher(
  form: FormShape,
  search: string,
  where: Readonly<Record<string, string>>,
): (record: AnyRecord) => boolean {
  const wanted = search.trim().toLowerCase();
  const fields = Object.entries(form.fields).filter(([, { kind }]) => kind !== 'secret');
  const equal = Object.entries(where).map(([name, text]) => [name, printed(form.fields[name], text)] as const);
  return (record) =>
    equal.every(([name, text]) => form.fields[name]?.print(record[name]).toLowerCase() === text) &&
    (wanted === '' || fields.some(([name, field]) => field.print(record[name]).toLowerCase().includes(wanted)));
}

/** What is asked for, in the words in which the field prints it: "TRUE" finds "yes". */
function printed(field: Field | undefined, text: string): string {
  const parsed = field?.schema.safeParse(field.read(text));
  return (parsed?.success ? (field?.print(parsed.data) ?? text) : text).toLowerCase();
}

const byText = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Numbers by size, everything else as people sort it; equal values by key. */
type Pair = readonly [string, Row];

function order(form: FormShape, sort: string, descending: boolean): (a: Pair, b: Pair) => number {
  const field = form.fields[sort];
  const sign = descending ? -1 : 1;
  const compare = (a: unknown, b: unknown): number => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return field === undefined ? 0 : byText.compare(field.print(a), field.print(b));
  };
  return ([keyA, a], [keyB, b]) => sign * (compare(a.record[sort], b.record[sort]) || (keyA < keyB ? -1 : 1));
}
