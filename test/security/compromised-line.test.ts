// A portal through which any code came in (SEC-9): what it can say to the core. It may ask only what a session that it was shown may
// ask; lies, floods and lines that are none cost the portal its life, and calls nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '#base';
import type { PortalSession } from '../../apps/core/portal-protocol.ts';
import type { AnswerLine, StatusLine } from '../../apps/core/protocol.ts';
import { methods } from '../../apps/core/requests.ts';
import { HonestPhones } from '../honest.ts';
import { residentBytes } from '../vitals.ts';
import type { Worn } from './attacked.ts';
import { Compromised } from './compromised.ts';

let portal: Compromised;
let phones: HonestPhones;
let admin: Worn;

before(async () => {
  portal = await Compromised.start();
  admin = await portal.system.wearAdministrator();
  phones = await HonestPhones.open(portal.system.node);
  await phones.prove();
});
after(async () => {
  await phones?.close();
  await portal.end();
});

const codesOf = (lines: readonly AnswerLine[]): string[] =>
  lines.flatMap((line) => ('refusals' in line ? line.refusals.map(({ code }) => code) : ['done']));

const status = (): Promise<StatusLine> => portal.system.node.ask<StatusLine>('status');

const shown = ({ cookie, csrf }: Worn): PortalSession => ({
  ...{ token: cookie.split('=')[1] ?? '', tool: 'system-administration', csrf },
});

test('without a session it is told nothing but what anybody is told', async () => {
  const open: string[] = [...methods].filter(([, { callers }]) => callers === 'anyone').map(([name]) => name);
  assert.deepEqual(open.sort(), [
    'certificate.check',
    'login',
    'manager.enrol',
    'manager.hello',
    'password.rules',
    'welcome',
  ]);
  const closed = [...methods.keys()].filter((method) => !open.includes(method));
  const answers = await portal.askAll(closed.map((method) => ({ method })));
  for (const [index, lines] of answers.entries())
    assert.deepEqual(codesOf(lines), ['security.no-session'], closed[index] ?? '');
  const unknown = await portal.ask({ method: 'no-such-method' });
  assert.deepEqual(codesOf(unknown), ['security.no-session'], 'not even that a request exists');
});

test('tokens that it guesses are sessions of nobody', async () => {
  const guesses = ['', ' ', '0', 'null', '%', "' OR '1'='1", '__proto__', 'a'.repeat(43), 'A'.repeat(200)];
  const id: string = JSON.parse((await portal.system.rest('GET', 'session', admin.headers)).text).id;
  const { token } = shown(admin);
  const near = [
    id,
    token.slice(0, -1),
    `${token} `,
    token.toLowerCase(),
    token.toUpperCase(),
    [...token].reverse().join(''),
  ];
  for (const guess of [...guesses, ...near.filter((one) => one !== token)]) {
    const lines = await portal.ask({ method: 'home', session: { token: guess, tool: 'system-administration' } });
    assert.deepEqual(codesOf(lines), ['security.no-session'], guess);
  }
});

test('ten thousand guesses are as many refusals, and the owner is answered meanwhile', async () => {
  const session = (guess: number): PortalSession => ({
    token: `${guess}`.padStart(43, 'x'),
    tool: 'system-administration',
  });
  const asked = Array.from({ length: 500 }, (_, index) => ({ method: 'form.list', session: session(index) }));
  for (let round = 0; round < 20; round++) {
    const [answers] = await Promise.all([portal.askAll(asked), status()]);
    for (const lines of answers)
      assert.ok(['security.no-session', 'core.portal-busy'].includes(codesOf(lines)[0] ?? ''));
  }
});

test("what is the owner's does not exist for a session, not even the first administrator's", async () => {
  const owners = [...methods].filter(([, { callers }]) => callers === 'owner').map(([name]) => name);
  assert.ok(owners.includes('stop') && owners.includes('user.resetFactors'), String(owners));
  for (const method of [...owners, 'nothing', 'constructor', '__proto__', 'toString', '']) {
    const lines = await portal.ask({ method, session: shown(admin) });
    assert.deepEqual(codesOf(lines), ['core.unknown-method'], method);
  }
  assert.equal((await status()).state, 'running');
});

test('a session that it saw is worth what its person may, and not under the name of another tool', async () => {
  const clerk = await portal.system.wearNew('clerk', { systemAdministration: 'yes', adminPolicy: 'no access' });
  const session = shown(clerk);
  const [forms] = await portal.ask({ method: 'form.list', session });
  assert.deepEqual(forms !== undefined && 'result' in forms ? forms.result : forms, []);
  const hidden = { form: 'users-and-services' };
  const asked = [
    { method: 'form.query', params: hidden },
    { method: 'form.export', params: { ...hidden, format: 'csv' } },
    { method: 'form.change', params: { changes: [{ kind: 'delete', ...hidden, key: '801' }] } },
    { method: 'work.start', params: { ...hidden, format: 'csv', mode: 'replace', dryRun: false } },
  ];
  for (const { method, params } of asked)
    assert.deepEqual(codesOf(await portal.ask({ method, params, session })), ['forms.unknown-form'], method);
  for (const tool of ['desktop', 'application', 'group-administration'] as const)
    assert.deepEqual(codesOf(await portal.ask({ method: 'session', session: { ...session, tool } })), [
      'security.no-session',
    ]);
});

