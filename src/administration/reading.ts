// Reading: one record, or a page of a table or view, searched, filtered and sorted. Secrets take no part in any of it.

import { limits, no, ok, type Result } from '#base';
import { type AnyRecord, type Form, type FormShape, fieldOf, formsCodes, toPlain } from '#forms';
import { administrationCodes } from './administration.codes.ts';
import { eachInChunks } from './chunks.ts';
import { type Orders, orderOf, type Placed } from './orders.ts';
import type { Page, Query, RecordView } from './requests.ts';
import { type Row, type Snapshot, singleKey } from './snapshot.ts';
import { searchText } from './texts.ts';

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
export async function readPage(form: Form, query: Query, now: Snapshot, orders: Orders): Promise<Result<Page>> {
  return pageOf(form, query, (field) => orders.of(form, field, now.rows(form.id)));
}

/** A page of a view, made of what its rows are now. */
export async function readRows(view: FormShape, query: Query, records: readonly AnyRecord[]): Promise<Result<Page>> {
  return pageOf(view, query, (field) => {
    const row = (record: AnyRecord): Row => ({ record, sealed: {}, version: 0, changedAtMs: 0, changedBy: '' });
    const rows = new Map(records.map((record) => [String(record[view.key ?? '']), row(record)]));
    return orderOf(view, field, rows);
  });
}

type InOrder = (field: string) => Promise<readonly Placed[]>;

async function pageOf(form: FormShape, query: Query, inOrder: InOrder): Promise<Result<Page>> {
  const { search = '', where = {}, sort, descending = false, offset = 0, limit = defaultLimit } = query;
  const wrong = whyNot(form, [...Object.keys(where), ...(sort === undefined ? [] : [sort])], offset, limit);
  if (wrong !== undefined) return no(administrationCodes.refuse('administration.wrong-query', { why: wrong }));
  const all = await inOrder(sort ?? form.key ?? firstField(form));
  const found = await matching(form, all, search, where);
  const end = descending ? found.length - offset : offset + limit;
  const page = found.slice(Math.max(descending ? end - limit : offset, 0), Math.max(end, 0));
  const shown = descending ? page.reverse() : page;
  return ok({ total: found.length, offset, records: shown.map(({ key, row }) => viewOf(form, key, row)) });
}

/** The one record of a single form needs no order. */
const firstField = (form: FormShape): string => Object.keys(form.fields)[0] ?? '';

function whyNot(form: FormShape, names: readonly string[], offset: number, limit: number): string | undefined {
  const { pageRecords } = limits.forms;
  if (!Number.isInteger(offset) || offset < 0) return 'the offset is a whole number from 0';
  if (!Number.isInteger(limit) || limit < 1 || limit > pageRecords) return `a page has 1 to ${pageRecords} records`;
  const unknown = names.find((name) => (fieldOf(form, name)?.kind ?? 'secret') === 'secret');
  return unknown === undefined ? undefined : `${form.title} has no field "${unknown}" to sort or filter by`;
}

type Holds = (row: Row) => boolean;

/** Those of `all` that have the values that are asked for, and somewhere the text that is searched for, in their order. */
async function matching(
  form: FormShape,
  all: readonly Placed[],
  search: string,
  where: Readonly<Record<string, string>>,
): Promise<readonly Placed[]> {
  const wanted = search.trim().slice(0, limits.forms.searchLength).toLowerCase();
  const holds = Object.entries(where).map(([name, text]) => hasValue(form, name, text));
  if (wanted !== '') holds.push((row) => searchText(form, row).includes(wanted));
  if (holds.length === 0) return all;
  const found: Placed[] = [];
  await eachInChunks(all, (one) => {
    if (holds.every((condition) => condition(one.row))) found.push(one);
  });
  return found;
}

/** What is asked for is read as the field reads it and compared as it prints it: "TRUE" finds "yes", "HIGH" finds "high". */
function hasValue(form: FormShape, name: string, text: string): Holds {
  const field = fieldOf(form, name);
  if (field === undefined) return () => false;
  const parsed = field.schema.safeParse(field.read(text));
  if (parsed.success && typeof parsed.data === 'boolean') return ({ record }) => record[name] === parsed.data;
  const printed = (parsed.success ? field.print(parsed.data) : text).toLowerCase();
  return ({ record }) => field.print(record[name]).toLowerCase() === printed;
}
