// What lasts, on the running system: events to a page, a file of the greatest size on its way in, a file on its way out.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { after, before, test } from 'node:test';
import { limits } from '#base';
import type { ChangingLine, WorkLine } from '../../apps/core/portal-protocol.ts';
import { Attacked, type Worn } from '../security/attacked.ts';
import { residentBytes } from '../vitals.ts';

const mebibyte = 1_048_576;
let system: Attacked;
let admin: Worn;

before(async () => {
  system = await Attacked.start();
  admin = await system.wearAdministrator();
});
after(() => system.end());

/** The answer as soon as its head is there. */
async function begin(path: string, { headers }: Worn): Promise<IncomingMessage> {
  const place = { host: '127.0.0.1', servername: 'localhost', port: system.port, ca: system.ca, agent: false } as const;
  const asked = request({ ...place, path: `/api/v1/${path}`, headers });
  asked.on('error', () => undefined).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer.on('error', () => undefined);
}

/** Reads events until one is of `what`. */
async function next(stream: IncomingMessage, what: string): Promise<ChangingLine> {
  let text = '';
  for await (const piece of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    text += piece.toString();
    for (const [, data = ''] of text.matchAll(/^data: (.*)$/gm)) {
      const changing = JSON.parse(data) as ChangingLine;
      if (changing.what === what) return changing;
    }
  }
  throw new Error(`no event of ${what}: ${text}`);
}

test('a page is told what changed while it is open', async () => {
  const events = await begin('events', admin);
  const heard = next(events, 'users-and-services');
  await system.node.addExtension('201');
  assert.equal((await heard).what, 'users-and-services');
  events.destroy();
});

test('a page is told that its session has ended, and the stream ends with it', async () => {
  const other = await system.wearNew('leaver', { systemAdministration: 'yes', adminPolicy: 'root' });
  const events = await begin('events', other);
  const heard = next(events, 'session');
  await system.rest('POST', 'logout', other.headers);
  await heard;
  events.resume();
  if (!events.readableEnded) await once(events, 'end');
});

const importing = (query: string, body: Buffer | string, type = 'text/csv') => {
  const path = `/api/v1/forms/users-and-services/import?${query}`;
  return system.ask(path, { method: 'POST', headers: { ...admin.headers, 'content-type': type }, body });
};

async function ended(text: string): Promise<WorkLine> {
  let work = JSON.parse(text) as WorkLine;
  while (work.state === 'running')
    work = JSON.parse((await system.rest('GET', `jobs/${work.id}`, admin.headers)).text) as WorkLine;
  return work;
}

test('a file of the greatest size comes in without being whole anywhere but in the core', async () => {
  const portal = system.portalPid();
  const before = residentBytes(portal);
  const head = 'number,name\n201,';
  const file = Buffer.alloc(limits.forms.importBytes, 'x');
  file.write(head);
  const answer = await importing('mode=upsert&dryRun=true', file);
  assert.equal(answer.status, 202, answer.text);
  const work = await ended(answer.text);
  assert.equal(work.state, 'refused');
  const grown = (residentBytes(portal) - before) / mebibyte;
  assert.ok(grown < 64, `the portal has grown by ${Math.round(grown)} MiB`);
  const larger = await importing('mode=upsert&dryRun=true', Buffer.alloc(limits.forms.importBytes + 1, 'x'));
  assert.equal(larger.status, 413, larger.text);
});

test('files of another encoding, with broken quotes, unknown columns or too many rows are refused with their code', async () => {
  const rows = `number,name\n${'201,Ada\n'.repeat(limits.forms.importRows + 1)}`;
  const files: readonly (readonly [string, Buffer | string])[] = [
    ['Windows-1252', Buffer.from('number,name\n202,M\u00fcller\n', 'latin1')],
    ['an open quote', 'number,name\n202,"Ada\n'],
    ['an unknown column', 'number,password\n202,x\n'],
    ['a column twice', 'number,name,name\n202,a,b\n'],
    ['too many rows', rows],
    ['nothing', ''],
  ];
  for (const [what, file] of files) {
    const answer = await importing('mode=upsert', file);
    assert.equal(answer.status, 202, `${what}: ${answer.text}`);
    const { state, refusals = [] } = await ended(answer.text);
    assert.equal(state, 'refused', what);
    assert.match(refusals[0]?.code ?? '', /^(administration|forms)\./, what);
    assert.notEqual(refusals[0]?.remedy, '', what);
  }
  const unread = await system.rest('GET', 'forms/users-and-services/records/202', admin.headers);
  assert.equal(unread.status, 404);
});

test('an export comes whole, as a file', async () => {
  const answer = await begin('forms/users-and-services/export?format=json', admin);
  assert.equal(answer.headers['content-disposition'], 'attachment; filename="users-and-services.json"');
  let text = '';
  for await (const piece of answer as AsyncIterable<Buffer>) text += piece.toString();
  assert.equal(JSON.parse(text).length, 1);
});
