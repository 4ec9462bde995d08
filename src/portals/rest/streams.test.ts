// Tests of what lasts: files that go out and in, and events.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:https';
import { after, before, beforeEach, test } from 'node:test';
import { limits } from '#base';
import type { FromPortalLine } from '../../../apps/core/portal-protocol.ts';
import { codesOf, loggedIn, RefusedByCore, TestPortal } from '../testing.ts';
import { fileName } from './export-routes.ts';

let portal: TestPortal;
let stop: () => void;
let stopped: Promise<void>;

before(async () => {
  portal = await TestPortal.open();
});
beforeEach(() => {
  portal.core.scripts.clear();
  portal.core.asked.length = 0;
  portal.core.cancelled.length = 0;
  portal.core.took.length = 0;
  stopped = new Promise((resolve) => {
    stop = resolve;
  });
});
after(() => portal.close());

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
};

/** Asks and returns the answer as soon as its head is there; nothing of its body is read. */
async function begin(path: string) {
  const asked = request({
    ...{ host: '127.0.0.1', port: portal.port, ca: portal.identity.cert, path: `/api/v1/${path}`, agent: false },
    headers: { ...loggedIn },
  });
  asked.on('error', () => undefined);
  asked.end();
  const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  answer.on('error', () => undefined);
  return answer;
}

test('an export goes out in the pieces in which it comes', async () => {
  portal.core.scripts.set('form.export', (_, write) => {
    for (const chunk of ['number,name\r\n', '201,Grüße\r\n']) write(chunk);
    return 1;
  });
  const answer = await portal.rest('GET', 'forms/users/export?format=csv');
  assert.equal(answer.text, 'number,name\r\n201,Grüße\r\n');
  assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8');
  assert.equal(answer.headers['content-disposition'], 'attachment; filename="users.csv"');
  assert.equal(answer.headers['content-security-policy']?.includes("default-src 'none'"), true);
  assert.deepEqual(portal.core.asked.at(-1)?.params, { form: 'users', format: 'csv' });
});

test('an export of nothing is an empty file, a refused one is a refusal', async () => {
  portal.core.scripts.set('audit.export', () => 0);
  const empty = await portal.rest('GET', 'audit/export');
  assert.deepEqual([empty.status, empty.text], [200, '']);
  const refused = await portal.rest('GET', 'audit/archives/x');
  assert.deepEqual([refused.status, codesOf(refused)], [404, ['core.unknown-method']]);
});

test('an export that breaks off does not look whole', async () => {
  portal.core.scripts.set('form.export', (_, write) => {
    write('half');
    throw new RefusedByCore('core.fault', 500);
  });
  await assert.rejects(portal.rest('GET', 'forms/users/export'));
});

test('an export waits for a client that does not read, and is cancelled when the client leaves', async () => {
  const chunk = 'x'.repeat(65_536);
  const most = 1_000;
  let written = 0;
  portal.core.scripts.set('audit.export', async (_, write) => {
    for (; written < most && portal.core.cancelled.length === 0; await tick())
      if (written < portal.core.took.length + limits.portal.chunksUnderWay) {
        write(chunk);
        written += 1;
      }
  });
  const answer = await begin('audit/export');
  answer.pause();
  let before = -1;
  // Nothing moves any more for a hundred turns: all that is between core and client is full.
  for (let still = 0; still < 100; still = written === before ? still + 1 : 0) {
    before = written;
    await tick();
  }
  assert.ok(written < most, `${written} chunks were written`);
  answer.destroy();
  await until(() => portal.core.cancelled.length === 1);
});

test('a session has so many exports at once', async () => {
  portal.core.scripts.set('audit.export', async (_, write) => {
    write('a');
    await stopped;
  });
  const { filesPerSession } = limits.portals;
  const open = await Promise.all(Array.from({ length: filesPerSession }, () => begin('audit/export')));
  const refused = await portal.rest('GET', 'audit/export');
  assert.deepEqual([refused.status, codesOf(refused), refused.headers['retry-after']], [503, ['portals.busy'], '3']);
  stop();
  for (const answer of open) answer.resume();
  await Promise.all(open.map((answer) => once(answer, 'end')));
});

test('the name of a file is safe in a header and on a disk', () => {
  assert.equal(fileName('audit-1-5000.xml'), 'audit-1-5000.xml');
  assert.equal(fileName('a"; filename="b.exe'), 'a-filename-b.exe');
  assert.equal(fileName('../../etc/passwd'), 'etc-passwd');
  assert.equal(fileName('a\r\nSet-Cookie: x'), 'a-Set-Cookie-x');
  assert.equal(fileName('...'), 'export');
});

test('events are a stream that begins even when nothing happens', async () => {
  let tell: (chunk: string) => void = () => undefined;
  portal.core.scripts.set('events', async (_, write) => {
    tell = write;
    await stopped;
  });
  const answer = await begin('events');
  assert.equal(answer.headers['content-type'], 'text/event-stream; charset=utf-8');
  let text = '';
  answer.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  tell(JSON.stringify({ what: 'calls' }));
  tell('{"what":"x\r\n\r\nevent: forged"}');
  await until(() => text.includes('forged'));
  assert.match(text, /^retry: 3000\n\n/);
  assert.match(text, /event: changed\ndata: \{"what":"calls"\}\n\n/);
  assert.equal(text.includes('\n\nevent: forged'), false);
  const { method, session } = portal.core.asked.at(-1) ?? {};
  assert.deepEqual(
    [method, session?.background],
    ['events', true],
    'a page that only looks on does not prolong its session',
  );
  stop();
  await once(answer, 'end');
});

