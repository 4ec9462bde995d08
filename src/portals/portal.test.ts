// Tests of the portal on the line of a scripted core: its doors, its files, its refusals.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeFile } from './site/site.ts';
import { codesOf, TestPortal } from './testing.ts';

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
