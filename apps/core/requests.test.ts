// Tests of the requests of the local socket, on a core that keeps nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { no } from '#base';
import type { PortalSession } from './portal-protocol.ts';
import { isStream, makeAnswer, makePortalAnswer, methods } from './requests.ts';
import { CoreForTests, shownForTests, statusForTests } from './testing.ts';

function make() {
  const core = new CoreForTests();
  const chunks: string[] = [];
  const answer = makeAnswer(core);
  const write = async (chunk: string) => void chunks.push(chunk);
  const ask = (method: string, params?: unknown) => answer(method, params, write);
  const portal = makePortalAnswer(core);
  const { signal } = new AbortController();
  const askAs = (session: PortalSession | undefined, method: string, params?: unknown) =>
    portal({ id: 1, method, params, from, ...(session === undefined ? {} : { session }) }, { write, signal });
  return { core, ask, askAs, chunks };
}

const from = { address: '192.0.2.1', agent: 'test', version: 'TLSv1.3', suite: 'TLS_AES_256_GCM_SHA384' };
const ownerMay = ['owner', 'both'];
const needing = [
  ...['form.describe', 'form.get', 'form.query', 'form.change', 'form.import', 'form.export', 'form.history'],
  ...['form.undo', 'form.act', 'search', 'audit.archive.export', 'user.unlock', 'user.resetPassword'],
  ...[
    'user.resetFactors',
    'manager.invite',
    'security.apply',
    'certificate.issue',
    'route.explain',
    'trunk.test',
    'toll.simulate',
  ],
];

const refusalOf = (result: { ok: boolean; refusal?: readonly { code: string; words: string }[] }): string =>
  result.refusal?.map(({ code, words }) => `${code} ${words}`).join() ?? 'none';

test('every request of the owner that needs nothing is answered without parameters', async () => {
  const { ask } = make();
  for (const [name, { callers }] of methods) {
    if (!ownerMay.includes(callers)) continue;
    const answered = await ask(name);
    assert.equal(answered.ok, !needing.includes(name), name);
  }
});

test('what needs a session is not there for the owner, and what is the owner’s not for the portal', async () => {
  const { ask, askAs, core } = make();
  for (const [name, { callers }] of methods) {
    if (!ownerMay.includes(callers)) assert.match(refusalOf(await ask(name)), /core\.unknown-method/, name);
    if (callers === 'owner') assert.match(refusalOf(await askAs(shownForTests, name)), /core\.unknown-method/, name);
  }
  assert.deepEqual(core.asked, []);
});

test('without a session nothing is answered but welcome, login, the password rules and certificates; not even that a request exists', async () => {
  const { askAs, core } = make();
  const open: string[] = [];
  for (const name of [...methods.keys(), 'no-such-request', '__proto__', 'constructor']) {
    for (const session of [undefined, { ...shownForTests, token: 'wrong' }]) {
      const refusal = refusalOf(await askAs(session, name));
      if (!refusal.startsWith('security.no-session ')) open.push(name);
    }
  }
  assert.deepEqual([...new Set(open)].sort(), [
    'certificate.check',
    'login',
    'manager.enrol',
    'manager.hello',
    'password.rules',
    'welcome',
  ]);
  assert.deepEqual(core.asked, []);
});

test('what changes something needs the CSRF token, what only reads does not', async () => {
  const { askAs } = make();
  const { csrf: _, ...without } = shownForTests;
  const guarded: string[] = [];
  for (const [name, { callers }] of methods) {
    if (callers !== 'person' && callers !== 'both') continue;
    if (refusalOf(await askAs(without, name)).startsWith('security.csrf')) guarded.push(name);
  }
  assert.deepEqual(guarded.sort(), [
    ...['certificate.acme', 'certificate.issue'],
    ...['factors.passkey.begin', 'factors.passkey.finish', 'factors.recovery.renew', 'factors.remove'],
    ...['factors.totp.begin', 'factors.totp.finish'],
    ...['form.act', 'form.change', 'form.undo', 'logout', 'manager.invite', 'manager.renew', 'password.change'],
    ...['security.apply', 'security.drill', 'setup.done', 'trunk.test', 'user.resetPassword', 'user.unlock'],
    ...['work.add', 'work.cancel', 'work.run', 'work.start'],
  ]);
});

