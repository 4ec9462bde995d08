// Forms and views, their records, and every way to change them.

import { limits, no, ok, type Result } from '#base';
import type { ChangeParams } from '../../../apps/core/portal-protocol.ts';
import type { RefusalLine } from '../../../apps/core/protocol.ts';
import { portalsCodes } from '../portals.codes.ts';
import { refusalLines } from '../refusals.ts';
import { type Call, type Outcome, type Route, route } from './route.ts';

const record = { kind: 'json', mostBytes: limits.portals.recordBytes, schema: 'Record' } as const;

const reading: readonly Route[] = [
  route({
    ...{
      method: 'GET',
      path: 'forms',
      summary: 'All forms and views that this session may see',
      gives: 'FormSummaries',
    },
    run: (call) => call.ask('form.list', {}),
  }),
  route({
    ...{ method: 'GET', path: 'forms/:form', summary: 'A form: its fields, its help, what may be done', gives: 'Form' },
    run: (call) => call.ask('form.describe', { form: formOf(call) }),
  }),
  route({
    ...{ method: 'GET', path: 'forms/:form/records', summary: 'A page of records', gives: 'Page' },
    query: ['search', 'sort', 'descending', 'offset', 'limit'],
    run: (call) => call.ask('form.query', { form: formOf(call), ...call.query, where: call.where }),
  }),
  route({
    ...{ method: 'GET', path: 'forms/:form/records/:key', summary: 'One record', gives: 'RecordView' },
    run: (call) => getRecord(call, call.path.key),
  }),
  route({
    ...{ method: 'GET', path: 'forms/:form/record', summary: 'The one record of a single form', gives: 'RecordView' },
    run: (call) => getRecord(call, undefined),
  }),
  route({
    ...{ method: 'GET', path: 'forms/:form/history', summary: 'Who changed what of a record', gives: 'RecordHistory' },
    query: ['key'],
    run: (call) => call.ask('form.history', { form: formOf(call), ...call.query }),
  }),
];

const changing: readonly Route[] = [
  route({
    ...{ method: 'POST', path: 'forms/:form/records', summary: 'Adds a record, or a copy of one', gives: 'Changed' },
    ...{ query: ['copyOf', 'dryRun'], body: record },
    run: (call) => {
      const { copyOf, dryRun = false } = call.query;
      const copy = copyOf === undefined ? {} : { copyOf };
      return change(call, { kind: 'add', form: formOf(call), patch: call.body, ...copy }, dryRun);
    },
  }),
  ...['forms/:form/records/:key', 'forms/:form/record'].map((path) =>
    route({
      ...{ method: 'PATCH', path, summary: 'Changes the fields that are given', gives: 'Changed' },
      ...{ query: ['dryRun', 'version'], body: record },
      run: (call) => {
        const version = versionOf(call, call.query.version);
        if (!version.ok) return version;
        const key = call.path.key === undefined ? {} : { key: call.path.key };
        const wish = { kind: 'change', form: formOf(call), ...key, patch: call.body, ...version.value } as const;
        return change(call, wish, call.query.dryRun ?? false);
      },
    }),
  ),
  route({
    ...{ method: 'DELETE', path: 'forms/:form/records/:key', summary: 'Deletes a record', gives: 'Changed' },
    query: ['dryRun', 'version'],
    run: (call) => {
      const version = versionOf(call, call.query.version);
      if (!version.ok) return version;
      const wish = { kind: 'delete', form: formOf(call), key: call.path.key ?? '', ...version.value } as const;
      return change(call, wish, call.query.dryRun ?? false);
    },
  }),
  route({
    ...{ method: 'POST', path: 'forms/:form/records/:key/actions/:action', summary: 'Does what a view offers' },
    run: ({ ask, path: { form = '', key = '', action = '' } }) => ask('form.act', { view: form, action, key }),
  }),
  route({
    ...{ method: 'POST', path: 'changes', summary: 'Changes one or many records, all or none', gives: 'Changed' },
    body: { kind: 'json', mostBytes: limits.portals.bodyBytes, schema: 'Changes' },
    // The core checks the shape of what it is given.
    run: (call) => call.ask('form.change', call.body as unknown as { readonly changes: readonly ChangeParams[] }),
  }),
  route({
    ...{ method: 'POST', path: 'undo', summary: 'Takes a change of the audit trail back', gives: 'Changed' },
    body: { kind: 'json', mostBytes: limits.portals.smallBodyBytes, schema: 'Undo' },
    // The core checks the shape of what it is given.
    run: (call) => call.ask('form.undo', call.body as unknown as { readonly auditId: number }),
  }),
];

export const formRoutes: readonly Route[] = [...reading, ...changing];

const formOf = ({ path }: Pick<Call, 'path'>): string => path.form ?? '';

const change = (call: Pick<Call, 'ask'>, wish: ChangeParams, dryRun: boolean): Promise<Outcome> =>
  call.ask('form.change', { changes: [wish], dryRun });

/** The version of a record is its ETag. */
async function getRecord(call: Pick<Call, 'ask' | 'path' | 'response'>, key: string | undefined): Promise<Outcome> {
  const got = await call.ask('form.get', { form: formOf(call), ...(key === undefined ? {} : { key }) });
  if (got.ok) call.response.setHeader('etag', `"${got.value.version}"`);
  return got;
}

type Version = Result<{ readonly version?: number }, readonly RefusalLine[]>;

/** The version that is meant, by the header If-Match or by the parameter; "*" means any. */
function versionOf({ request }: Pick<Call, 'request'>, parameter: number | undefined): Version {
  const header = request.headers['if-match'];
  if (header === undefined) return ok(parameter === undefined ? {} : { version: parameter });
  if (header === '*' && parameter === undefined) return ok({});
  const [, number] = /^"(\d{1,15})"$/.exec(header) ?? [];
  if (number !== undefined && (parameter ?? Number(number)) === Number(number)) return ok({ version: Number(number) });
  return no(
    refusalLines(
      portalsCodes.refuse('portals.wrong-parameter', { name: 'If-Match', why: 'not one version in quotes' }),
    ),
  );
}
