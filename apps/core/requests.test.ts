// Tests of the requests of the local socket, on a core that keeps nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeAnswer, methodNames } from './requests.ts';
import { CoreForTests, statusForTests } from './testing.ts';

function make() {
  const core = new CoreForTests();
  const chunks: string[] = [];
  const answer = makeAnswer(core);
  const ask = (method: string, params?: unknown) => answer(method, params, async (chunk) => void chunks.push(chunk));
  return { core, ask, chunks };
}

const refusalOf = (result: { ok: boolean; refusal?: readonly { code: string; words: string }[] }): string =>
  result.refusal?.map(({ code, words }) => `${code} ${words}`).join() ?? 'none';

test('every request that needs nothing is answered without parameters', async () => {
  const { ask } = make();
  const needing = ['form.describe', 'form.get', 'form.query', 'form.change', 'form.import', 'form.export'];
  for (const method of methodNames) {
    const answered = await ask(method);
    assert.equal(answered.ok, !needing.includes(method), method);
  }
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