test('a person acts with their own rights; parameters are checked as strictly as the owner’s', async () => {
  const { askAs, core, chunks } = make();
  await askAs(shownForTests, 'form.get', { form: 'numbering' });
  assert.match(JSON.stringify(core.asked), /"user":"anna".*"context":"form.get","rights":\{"kind":"root"/);
  assert.match(refusalOf(await askAs(shownForTests, 'form.get', { form: 7 })), /core\.wrong-parameters .*form/);
  assert.deepEqual(await askAs(shownForTests, 'events'), { ok: true, value: null });
  assert.deepEqual(chunks, ['{"what":"anna"}']);
  assert.deepEqual([...methods.keys()].filter(isStream), ['events']);
});

test('a login gives the token once, and the session as its person sees it', async () => {
  const { askAs, core } = make();
  const login = { loginId: 'anna', password: 'word', tool: 'system-administration' };
  const answered = await askAs(undefined, 'login', login);
  assert.ok(answered.ok);
  assert.match(
    JSON.stringify(answered.value),
    /^\{"token":"token","session":\{.*"csrfToken":"csrf","setupDue":true\}\}$/,
  );
  assert.match(JSON.stringify(core.asked), /"password":"\(secret\)".*"from":\{"address":"192\.0\.2\.1"/);
  for (const wrong of [
    { ...login, tool: 'root' },
    { ...login, password: 'x'.repeat(1_001) },
    { ...login, more: 1 },
  ])
    assert.match(refusalOf(await askAs(undefined, 'login', wrong)), /core\.wrong-parameters/);
});

test('what comes before a login of a Manager is answered on its own listener alone', async () => {
  const core = new CoreForTests();
  const portal = makePortalAnswer(core);
  const answering = { write: async () => undefined, signal: new AbortController().signal };
  const ask = (listener: string, method: string, params: unknown) =>
    portal({ id: 1, method, params, from: { ...from, listener } }, answering);
  const enrolment = { publicKey: 'PEM', proof: 'AA==' };
  for (const listener of ['https', '', 'http']) {
    assert.match(refusalOf(await ask(listener, 'manager.hello', {})), /core\.unknown-method/);
    assert.match(refusalOf(await ask(listener, 'manager.enrol', enrolment)), /core\.unknown-method/);
  }
  assert.deepEqual(core.asked, []);
  assert.ok((await ask('management', 'manager.hello', {})).ok);
  assert.ok((await ask('management', 'manager.enrol', enrolment)).ok);
  assert.match(refusalOf(await ask('management', 'manager.enrol', { ...enrolment, more: 1 })), /wrong-parameters/);
});

test('unknown requests and parameters are refused by name', async () => {
  const { ask, core } = make();
  for (const method of ['', 'constructor', '__proto__', 'form.drop'])
    assert.match(refusalOf(await ask(method)), /core\.unknown-method/);
  assert.match(refusalOf(await ask('form.get', { form: 'x', colour: 1 })), /wrong-parameters .*colour/);
  assert.match(refusalOf(await ask('form.query', { form: 'x', limit: -1 })), /wrong-parameters .*limit/);
  assert.match(refusalOf(await ask('form.change', { changes: [] })), /wrong-parameters .*changes/);
  assert.match(refusalOf(await ask('form.change', { changes: [{ kind: 'burn', form: 'x' }] })), /wrong-parameters/);
  assert.match(refusalOf(await ask('audit.list', { limit: 100_000 })), /wrong-parameters .*limit/);
  assert.match(refusalOf(await ask('status', 7)), /wrong-parameters/);
  assert.deepEqual(core.asked, []);
});

test('the actor is the owner of this machine, with the request as context', async () => {
  const { ask, core } = make();
  await ask('form.get', { form: 'numbering' });
  const actor = { user: 'local', sourceIp: '', application: 'Command line', context: 'form.get' };
  assert.deepEqual(core.asked, [{ actor, form: 'numbering', key: undefined }]);
});

test('changes go through whole; secrets that were made are told this once, in clear', async () => {
  const { ask, core } = make();
  const changes = [
    { kind: 'add', form: 'users-and-services', patch: { number: '201' } },
    { kind: 'change', form: 'numbering', patch: { extensionLength: '4' }, version: 2 },
    { kind: 'delete', form: 'users-and-services', key: '202' },
  ];
  const answered = await ask('form.change', { changes, dryRun: true });
  assert.ok(answered.ok);
  assert.match(JSON.stringify(answered.value), /"dryRun":true.*"made":\{"sipSecret":"Xk3…"\}/);
  assert.match(JSON.stringify(core.asked), /"changes":\[\{"kind":"add".*\{"kind":"delete"/);
});

test('an import is one request, an export comes in chunks', async () => {
  const { ask, chunks } = make();
  const importing = { form: 'numbering', format: 'csv', mode: 'upsert', dryRun: false, text: 'a' };
  const imported = await ask('form.import', importing);
  assert.ok(imported.ok);
  assert.match(JSON.stringify(imported.value), /"made":\{"201":\{"sipSecret":"Yz9…"\}\}/);
  assert.deepEqual(await ask('form.export', { form: 'numbering', format: 'csv' }), { ok: true, value: 1 });
  assert.equal(chunks.join(''), 'number,name\r\n201,Ada\r\n');
});

test('filters are handed on as given, nothing undefined among them', async () => {
  const { ask, core } = make();
  await ask('history.list', { number: '201' });
  await ask('audit.list', { user: 'local', before: 9 });
  assert.deepEqual(core.asked, [{ number: '201' }, { user: 'local', before: 9, limit: 50 }]);
});

test('status is the core’s own; stop tells which process is to end', async () => {
  const { ask, core } = make();
  assert.deepEqual(await ask('status'), { ok: true, value: statusForTests });
  assert.deepEqual(await ask('stop'), { ok: true, value: { pid: process.pid } });
  assert.equal(core.stopped, 1);
});

test('what calls have cost is told to whoever may read how the toll guard is set', async () => {
  const { ask, askAs, core } = make();
  assert.match(JSON.stringify(await ask('toll.spent')), /"who":"Extension 214"/);
  const simulated = await askAs(shownForTests, 'toll.simulate', { extension: '214', fromMs: 5 });
  assert.ok(simulated.ok);
  assert.deepEqual(core.asked.at(-1), { extension: '214', span: { fromMs: 5 } });
  core.administration.show = () => no({ code: 'administration.no-such-form', words: 'There is no such form.' });
  for (const [name, params] of [['toll.spent'], ['toll.simulate', { extension: '214' }]] as const)
    assert.match(refusalOf(await askAs(shownForTests, name, params)), /no-such-form/, name);
});