test('a client certificate that it claims and the core has not judged is none', async () => {
  await portal.system.node.change('service-security-levels', { configuration: 'secure-high' });
  const asked = { method: 'form.get', params: { form: 'numbering' }, session: shown(admin) };
  assert.deepEqual(codesOf(await portal.ask(asked)), ['security.certificate-needed']);
  await portal.system.node.change('service-security-levels', { configuration: 'secure-medium' });
  assert.deepEqual(codesOf(await portal.ask(asked)), ['done']);
});

test('with a session but without its CSRF token nothing is changed', async () => {
  const { token, tool } = shown(admin);
  const change = { changes: [{ kind: 'delete', form: 'users-and-services', key: '801' }] };
  for (const session of [
    { token, tool },
    { token, tool, csrf: '' },
    { token, tool, csrf: token },
  ]) {
    const [code = ''] = codesOf(await portal.ask({ method: 'form.change', params: change, session }));
    assert.match(code, /csrf/, JSON.stringify(session));
  }
});

test('a session that has ended is worth nothing, however long the portal keeps its token', async () => {
  const other = await portal.system.wearNew('leaver', { systemAdministration: 'yes', adminPolicy: 'root' });
  await portal.system.rest('POST', 'logout', other.headers);
  assert.deepEqual(codesOf(await portal.ask({ method: 'home', session: shown(other) })), ['security.no-session']);
});

test('parameters that no page would send are refused as they are from a page', async () => {
  const session = shown(admin);
  const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
  const params = [null, [], 'x', 7, { form: ['x'] }, { form: { $ne: '' } }, { form: 'x'.repeat(300) }, { form: deep }];
  for (const given of params) {
    const [code] = codesOf(await portal.ask({ method: 'form.describe', params: given, session }));
    assert.equal(code, 'core.wrong-parameters', JSON.stringify(given)?.slice(0, 60));
  }
});

/** The portal is ended, another takes its place; the core and its calls have noticed nothing. */
async function assertEnded(bytes: string, why: string): Promise<void> {
  const { pid } = await status();
  const another = portal.another();
  await portal.write(bytes);
  await another;
  assert.equal((await status()).pid, pid, why);
}

test('lines that are none cost the portal its life, and nobody else anything', async () => {
  const lines = [
    'this is not JSON\n',
    '{"id":1}\n',
    '{"configure":{}}\n',
    `${'['.repeat(100_000)}\n`,
    `${' '.repeat(limits.portal.lineBytes + 1)}\n`,
  ];
  for (const line of lines) {
    await assertEnded(line, line.slice(0, 40));
    await phones.prove();
  }
});

test('what it says of its listeners is told as text, and moves no cursor', async () => {
  const listening = [
    { name: 'x\u001b[2J', transport: 'HTTPS', address: 'a\nb', port: 1, closedBecause: '\u001b]0;evil\u0007' },
  ];
  await portal.write(`${JSON.stringify({ listening })}\n`);
  const { listeners } = await status();
  assert.equal(
    listeners.some(({ name }) => name === 'sip-tls'),
    true,
  );
  assert.equal(portal.system.node.log.includes('\u001b'), false);
});

test('files that it asks for and does not take wait, and take no memory', async () => {
  const session = shown(admin);
  const { pid } = portal.system.node;
  const before = residentBytes(pid);
  const exports = Array.from({ length: 60 }, (_, index) =>
    JSON.stringify({
      ...{ id: 5_000_000 + index, method: 'audit.export', params: {}, session },
      from: { address: '203.0.113.66', agent: 'liar' },
    }),
  );
  await portal.write(`${exports.join('\n')}\n`);
  await phones.prove();
  assert.ok(residentBytes(pid) - before < 160 * 1_048_576);
  const cancels = Array.from({ length: 60 }, (_, index) => JSON.stringify({ cancel: 5_000_000 + index }));
  await portal.write(`${cancels.join('\n')}\n`);
  assert.equal(codesOf(await portal.ask({ method: 'session', session }))[0], 'done');
});

test('a flood of requests is answered in its own share of the time: calls and the owner are not kept waiting', async () => {
  const session = shown(admin);
  const { pid } = portal.system.node;
  const before = residentBytes(pid);
  const asked = Array.from({ length: 60 }, () => ({
    method: 'form.query',
    params: { form: 'users-and-services' },
    session,
  }));
  let isOver = false;
  const flood = (async () => {
    let answered = 0;
    while (!isOver) answered += (await portal.askAll(asked)).length;
    return answered;
  })();
  const waits: number[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const began = performance.now();
    await status();
    waits.push(performance.now() - began);
  }
  const { answeredMs, registeredMs } = await phones.prove();
  isOver = true;
  assert.ok((await flood) > 0);
  waits.sort((a, b) => a - b);
  assert.ok((waits[10] ?? 0) < 150, `the owner waited ${waits.map(Math.round)} ms`);
  assert.ok(answeredMs < 1_500 && registeredMs < 1_500, `${answeredMs} ms, ${registeredMs} ms`);
  assert.ok(residentBytes(pid) - before < 160 * 1_048_576);
});
