// Attacks by way of somebody's browser: forged requests, frames, fixed sessions, foreign hosts, scripts; against the running system.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Attacked, adminPassword, assertRefused, codesOf, type Worn, worn } from './attacked.ts';

let system: Attacked;
let admin: Worn;

before(async () => {
  system = await Attacked.start();
  admin = await system.wearAdministrator();
  await system.node.addExtension('201', { name: 'Ada' });
});
after(() => system.end());

const record = 'forms/users-and-services/records/201';
const name = async (): Promise<string> =>
  JSON.parse((await system.rest('GET', record, admin.headers)).text).values.name;

test('CSRF: a change without the token of its session, or with that of another, is refused and on record', async () => {
  const other = await system.wear('administrator', adminPassword);
  for (const headers of [
    { cookie: admin.cookie },
    { cookie: admin.cookie, 'x-csrf-token': '' },
    { cookie: admin.cookie, 'x-csrf-token': 'guessed' },
    { cookie: admin.cookie, 'x-csrf-token': other.csrf },
  ]) {
    const answer = await system.rest('PATCH', record, headers, { name: 'forged' });
    assert.equal(answer.status, 403, answer.text);
  }
  assert.equal(await name(), 'Ada');
  const entries = await system.trail();
  assert.ok(
    entries.some(({ action, user }) => /refused/.test(action) && user === 'administrator'),
    JSON.stringify(entries[0]),
  );
});

test('CSRF: a form of another site, sent by the browser with the cookie, changes nothing', async () => {
  const forms = [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/json, text/plain',
  ];
  for (const type of forms)
    for (const path of ['changes', 'logout', 'password', 'forms/users-and-services/import']) {
      const headers = { cookie: admin.cookie, 'content-type': type, origin: 'https://evil.example' };
      const answer = await system.ask(`/api/v1/${path}`, { method: 'POST', headers, body: '{"changes":[]}' });
      assertRefused(answer, 403, 'portals.foreign-origin', `${type} ${path}`);
    }
  const bare = { cookie: admin.cookie, 'content-type': 'text/plain', 'x-csrf-token': admin.csrf };
  const answer = await system.ask('/api/v1/changes', { method: 'POST', headers: bare, body: '{"changes":[]}' });
  assertRefused(answer, 415, 'portals.wrong-media-type');
});

test('CSRF: nobody is logged in to an account of the attacker from another site', async () => {
  const login = { loginId: 'administrator', password: adminPassword, tool: 'system-administration' };
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
    const answer = await system.rest('POST', 'login', headers as Record<string, string>, login);
    assertRefused(answer, 403, 'portals.foreign-origin');
    assert.equal(answer.headers['set-cookie'], undefined);
  }
});

test('CSRF: no other method, and no header, makes a GET change something', async () => {
  for (const method of ['GET', 'HEAD']) {
    const path = `/api/v1/changes?_method=POST`;
    const headers = { ...admin.headers, 'x-http-method-override': 'POST', 'x-http-method': 'DELETE' };
    assert.ok([400, 405].includes((await system.ask(path, { method, headers })).status));
    const deleted = await system.ask(`/api/v1/${record}`, { method, headers });
    assert.equal(deleted.status, 200);
  }
  assert.equal(await name(), 'Ada');
});

test('no page of another origin is told that it may read or send anything', async () => {
  for (const method of ['OPTIONS', 'GET', 'POST']) {
    const headers = {
      ...{ cookie: admin.cookie, origin: 'https://evil.example' },
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-csrf-token, content-type',
    };
    const answer = await system.ask('/api/v1/changes', { method, headers });
    assert.ok(answer.status >= 400, method);
    const allowed = Object.keys(answer.headers).filter((header) => header.startsWith('access-control'));
    assert.deepEqual(allowed, [], method);
  }
});

/** Every kind of answer: the page, a file, REST, refusals of each layer. */
const everywhere: readonly (readonly [string, string, Record<string, string>])[] = [
  ['GET', '/', {}],
  ['GET', '/forms/users-and-services', {}],
  ['GET', '/assets/none.js', {}],
  ['GET', '/api/v1/welcome', {}],
  ['GET', '/api/v1/home', {}],
  ['POST', '/api/v1/login', {}],
  ['PUT', '/api/v1/changes', {}],
  ['GET', '/api/v1/forms/%', {}],
  ['GET', '/', { host: 'evil.example' }],
  ['POST', '/api/v1/login', { origin: 'https://evil.example' }],
  ['GET', '/', { x: 'x'.repeat(20_000) }],
];

