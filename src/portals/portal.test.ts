// Tests of the portal on the line of a scripted core: its doors, its files, its refusals.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FakeClock, limits, makeLog } from '#base';
import { testIdentity } from '../sip/transport/testing.ts';
import { makeFile } from './site/site.ts';
import { askHttps, codesOf, loggedIn, TestPortal } from './testing.ts';

const page = '<!doctype html><title>Ringfence</title>';
const script = `console.log(${JSON.stringify('x'.repeat(4_000))})`;
const site = new Map([
  ['/index.html', makeFile('index.html', 'text/html; charset=utf-8', Buffer.from(page))],
  [
    '/assets/index-BF4kdj2a.js',
    makeFile('assets/index-BF4kdj2a.js', 'text/javascript; charset=utf-8', Buffer.from(script)),
  ],
]);

let portal: TestPortal;

before(async () => {
  portal = await TestPortal.open({ site });
  portal.core.scripts.set('welcome', () => ({ systemName: 'Ringfence', banner: '' }));
});
after(() => portal.close());

test('the page is served at its address and under every path of its own router', async () => {
  for (const path of ['/', '/index.html', '/forms/users-and-services?record=201']) {
    const answer = await portal.ask(path);
    assert.equal(answer.status, 200, path);
    assert.equal(answer.text, page);
    assert.equal(answer.headers['cache-control'], 'no-cache');
  }
});

test('what is known to anybody is told', async () => {
  const answer = await portal.ask('/api/v1/welcome');
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(JSON.parse(answer.text), { systemName: 'Ringfence', banner: '' });
});

test('without a cookie the core is not asked', async () => {
  const asked = portal.core.asked.length;
  const answer = await portal.ask('/api/v1/home');
  assert.equal(answer.status, 401);
  assert.deepEqual(codesOf(answer), ['portals.no-session']);
  assert.equal(portal.core.asked.length, asked);
});

test('a part of a file is not sent, HEAD sends none of it', async () => {
  const part = await portal.ask('/', { headers: { range: 'bytes=0-3' } });
  assert.deepEqual([part.status, part.text, part.headers['content-range']], [200, page, undefined]);
  const head = await portal.ask('/', { method: 'HEAD' });
  assert.deepEqual([head.status, head.text, head.headers['content-length']], [200, '', String(page.length)]);
});

test('the access log tells who asked for what, and no secret', async () => {
  const lines: string[] = [];
  const told = await TestPortal.open({ log: makeLog((line) => lines.push(line)) });
  const session = { csrfToken: 'secret-csrf', tool: 'system-administration' };
  told.core.scripts.set('login', () => ({ token: 'secret-token-'.padEnd(43, 'x'), session }));
  const login = { loginId: 'secret-name', password: 'secret-password', tool: 'system-administration' };
  const answer = await told.rest('POST', 'login', login, {
    'user-agent': 'secret-agent',
    'x-csrf-token': 'secret-csrf',
  });
  await told.ask('/api/v1/search?text=secret-search', { headers: loggedIn });
  await told.ask('/api/v1/forms/a%0Aerror%20forged?x=secret');
  while (lines.length < 3) await new Promise((resolve) => setImmediate(resolve));
  told.close();
  assert.match(
    lines[0] ?? '',
    / info request id="[0-9a-f]{16}" method="POST" path="\/api\/v1\/login" status=200 address="127.0.0.1" ms=\d+/,
  );
  assert.ok(lines[0]?.includes(String(answer.headers['x-request-id'])));
  assert.doesNotMatch(lines.join(''), /secret|aaaaaaaa/);
  assert.ok(lines.every((line) => line.split('\n').length === 2));
});

test('of more requests in a second than the log tells, that they were more is told', async () => {
  const lines: string[] = [];
  const clock = new FakeClock();
  const told = await TestPortal.open({ clock, log: makeLog((line) => lines.push(line)) });
  const many = limits.portals.logLinesPerSecond + 10;
  for (let count = 0; count < many; count++) await told.ask('/api/v1/nothing');
  while (lines.length < limits.portals.logLinesPerSecond + 1) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(lines.filter((line) => line.includes(' warn more requests')).length, 1);
  clock.advance(1_000);
  await told.ask('/api/v1/nothing');
  while (lines.length < limits.portals.logLinesPerSecond + 2) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(lines.length, limits.portals.logLinesPerSecond + 2);
  told.close();
});

test('a listener follows its configuration: another certificate, another port, none', async () => {
  const moving = await TestPortal.open();
  moving.core.scripts.set('welcome', () => ({ systemName: 'x', banner: '' }));
  const other = await testIdentity('other');
  const [same] = await moving.core.configure(moving.configuration(0, other));
  assert.equal(same?.port, moving.port, 'it stays where it is');
  await assert.rejects(moving.ask('/api/v1/welcome'), 'the old authority does not know the new certificate');
  const place = { port: moving.port, ca: other.cert };
  assert.equal((await askHttps(place, '/api/v1/welcome', {})).status, 200);
  const taken = {
    ...moving.configuration(0, other),
    listeners: moving.configuration(portal.port, other).listeners.map((one) => ({ ...one, name: 'b' })),
  };
  const [closed] = await moving.core.configure(taken);
  assert.equal(closed?.closedBecause, 'EADDRINUSE');
  await assert.rejects(askHttps(place, '/api/v1/welcome', {}));
  assert.deepEqual(await moving.core.configure({ ...taken, listeners: [] }), []);
  moving.close();
});

test('a portal without a core ends', async () => {
  const alone = await TestPortal.open();
  alone.core.leave();
  while (!alone.isEnded) await new Promise((resolve) => setImmediate(resolve));
  alone.close();
});
