// Injection: SQL, headers, paths, prototypes and formulas in whatever a client can write, against the running system.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PageLine } from '../../apps/core/protocol.ts';
import { type Answered, Attacked, assertRefused, codesOf, type Worn } from './attacked.ts';

let system: Attacked;
let admin: Worn;

before(async () => {
  system = await Attacked.start();
  admin = await system.wearAdministrator();
  await system.node.addExtension('201', { name: 'Ada' });
  await system.node.addExtension('202', { name: 'Grace' });
});
after(() => system.end());

const get = (path: string): Promise<Answered> => system.rest('GET', path, admin.headers);
const records = 'forms/users-and-services/records';
const pageOf = ({ text }: Answered): PageLine => JSON.parse(text);

const sql = [
  "' OR '1'='1",
  "'; DROP TABLE form_record; --",
  "201' UNION SELECT value FROM system_value --",
  '" OR 1=1 --',
  "201') OR ('1'='1",
  '%',
  '_01',
  '\\',
  "\u0000'; --",
];

test('SQL in a key, a search, a filter, a sorting and a login finds nothing and does nothing', async () => {
  for (const text of sql) {
    const given = encodeURIComponent(text);
    assertRefused(await get(`${records}/${given}`), 404, 'forms.no-such-record', text);
    assert.equal(pageOf(await get(`${records}?search=${given}`)).total, 0, text);
    assert.equal(pageOf(await get(`${records}?where.name=${given}`)).total, 0, text);
    assert.ok((await get(`${records}?sort=${given}`)).status >= 400, text);
    assert.ok((await get(`${records}?where.${given}=1`)).status >= 400, text);
    assert.deepEqual(JSON.parse((await get(`search?text=${given}`)).text), [], text);
    assert.ok((await get(`forms/audit-trail-logs/records?search=${given}`)).status < 500, text);
    assert.ok((await get(`forms/audit-trail-logs/records?sort=${given}`)).status < 500, text);
    assert.ok((await get(`forms/call-history/records?where.caller=${given}`)).status < 500, text);
    assert.ok((await get(`forms/${given}/records`)).status === 404, text);
    assert.ok((await get(`jobs/${given}`)).status === 404, text);
  }
  assert.equal(pageOf(await get(records)).total, 2);
});

test('SQL in a login is a login ID that nobody has', async () => {
  for (const loginId of ["administrator' --", "' OR 1=1 --"])
    assert.ok([401, 422].includes((await system.login(loginId, 'x')).status), loginId);
});

test('SQL as a value is kept as that value', async () => {
  const name = "Robert'); DROP TABLE form_record;--";
  const changed = await system.rest('PATCH', `${records}/202`, admin.headers, { name });
  assert.equal(changed.status, 200, changed.text);
  assert.equal(JSON.parse((await get(`${records}/202`)).text).values.name, name);
  assert.equal(pageOf(await get(`${records}?search=${encodeURIComponent(name)}`)).total, 1);
});

test('line breaks in an address, a cookie or a file name begin no header', async () => {
  const evil = '%0d%0aSet-Cookie:%20x=1%0d%0a%0d%0a<script>';
  for (const path of [`forms/${evil}`, `forms/${evil}/export?format=csv`, `audit/archives/${evil}`, `jobs/${evil}`]) {
    const answer = await get(path);
    assert.ok(answer.status === 404 || answer.status === 422, `${path}: ${answer.status} ${answer.text}`);
    assert.equal(answer.headers['set-cookie'], undefined, path);
    assert.match(String(answer.headers['content-type']), /^application\/json/, path);
  }
  const head = `GET /api/v1/home HTTP/1.1\r\nHost: ${system.host}\r\nConnection: close\r\n`;
  const answers = await system.raw(`${head}Cookie: a=b\rSet-Cookie: x=1\r\n\r\n`);
  assert.match(answers, /^HTTP\/1\.1 400/);
  assert.doesNotMatch(answers, /set-cookie/i);
});

test('line breaks in values that are logged make no line of the log', async () => {
  await system.ask('/api/v1/home', { headers: { 'user-agent': 'x', 'x-request-id': 'forged' } });
  await get('forms/a%0a2026-01-01T00:00:00.000Z%20error%20forged');
  assert.deepEqual(system.node.faults, []);
});

const paths = [
  '/../../../../etc/passwd',
  '/..%2f..%2f..%2fmaster.key',
  '/%2e%2e/%2e%2e/master.key',
  '/assets/..%2f..%2f..%2fapps/core/main.ts',
  '/assets/%2e%2e/index.html',
  '/assets//etc/passwd',
  '/.env',
  '/.git/config',
  '/index.html%00.js',
  '/package.json',
  '/api/v1/../../package.json',
  '/api/v1/forms/..%2f..%2fmaster.key',
  '/api/v1/forms/%2e%2e/records',
  '/api/v1/audit/archives/..%2f..%2fmaster.key',
  '/api/v1/audit/archives/%2fetc%2fpasswd',
  '/api/v1/audit/archives/..%5c..%5cmaster.key',
];