test('clickjacking: no answer may stand in a frame, nor be taken into a page of another site', async () => {
  for (const [method, path, headers] of everywhere) {
    const got = (await system.ask(path, { method, headers })).headers;
    const why = `${method} ${path} ${JSON.stringify(headers).slice(0, 60)}`;
    assert.match(String(got['content-security-policy']), /frame-ancestors 'none'/, why);
    assert.equal(got['x-frame-options'], 'DENY', why);
    assert.equal(got['cross-origin-resource-policy'], 'same-origin', why);
    assert.equal(got['cross-origin-opener-policy'], 'same-origin', why);
    assert.equal(got['x-content-type-options'], 'nosniff', why);
    assert.equal(got['referrer-policy'], 'no-referrer', why);
    assert.match(String(got['strict-transport-security']), /^max-age=\d{8}/, why);
    assert.equal(got.server ?? got['x-powered-by'], undefined, why);
  }
});

test('scripts: the policy of content allows nothing inline, nothing evaluated and nothing from elsewhere', async () => {
  const { headers, text } = await system.ask('/');
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:|nonce|blob:/);
  assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)[^>]*>|<style|\son\w+=|style=|javascript:/i);
  for (const [, place = ''] of text.matchAll(/(?:src|href)="([^"]*)"/g)) assert.match(place, /^\/(?!\/)/, place);
});

test('nothing that is told to one person is kept by browsers or proxies', async () => {
  for (const path of ['session', 'home', record, 'forms', 'openapi.json'])
    assert.equal((await system.rest('GET', path, admin.headers)).headers['cache-control'], 'no-store', path);
});

test('session fixation: a login gives another token, whatever was there before', async () => {
  const fixed = `__Host-ringfence-system-administration=${'f'.repeat(43)}`;
  const login = { loginId: 'administrator', password: adminPassword, tool: 'system-administration' };
  const own = worn(await system.rest('POST', 'login', { cookie: fixed }, login));
  assert.notEqual(own.cookie, fixed);
  assert.equal((await system.rest('GET', 'session', { cookie: fixed })).status, 401);
  const again = worn(await system.rest('POST', 'login', own.headers, login));
  assert.notEqual(again.cookie, own.cookie);
  await system.rest('POST', 'logout', again.headers);
});

test('a session is taken from its cookie alone: not from the address, a header or a body', async () => {
  const [name = '', token = ''] = admin.cookie.split('=');
  for (const path of [`home?token=${token}`, `home?${name}=${token}`, `home;${name}=${token}`])
    assert.ok((await system.rest('GET', path)).status >= 400, path);
  const headers = { authorization: `Bearer ${token}`, 'x-session': token, [name.toLowerCase()]: token };
  assert.equal((await system.rest('GET', 'home', headers)).status, 401);
  for (const cookie of [
    `${name.toLowerCase()}=${token}`,
    `ringfence-system-administration=${token}`,
    `${name}="${token}"`,
  ])
    assert.equal((await system.rest('GET', 'home', { cookie })).status, 401, cookie);
});

test('the cookie is for this host alone, over TLS alone, for no script and for no other site', async () => {
  const answer = await system.login('administrator', adminPassword);
  assert.match(
    String(answer.headers['set-cookie']),
    /^__Host-ringfence-system-administration=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
  );
  const [, token = ''] = worn(answer).cookie.split('=');
  assert.ok(!answer.text.includes(token), 'the token is in the body');
  await system.rest('POST', 'logout', worn(answer).headers);
});

test('host header: the system does not answer under a name that is not its own', async () => {
  for (const host of [
    'evil.example',
    'evil.example:8443',
    `127.0.0.1.evil.example:${system.port}`,
    'localhost.',
    '0.0.0.0',
  ])
    assertRefused(await system.rest('GET', 'welcome', { host }), 421, 'portals.wrong-host', host);
  const forwarded = {
    'x-forwarded-host': 'evil.example',
    forwarded: 'host=evil.example',
    'x-forwarded-for': '192.0.2.66',
  };
  const answer = await system.rest('GET', 'welcome', forwarded);
  assert.equal(answer.status, 200);
  assert.doesNotMatch(answer.text + JSON.stringify(answer.headers), /evil/);
});

test('an address that a client claims is not the one on record', async () => {
  const headers = { 'x-forwarded-for': '192.0.2.66', forwarded: 'for=192.0.2.66', 'x-real-ip': '192.0.2.66' };
  const login = { loginId: 'administrator', password: 'not this one', tool: 'system-administration' };
  assert.equal((await system.rest('POST', 'login', headers, login)).status, 401);
  const [entry] = (await system.trail()).filter(({ sourceIp }) => sourceIp !== '');
  assert.equal(entry?.sourceIp, '127.0.0.1');
  assert.ok(!(await system.trail()).some(({ sourceIp }) => sourceIp === '192.0.2.66'));
});

test('nothing leads to another place: no answer redirects', async () => {
  for (const path of ['//evil.example', '/%2f%2fevil.example', '/login?next=https://evil.example', '/\\evil.example']) {
    const answer = await system.ask(path);
    assert.equal(answer.headers.location, undefined, path);
    assert.ok(answer.status < 300 || answer.status >= 400, path);
  }
  assert.deepEqual(codesOf(await system.rest('GET', 'login')), ['portals.wrong-method']);
});
