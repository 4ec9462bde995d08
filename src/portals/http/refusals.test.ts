// Tests of what is refused at the door, with its code, before the core is asked.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '#base';
import { type Answered, codesOf, loggedIn, TestPortal, type Wishes } from '../testing.ts';

let portal: TestPortal;

before(async () => {
  portal = await TestPortal.open();
  for (const method of ['session', 'form.change', 'home', 'login', 'welcome'])
    portal.core.scripts.set(method, () => ({ systemName: 'x' }));
});
after(() => portal.close());

async function assertRefused(answer: Promise<Answered>, status: number, code: string, why = code): Promise<Answered> {
  const asked = portal.core.asked.length;
  const got = await answer;
  assert.deepEqual([got.status, codesOf(got)], [status, [code]], why);
  assert.equal(got.headers['content-security-policy']?.includes("default-src 'none'"), true, why);
  assert.equal(got.headers['cache-control'], 'no-store', why);
  assert.equal(portal.core.asked.length, asked, `${why}: the core was asked`);
  return got;
}

const send = (wishes: Wishes): Promise<Answered> => {
  const headers = { ...loggedIn, 'content-type': 'application/json', ...wishes.headers };
  return portal.ask('/api/v1/changes', { method: 'POST', body: '{"changes":[]}', ...wishes, headers });
};

test('an honest request is taken', async () => {
  const asked = await send({});
  assert.equal(asked.status, 200, asked.text);
  const { session } = portal.core.asked.at(-1) ?? {};
  assert.deepEqual([session?.tool, session?.csrf], ['system-administration', 'csrf']);
});

test('a host that is not ours gets 421', async () => {
  for (const host of ['evil.example', 'phones.example.evil.example', 'phones.example@evil.example', 'a b', '[::2]'])
    await assertRefused(send({ headers: { host } }), 421, 'portals.wrong-host', host);
  for (const host of ['phones.example', 'PHONES.example:8443', '127.0.0.1:1', '[::1]:8443'])
    assert.equal((await send({ headers: { host } })).status, 200, host);
});

test('a page of another origin changes nothing', async () => {
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://127.0.0.1:${portal.port}` },
    { origin: 'https://127.0.0.1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ];
  for (const headers of foreign)
    await assertRefused(send({ headers }), 403, 'portals.foreign-origin', JSON.stringify(headers));
  const own = { origin: `https://127.0.0.1:${portal.port}`, 'sec-fetch-site': 'same-origin' };
  assert.equal((await send({ headers: own })).status, 200);
});

test('a page of another site reads nothing, and links here reach the tool alone', async () => {
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  await assertRefused(portal.ask('/api/v1/welcome', { headers: link }), 403, 'portals.foreign-origin');
  await assertRefused(
    portal.ask('/', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' } }),
    403,
    'portals.foreign-origin',
  );
  assert.equal((await portal.ask('/', { headers: link })).status, 404);
  assert.equal((await portal.ask('/api/v1/welcome', { headers: { 'sec-fetch-site': 'none' } })).status, 200);
});

test('a method that an address does not take gets 405, with those that it takes', async () => {
  const wrong: readonly [string, string, string][] = [
    ['PUT', '/api/v1/changes', 'POST'],
    ['GET', '/api/v1/login', 'POST'],
    ['OPTIONS', '/api/v1/forms/x/records/y', 'GET, HEAD, PATCH, DELETE'],
    ['TRACE', '/api/v1/home', 'GET, HEAD'],
    ['HEAD', '/api/v1/events', 'GET'],
    ['PROPFIND', '/api/v1/home', 'GET, HEAD'],
  ];
  for (const [method, path, allowed] of wrong) {
    const asked = portal.core.asked.length;
    const got = await portal.ask(path, { method, headers: loggedIn });
    assert.deepEqual([got.status, got.headers.allow], [405, allowed], `${method} ${path}`);
    assert.equal(portal.core.asked.length, asked);
  }
  const got = await portal.ask('/api/v1/changes', { method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
  assert.equal(got.headers['access-control-allow-origin'], undefined);
});

test('there is nothing at an address that is not known', async () => {
  for (const path of [
    '/api/v1',
    '/api/v1/',
    '/api/v2/home',
    '/api/v1/Home',
    '/api/v1/home/',
    '/api',
    '/x.txt',
    '/..%2f',
  ])
    await assertRefused(portal.ask(path, { headers: loggedIn }), 404, 'portals.not-found', path);
});

test('an address that cannot be read is refused', async () => {
  for (const path of ['/api/v1/forms/%ff', '/api/v1/forms/%', `/${'x'.repeat(limits.portals.urlBytes)}`, '/a\\b'])
    await assertRefused(portal.ask(path, { headers: loggedIn }), 400, 'portals.malformed-request', path);
});

test('a body of another type is refused', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])
    await assertRefused(send({ headers: { 'content-type': type } }), 415, 'portals.wrong-media-type', type);
  await assertRefused(
    send({ headers: { 'content-type': 'application/json; charset=utf-16' } }),
    415,
    'portals.wrong-media-type',
  );
  await assertRefused(send({ headers: { 'content-encoding': 'gzip' } }), 415, 'portals.wrong-media-type');
  assert.equal((await send({ headers: { 'content-type': 'application/json; charset=UTF-8' } })).status, 200);
});

test('a body that is not one object of JSON in UTF-8 is refused', async () => {
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const bodies = [
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '{"a":1}x',
    '{"__proto__":{"admin":true}}',
    '{"a":[{"__proto__":1}]}',
    deep,
  ];
  for (const body of bodies)
    assert.deepEqual(codesOf(await send({ body })), ['portals.malformed-body'], body.slice(0, 30));
  assert.deepEqual(codesOf(await send({ body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) })), [
    'portals.malformed-body',
  ]);
});