test('a path that leaves its folder leads nowhere', async () => {
  for (const path of paths) {
    const answers = await system.raw(
      `GET ${path} HTTP/1.1\r\nHost: ${system.host}\r\nCookie: ${admin.cookie}\r\nConnection: close\r\n\r\n`,
    );
    const isPage = answers.startsWith('HTTP/1.1 200') && /<!doctype html>/i.test(answers);
    assert.ok(isPage || /^HTTP\/1\.1 4(00|04|22)/.test(answers), `${path}: ${answers.slice(0, 200)}`);
    assert.doesNotMatch(answers, /root:x:|"dependencies"|node:child_process/, path);
  }
});

test('names that mean something to JavaScript are names of nothing', async () => {
  for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
    assertRefused(await get(`forms/${name}`), 404, 'forms.unknown-form', name);
    assertRefused(await get(`${records}/${name}`), 404, 'forms.no-such-record', name);
    assert.ok((await get(`${records}?where.${name}=1`)).status >= 400, name);
    assert.ok((await get(`${records}?sort=${name}`)).status >= 400, name);
    assert.ok((await get(`${records}?${name}=1`)).status === 400, name);
    const patched = await system.rest('PATCH', `${records}/201`, admin.headers, JSON.parse(`{"${name}":{"x":1}}`));
    assert.ok(patched.status === 422 || patched.status === 400, `${name}: ${patched.text}`);
  }
  const polluted = await system.rest('POST', 'changes', admin.headers, {
    changes: [
      JSON.parse('{"kind":"change","form":"users-and-services","key":"201","patch":{"name":"x"},"__proto__":{}}'),
    ],
  });
  assert.equal(polluted.status, 400, polluted.text);
  const nested = JSON.parse('{"constructor":{"prototype":{"isAdmin":true}}}');
  assert.ok((await system.rest('POST', 'login', {}, nested)).status >= 400);
  assert.equal(({} as Record<string, unknown>).isAdmin, undefined);
});

test('unknown and missing parts of a body are refused, none is guessed', async () => {
  const bodies = [
    {},
    { changes: [] },
    { changes: 'x' },
    { changes: [{ kind: 'add' }] },
    { changes: [{ kind: 'format-disk', form: 'users-and-services' }] },
    { changes: [{ kind: 'delete', form: 'users-and-services', key: '201', really: true }] },
    { changes: [{ kind: 'delete', form: 'users-and-services', key: ['201'] }] },
    { changes: [{ kind: 'delete', form: 'users-and-services', key: '201' }], actor: 'security' },
  ];
  for (const body of bodies)
    assertRefused(await system.rest('POST', 'changes', admin.headers, body), 400, 'core.wrong-parameters');
  assert.equal((await get(`${records}/201`)).status, 200);
});

const formulas = [
  '=1+1',
  '+1',
  '-1+2',
  '@SUM(A1)',
  '=HYPERLINK("https://evil.example","x")',
  '\t=1',
  '=cmd|"/C calc"!A0',
];

test('a formula leaves as text, and comes back as what it was', async () => {
  const kept: string[] = [];
  for (const [index, formula] of formulas.entries()) {
    const number = String(300 + index);
    const added = await system.rest('POST', records, admin.headers, { number, name: formula });
    if (added.status === 200) kept.push(formula);
    else assert.equal(added.status, 422, added.text);
  }
  assert.ok(kept.length >= 5, 'formulas that are names are kept');
  const { text } = await get('forms/users-and-services/export?format=csv');
  const cells = text
    .split(/\r?\n/)
    .flatMap((line) => [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell));
  assert.deepEqual(
    cells.filter((cell) => /^[=+\-@\t\r]/.test(cell)),
    [],
    'no cell begins as a formula does',
  );
  const headers = { ...admin.headers, 'content-type': 'text/csv' };
  const again = await system.ask('/api/v1/forms/users-and-services/import?mode=upsert&dryRun=true', {
    ...{ method: 'POST', headers, body: text },
  });
  assert.equal(again.status, 202, again.text);
  const work = JSON.parse(again.text);
  assert.deepEqual([work.state, work.imported?.changed, work.imported?.added], ['done', 0, 0], again.text);
});

test('markup in a value is told as text, in JSON that is no page', async () => {
  const name = '<script>alert(1)</script>';
  assert.equal((await system.rest('PATCH', `${records}/201`, admin.headers, { name })).status, 200);
  const answer = await get(`${records}/201`);
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(JSON.parse(answer.text).values.name, name);
  assert.deepEqual(codesOf(await get(`forms/${encodeURIComponent(name)}`)), ['forms.unknown-form']);
});