test('events are refused as anything else, bounded for a session, and end when the page closes', async () => {
  assert.equal((await portal.rest('GET', 'events')).status, 404);
  portal.core.scripts.set('events', () => stopped);
  const { streamsPerSession } = limits.portals;
  const open = await Promise.all(Array.from({ length: streamsPerSession }, () => begin('events')));
  const refused = await portal.rest('GET', 'events');
  assert.deepEqual([refused.status, codesOf(refused)], [429, ['portals.too-many-streams']]);
  for (const answer of open) answer.destroy();
  await until(() => portal.core.cancelled.length === streamsPerSession);
  const again = await begin('events');
  again.destroy();
  stop();
});

/** The bytes of the file that came in pieces, and the other requests around them. */
function uploaded(): { methods: string[]; sizes: number[]; bytes: Buffer } {
  const pieces = portal.core.asked
    .filter(({ method }) => method === 'work.add')
    .map(({ params }) => Buffer.from((params as { base64: string }).base64, 'base64'));
  const methods = portal.core.asked.map((asked: FromPortalLine) => ('method' in asked ? asked.method : ''));
  return {
    methods: methods.filter((method, index) => method !== methods[index - 1]),
    sizes: pieces.map(({ length }) => length),
    bytes: Buffer.concat(pieces),
  };
}

function scriptWork(): void {
  portal.core.scripts.set('work.start', () => ({ id: 'w1', state: 'receiving', progress: 0, words: '' }));
  portal.core.scripts.set('work.add', () => null);
  portal.core.scripts.set('work.run', () => ({ id: 'w1', state: 'running', progress: 0.5, words: 'half' }));
  portal.core.scripts.set('work.cancel', () => ({ id: 'w1', state: 'cancelled', progress: 0, words: '' }));
}

test('an import goes to the core in pieces, byte by byte as it came', async () => {
  scriptWork();
  const body = Buffer.from(Array.from({ length: 500_000 }, (_, index) => index % 251));
  const headers = { ...loggedIn, 'content-type': 'text/csv; charset=utf-8' };
  const path = '/api/v1/forms/users/import?mode=upsert&dryRun=true';
  const answer = await portal.ask(path, { method: 'POST', headers, body });
  assert.equal(answer.status, 202);
  assert.equal(JSON.parse(answer.text).state, 'running');
  const { methods, sizes, bytes } = uploaded();
  assert.deepEqual(methods, ['work.start', 'work.add', 'work.run']);
  assert.deepEqual(portal.core.asked[0]?.params, { form: 'users', format: 'csv', mode: 'upsert', dryRun: true });
  assert.ok(sizes.every((size, index) => size === limits.work.pieceBytes || index === sizes.length - 1));
  assert.equal(bytes.equals(body), true);
});

test('an import of another type, or of another format than its type, is refused', async () => {
  scriptWork();
  for (const [type, query] of [
    ['text/plain', ''],
    ['text/csv; charset=windows-1252', ''],
    ['text/csv', '?format=json'],
    ['application/json', '?format=csv'],
  ] as const) {
    const headers = { ...loggedIn, 'content-type': type };
    const answer = await portal.ask(`/api/v1/forms/users/import${query}`, { method: 'POST', headers, body: 'a' });
    assert.deepEqual([answer.status, codesOf(answer)], [415, ['portals.wrong-media-type']], type + query);
  }
  assert.equal(portal.core.asked.length, 0);
});

test('an import that is too large is refused at once, or while it comes, and is cancelled', async () => {
  scriptWork();
  const most = limits.forms.importBytes;
  const headers = { ...loggedIn, 'content-type': 'text/csv' };
  const body = Buffer.alloc(most + 1, 'a');
  const declared = await portal.ask('/api/v1/forms/users/import', { method: 'POST', headers, body });
  assert.deepEqual([declared.status, codesOf(declared)], [413, ['portals.body-too-large']]);
  assert.equal(portal.core.asked.length, 0);
  const chunked = { ...headers, 'transfer-encoding': 'chunked' };
  const streamed = await portal.ask('/api/v1/forms/users/import', { method: 'POST', headers: chunked, body });
  assert.deepEqual([streamed.status, codesOf(streamed)], [413, ['portals.body-too-large']]);
  assert.equal(portal.core.asked.at(-1)?.method, 'work.cancel');
});

test('an import that the core refuses is not sent to its end', async () => {
  scriptWork();
  portal.core.scripts.set('work.add', () => {
    throw new RefusedByCore('core.work-unknown', 404);
  });
  const headers = { ...loggedIn, 'content-type': 'text/csv' };
  const body = Buffer.alloc(1_000_000, 'a');
  const answer = await portal.ask('/api/v1/forms/users/import', { method: 'POST', headers, body });
  assert.deepEqual([answer.status, codesOf(answer)], [404, ['core.work-unknown']]);
  assert.deepEqual(uploaded().methods, ['work.start', 'work.add', 'work.cancel']);
});

test('an import whose client leaves is cancelled', async () => {
  scriptWork();
  const asked = request({
    ...{ host: '127.0.0.1', port: portal.port, ca: portal.identity.cert, agent: false, method: 'POST' },
    path: '/api/v1/forms/users/import',
    headers: { ...loggedIn, 'content-type': 'text/csv', 'content-length': 1_000_000 },
  });
  asked.on('error', () => undefined);
  asked.write(Buffer.alloc(200_000, 'a'));
  await until(() => uploaded().sizes.length > 0);
  asked.destroy();
  await until(() => portal.core.asked.at(-1)?.method === 'work.cancel');
});
