// Imports: the file goes to the core in pieces as it comes, and is nowhere whole in this process.

import type { IncomingMessage } from 'node:http';
import { type Clock, limits, no, ok, type Result } from '#base';
import type { RefusalLine } from '../../../apps/core/protocol.ts';
import { checkBodyType, declaredBytes, welcomeBody } from '../http/body.ts';
import { portalsCodes } from '../portals.codes.ts';
import { refusalLines } from '../refusals.ts';
import { type Call, type Outcome, type Route, route } from './route.ts';

const types = ['text/csv', 'application/json'] as const;

export function workRoutes(clock: Clock): readonly Route[] {
  return [
    route({
      ...{ method: 'POST', path: 'forms/:form/import', summary: 'Imports a file; work that can be asked after' },
      ...{ query: ['format', 'mode', 'dryRun'], body: { kind: 'file', types }, status: 202, gives: 'Work' },
      run: (call) => importFile(call, clock),
    }),
    route({
      ...{ method: 'GET', path: 'jobs/:id', summary: 'How far the work is', gives: 'Work' },
      run: (call) => call.ask('work.get', { id: call.path.id ?? '' }),
    }),
    route({
      ...{ method: 'DELETE', path: 'jobs/:id', summary: 'Cancels the work', gives: 'Work' },
      run: (call) => call.ask('work.cancel', { id: call.path.id ?? '' }),
    }),
  ];
}

type ImportCall = Call<'format' | 'mode' | 'dryRun'>;

async function importFile(call: ImportCall, clock: Clock): Promise<Outcome> {
  const { request, response, query } = call;
  const format = query.format ?? (request.headers['content-type']?.startsWith('text/csv') ? 'csv' : 'json');
  const refusal = checkBodyType(request, [format === 'csv' ? 'text/csv' : 'application/json']);
  if (refusal !== undefined) return no(refusalLines(refusal));
  if ((declaredBytes(request) ?? 0) > limits.forms.importBytes) return tooLarge();
  const { mode = 'add', dryRun = false } = query;
  const started = await call.ask('work.start', { form: call.path.form ?? '', format, mode, dryRun });
  if (!started.ok) return started;
  const { id } = started.value;
  welcomeBody(request, response);
  const passed = await passOn(call, id, clock);
  if (passed.ok) return await call.ask('work.run', { id });
  await call.ask('work.cancel', { id }, 'even when the client has gone');
  return passed;
}

type Passed = Result<void, readonly RefusalLine[]>;

/** Sends the body on, each piece when the core has taken the one before. */
async function passOn(call: ImportCall, id: string, clock: Clock): Promise<Passed> {
  const { request } = call;
  const late = clock.after(limits.portals.uploadMs, () => request.destroy());
  let sizeBytes = 0;
  try {
    for await (const piece of piecesOf(request)) {
      sizeBytes += piece.length;
      if (sizeBytes > limits.forms.importBytes) return tooLarge();
      const added = await call.ask('work.add', { id, base64: piece.toString('base64') });
      if (!added.ok) return added;
    }
    return ok(undefined);
  } catch {
    // The client has gone, or was too slow.
    return no(refusalLines(portalsCodes.refuse('portals.body-too-slow', { seconds: limits.portals.uploadMs / 1_000 })));
  } finally {
    late();
  }
}

/** The bytes of a stream in pieces of one size; the last may be smaller. */
async function* piecesOf(request: IncomingMessage): AsyncGenerator<Buffer, void> {
  const most = limits.work.pieceBytes;
  let parts: Buffer[] = [];
  let sizeBytes = 0;
  // A request is a stream of buffers. It is not destroyed at the end: its answer is still to be sent.
  for await (const read of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    parts.push(read);
    sizeBytes += read.length;
    if (sizeBytes < most) continue;
    const whole = Buffer.concat(parts);
    let start = 0;
    for (; start + most <= whole.length; start += most) yield whole.subarray(start, start + most);
    parts = [whole.subarray(start)];
    sizeBytes = whole.length - start;
  }
  if (sizeBytes > 0) yield Buffer.concat(parts);
}

const tooLarge = (): { readonly ok: false; readonly refusal: readonly RefusalLine[] } =>
  no(refusalLines(portalsCodes.refuse('portals.body-too-large', { most: limits.forms.importBytes })));
