// Tests of what a listener of Managers serves: one address, whole requests, answers in lines, and nothing to a browser.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '#base';
import type { AnswerLine } from '../../../apps/core/protocol.ts';
import { type Answered, RefusedByCore, TestPortal, type Wishes } from '../testing.ts';

let portal: TestPortal;
const token = 'a'.repeat(43);

before(async () => {
  portal = await TestPortal.open();
  const { listeners, ...rest } = portal.configuration();
  const management = listeners.map(({ files: _, ...one }) => ({
    ...one,
    name: 'management',
    kind: 'management' as const,
  }));
  const [line] = await portal.core.configure({ ...rest, listeners: management });
  portal.port = line?.port ?? 0;
});
after(() => portal.close());

const head = { host: 'manager.ringfence', 'content-type': 'application/json' };
const post = (body: unknown, wishes: Wishes = {}): Promise<Answered> =>
  portal.ask('/manage/1', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...wishes,
    headers: { ...head, ...wishes.headers },
  });

const linesOf = ({ text }: Answered): AnswerLine[] =>
  text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as AnswerLine]));
const codesOf = (answered: Answered): string[] =>
  linesOf(answered).flatMap((line) => ('refusals' in line ? line.refusals.map(({ code }) => code) : []));

test('a request is passed on with the session that is shown, and answered in lines', async () => {
  portal.core.scripts.set('form.export', (_, write) => {
    write('a\n');
    write('b\n');
    return 2;
  });
  portal.core.asked.length = 0;
  const answered = await post(
    { method: 'form.export', params: { form: 'numbering' } },
    { headers: { 'x-session': token, 'x-csrf-token': 'csrf' } },
  );
  assert.equal(answered.status, 200);
  assert.match(String(answered.headers['content-type']), /^application\/x-ndjson/);
  assert.deepEqual(linesOf(answered), [
    { id: 1, chunk: 'a\n' },
    { id: 1, chunk: 'b\n' },
    { id: 1, result: 2 },
  ]);
  const [{ session, from, params } = { session: undefined, from: undefined, params: undefined }] = portal.core.asked;
  assert.deepEqual(session, { token, tool: 'system-administration', csrf: 'csrf' });
  assert.equal(from?.listener, 'management');
  assert.deepEqual(params, { form: 'numbering' });
});

test('refusals of the core come as lines with their status; after a first chunk as a line', async () => {
  portal.core.scripts.set('refused', () => {
    throw new RefusedByCore('core.no', 403);
  });
  portal.core.scripts.set('late', (_, write) => {
    write('half');
    throw new RefusedByCore('core.no', 403);
  });
  const refused = await post({ method: 'refused' });
  assert.deepEqual([refused.status, codesOf(refused)], [403, ['core.no']]);
  const late = await post({ method: 'late' });
  assert.deepEqual([late.status, codesOf(late), linesOf(late).length], [200, ['core.no'], 2]);
});

test('nothing else is there: no tool, no REST, no other address, method, host or kind of body', async () => {
  portal.core.asked.length = 0;
  const ask = (path: string, wishes: Wishes = {}) =>
    portal.ask(path, { ...wishes, headers: { ...head, ...wishes.headers } });
  for (const path of ['/', '/api/v1/welcome', '/manage', '/manage/2', '/manage/1/', '/manage/1?x=1'])
    assert.equal((await ask(path)).status, 404, path);
  assert.equal((await ask('/manage/1')).status, 405);
  const wrong: readonly [Wishes['headers'], string][] = [
    [{ host: '127.0.0.1' }, 'portals.wrong-host'],
    [{ 'content-type': 'text/plain' }, 'portals.wrong-media-type'],
    [{ origin: 'https://manager.ringfence.example' }, 'portals.foreign-origin'],
    [{ 'sec-fetch-site': 'cross-site' }, 'portals.foreign-origin'],
  ];
  for (const [headers = {}, code] of wrong) assert.deepEqual(codesOf(await post({ method: 'x' }, { headers })), [code]);
  assert.deepEqual(portal.core.asked, []);
});

test('a body that is no request, or too large for a stranger, does not reach the core', async () => {
  portal.core.asked.length = 0;
  for (const body of [
    '',
    '[]',
    '{',
    '{"params":{}}',
    '{"method":1}',
    '{"method":"x","more":1}',
    `{"method":"${'x'.repeat(51)}"}`,
  ])
    assert.deepEqual(codesOf(await post(body)), ['portals.malformed-body'], body.slice(0, 30));
  const large = JSON.stringify({ method: 'x', params: { text: 'x'.repeat(limits.portals.smallBodyBytes) } });
  const stranger = await post(large);
  assert.ok(stranger.status >= 400);
  assert.deepEqual(
    portal.core.asked.map(({ method }) => method).filter((method) => method !== 'session'),
    [],
  );
});