test('a body where none belongs is refused', async () => {
  await assertRefused(send({ method: 'DELETE' }), 400, 'portals.unexpected-body');
  const path = '/api/v1/logout';
  const headers = { ...loggedIn, 'content-type': 'application/json' };
  await assertRefused(portal.ask(path, { method: 'POST', headers, body: '{}' }), 400, 'portals.unexpected-body');
});

test('a body that is too large is refused, by its length or while it comes', async () => {
  const large = 'x'.repeat(limits.portals.smallBodyBytes + 1);
  const login = { method: 'POST', headers: { 'content-type': 'application/json' }, body: large };
  await assertRefused(portal.ask('/api/v1/login', login), 413, 'portals.body-too-large');
  const chunked = { ...login.headers, 'transfer-encoding': 'chunked' };
  await assertRefused(portal.ask('/api/v1/login', { ...login, headers: chunked }), 413, 'portals.body-too-large');
});

test('a large body is taken from those alone who are logged in', async () => {
  const body = JSON.stringify({ changes: ['x'.repeat(limits.portals.smallBodyBytes)] });
  assert.equal((await send({ body })).status, 200);
  const methods = portal.core.asked.slice(-2).map(({ method }) => method);
  assert.deepEqual(methods, ['session', 'form.change']);
  portal.core.scripts.delete('session');
  const refused = await send({ body });
  assert.deepEqual(codesOf(refused), ['core.unknown-method']);
  assert.equal(portal.core.asked.at(-1)?.method, 'session');
});

test('parameters that are unknown, there twice or of another kind are refused', async () => {
  const paths = [
    'welcome?x=1',
    'forms/a/records?limit=x',
    'forms/a/records?limit=1&limit=2',
    'forms/a/records?offset=-1',
  ];
  const more = [
    'forms/a/records?descending=yes',
    'forms/a/export?format=xml',
    'forms/a?where.b=1',
    'home?__proto__=1',
    'forms/a/records?where.__proto__=1',
  ];
  for (const path of [...paths, ...more])
    await assertRefused(portal.ask(`/api/v1/${path}`, { headers: loggedIn }), 400, 'portals.wrong-parameter', path);
});

test('a session whose cookie is there twice, or could not come from us, is none', async () => {
  const own = loggedIn.cookie;
  const cookies = [`${own}; ${own}`, `${own.slice(0, 50)}; x=1`, own.replace('__Host-', ''), `${own} x`, `${own}"`];
  for (const cookie of cookies)
    await assertRefused(portal.ask('/api/v1/home', { headers: { cookie } }), 401, 'portals.no-session', cookie);
  assert.equal((await portal.ask('/api/v1/home', { headers: { cookie: `a=b; ${own}; c=d` } })).status, 200);
});

test('of sessions of several tools the one that is named holds, or administration', async () => {
  const { cookie } = loggedIn;
  const both = `__Host-ringfence-desktop=${'d'.repeat(43)}; ${cookie}`;
  await portal.ask('/api/v1/home', { headers: { cookie: both } });
  assert.equal(portal.core.asked.at(-1)?.session?.tool, 'system-administration');
  await portal.ask('/api/v1/home', { headers: { cookie: both, 'x-tool': 'desktop' } });
  assert.deepEqual(portal.core.asked.at(-1)?.session, { token: 'd'.repeat(43), tool: 'desktop' });
  await assertRefused(
    portal.ask('/api/v1/home', { headers: { cookie, 'x-tool': 'desktop' } }),
    401,
    'portals.no-session',
  );
});
