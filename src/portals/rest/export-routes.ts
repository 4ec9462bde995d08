// Files that go out: read from the core as fast as the client takes them, and no faster.

import { limits, no } from '#base';
import { writeOut } from '../http/write-out.ts';
import { Bound } from '../line/bound.ts';
import type { MethodName, ParamsOf } from '../line/core-line.ts';
import { portalsCodes } from '../portals.codes.ts';
import { refusalLines } from '../refusals.ts';
import { type Call, type Outcome, type Route, route } from './route.ts';

const types = { csv: 'text/csv', json: 'application/json' } as const;

const { files: most, filesPerSession } = limits.portals;
/** Files that are on their way: their clients may be slow. */
const files = new Bound(most, filesPerSession);

export const exportRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: 'forms/:form/export', summary: 'All records of a form as a file', gives: 'file' },
    query: ['format'],
    run: (call) => {
      const { format = 'csv' } = call.query;
      const { form = '' } = call.path;
      return sendFile(call, {
        ...{ method: 'form.export', params: { form, format } },
        ...{ type: types[format], name: `${form}.${format}` },
      });
    },
  }),
  route({
    ...{ method: 'GET', path: 'audit/export', summary: 'The audit trail with its proofs', gives: 'file' },
    run: (call) =>
      sendFile(call, {
        ...{ method: 'audit.export', params: {}, type: 'application/x-ndjson', name: 'audit-trail.jsonl' },
      }),
  }),
  route({
    ...{ method: 'GET', path: 'audit/archives/:name', summary: 'An archive of the audit trail', gives: 'file' },
    run: (call) => {
      const { name = '' } = call.path;
      return sendFile(call, { method: 'audit.archive.export', params: { name }, type: 'application/xml', name });
    },
  }),
  route({
    ...{ method: 'GET', path: 'certificate/authority', summary: 'The certificate that phones must trust' },
    gives: 'Authority',
    run: (call) => call.ask('certificate.authority', {}),
  }),
];

/** A name that is safe in a header and on every disk. */
export const fileName = (name: string): string => name.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '') || 'export';

interface File<M extends MethodName> {
  readonly method: M;
  readonly params: ParamsOf<M>;
  readonly type: string;
  readonly name: string;
}

type FileCall = Pick<Call, 'stream' | 'response' | 'caller'>;

const sendFile = async <M extends MethodName>(call: FileCall, file: File<M>): Promise<Outcome> =>
  (await files.within(call.caller.session?.token ?? '', () => passOn(call, file))) ??
  no(refusalLines(portalsCodes.refuse('portals.busy')));

/**
 * The head goes out with the first piece, so that a refusal is told as one. What breaks off later ends the connection:
 * half a file never looks like a whole one.
 */
async function passOn<M extends MethodName>(call: FileCall, { method, params, type, name }: File<M>): Promise<Outcome> {
  const { response } = call;
  const head = {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `attachment; filename="${fileName(name)}"`,
  };
  const sent = await call.stream(method, params, async (chunk) => {
    if (!response.headersSent) response.writeHead(200, head);
    await writeOut(response, chunk);
  });
  if (!sent.ok && !response.headersSent) return sent;
  if (!sent.ok) response.destroy();
  else if (response.headersSent) response.end();
  else response.writeHead(200, head).end();
  return 'done';
}
