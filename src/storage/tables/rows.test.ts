// The rows of each table, on each dialect.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { silentLog } from '#base';
import { openStorage, type Storage } from '../storage.ts';
import { eachDialect, temporaryPath } from '../testing.ts';
import type { AlarmRow } from './alarm-rows.ts';
import type { AuditFilter, AuditRow } from './audit-rows.ts';
import type { FormWrite } from './form-rows.ts';
import type { IssuedCertificateRow } from './issued-certificate-rows.ts';
import type { LoginStateRow } from './login-states.ts';
import type { ManagerRow } from './manager-rows.ts';
import type { SessionRow } from './session-rows.ts';

const codeOf = (result: { ok: true } | { ok: false; refusal: { code: string } }) =>
  result.ok ? 'ok' : result.refusal.code;

const write = (key: string, body = '{}'): FormWrite => ({
  form: 'users',
  key,
  body,
  changedAtMs: 1_795_000_000_000,
  changedBy: 'root',
});

eachDialect('a form record is added, changed by version and deleted by version', async ({ storage }) => {
  const put = (body: string, version: number) =>
    storage.transaction((tx) => storage.forms.put(tx, write('201', body), version));
  const remove = (key: string, version: number) =>
    storage.transaction((tx) => storage.forms.delete(tx, 'users', key, version));
  assert.equal(codeOf(await put('{"name":"A"}', 0)), 'ok');
  assert.equal(codeOf(await put('{"name":"B"}', 0)), 'storage.exists');
  const changed = await put('{"name":"C"}', 1);
  assert.deepEqual(changed, { ok: true, value: { ...write('201', '{"name":"C"}'), version: 2 } });
  assert.equal(codeOf(await put('{"name":"D"}', 1)), 'storage.conflict');
  assert.deepEqual(await storage.forms.get('users', '201'), { ...write('201', '{"name":"C"}'), version: 2 });
  assert.equal(codeOf(await remove('201', 1)), 'storage.conflict');
  assert.equal(codeOf(await remove('202', 1)), 'storage.missing');
  assert.equal(codeOf(await remove('201', 2)), 'ok');
  assert.equal(codeOf(await put('{"name":"E"}', 2)), 'storage.missing');
  assert.equal(await storage.forms.get('users', '201'), undefined);
});

eachDialect('all records of one form come by key, frozen; other forms stay out', async ({ storage }) => {
  await storage.transaction(async (tx) => {
    for (const key of ['30', '100', '20']) await storage.forms.put(tx, write(key), 0);
    await storage.forms.put(tx, { ...write('1'), form: 'other' }, 0);
    assert.equal((await storage.forms.all('users', tx)).length, 3);
  });
  const rows = await storage.forms.all('users');
  assert.deepEqual(
    rows.map((row) => row.key),
    ['100', '20', '30'],
  );
  assert.ok(rows.every((row) => Object.isFrozen(row)));
});

eachDialect('many records are added at once, or none of them', async ({ storage }) => {
  const many = Array.from({ length: 1_201 }, (_, index) => write(String(index), `{"name":"Ä \\" ${index} 😀"}`));
  await storage.transaction((tx) => storage.forms.addMany(tx, many));
  assert.equal((await storage.forms.all('users')).length, 1_201);
  assert.deepEqual(await storage.forms.get('users', '1200'), { ...many[1_200], version: 1 });
  const again = storage.transaction((tx) => storage.forms.addMany(tx, [write('new'), write('7')]));
  await assert.rejects(again);
  assert.equal(await storage.forms.get('users', 'new'), undefined);
});

const loginState: LoginStateRow = {
  loginId: 'anne',
  failures: [1_795_000_000_000, 1_795_000_000_001],
  failuresSince: 7,
  statusBeforeLock: 'enabled',
  lockedUntilMs: 1_795_000_600_000,
  lastLoginAtMs: 1_794_000_000_000,
  lastLoginFrom: '192.0.2.9',
  timersFromMs: 1_793_000_000_000,
};

eachDialect('a login state is put, replaced and deleted', async ({ storage }) => {
  await storage.transaction((tx) => storage.loginStates.put(tx, { ...loginState, failures: [] }));
  assert.deepEqual(await storage.loginStates.all(), [{ ...loginState, failures: [] }]);
  await storage.transaction((tx) => storage.loginStates.put(tx, loginState));
  assert.deepEqual(await storage.loginStates.all(), [loginState]);
  await storage.transaction((tx) => storage.loginStates.delete(tx, 'anne'));
  assert.deepEqual(await storage.loginStates.all(), []);
});

const session = (tokenHash: string): SessionRow => ({
  tokenHash,
  id: `id-${tokenHash}`,
  loginId: 'anne',
  tool: 'desktop',
  source: '192.0.2.9',
  agent: 'Mozilla/5.0 “Ä”',
  stamp: 's',
  startedAtMs: 1_795_000_000_000,
  usedAtMs: 1_795_000_000_000,
  lastLoginAtMs: 0,
  lastLoginFrom: '',
  failuresSince: 0,
  certificate: '',
});

eachDialect('a session is added once, used and deleted', async ({ storage }) => {
  const add = (row: SessionRow) => storage.transaction((tx) => storage.sessions.add(tx, row));
  for (const hash of ['a', 'b', 'c']) await add(session(hash));
  await assert.rejects(add(session('a')));
  await storage.transaction(async (tx) => {
    await storage.sessions.setUsed(tx, 'b', 1_795_000_060_000);
    await storage.sessions.delete(tx, ['a', 'c']);
    await storage.sessions.delete(tx, []);
  });
  assert.deepEqual(await storage.sessions.all(), [{ ...session('b'), usedAtMs: 1_795_000_060_000 }]);
});

eachDialect('a value of the system is put, replaced and deleted', async ({ storage }) => {
  await storage.transaction((tx) => storage.system.put(tx, 'a', '1'));
  await storage.transaction((tx) => storage.system.put(tx, 'a', '2'));
  assert.equal(await storage.system.get('a'), '2');
  await storage.transaction((tx) => storage.system.delete(tx, 'a'));
  assert.equal(await storage.system.get('a'), undefined);
});

const entry = (id: number, change: Partial<AuditRow> = {}): AuditRow => ({
  id,
  atMs: 1_000 * id,
  level: 'low',
  user: 'root',
  sourceIp: '10.0.0.1',
  application: 'Command line',
  context: 'users-and-services',
  action: 'change',
  data: 'Name: A → B',
  hash: 'h',
  ...change,
});

async function trail(
  storage: Storage,
): Promise<(filter: Omit<AuditFilter, 'limit'>, limit?: number) => Promise<number[]>> {
  await storage.transaction(async (tx) => {
    await storage.audit.append(tx, [entry(1)]);
    await storage.audit.append(tx, [
      entry(2, { user: 'anna', data: 'Discount: 100% off_peak' }),
      entry(3, { action: 'Add' }),
    ]);
    await storage.audit.appendCheckpoint(tx, { lastId: 3, hash: 'h', atMs: 3_000, entries: 3, signature: 's' });
  });
  return async (filter, limit = 10) => (await storage.audit.list({ ...filter, limit })).map((row) => row.id);
}

eachDialect('audit entries are listed newest first, by page and by filter', async ({ storage }) => {
  const ids = await trail(storage);
  assert.deepEqual(await ids({}), [3, 2, 1]);
  assert.deepEqual(await ids({}, 2), [3, 2]);
  assert.deepEqual(await ids({ before: 2 }), [1]);
  assert.deepEqual(await ids({ user: 'anna' }), [2]);
  assert.deepEqual(await ids({ action: 'Add' }), [3]);
  assert.deepEqual(await ids({ fromMs: 2_000, toMs: 3_000 }), [2]);
  assert.deepEqual(await ids({ text: '100% OFF_' }), [2]);
  assert.deepEqual(await ids({ text: '1%o' }), []);
  assert.deepEqual(await ids({ text: 'command LINE' }), [3, 2, 1]);
});

eachDialect('audit entries and checkpoints come back as they were written', async ({ storage }) => {
  await trail(storage);
  assert.deepEqual(await storage.audit.last(), entry(3, { action: 'Add' }));
  assert.deepEqual(
    (await storage.audit.page(1, 10)).map((row) => row.id),
    [2, 3],
  );
  assert.deepEqual(await storage.audit.page(0, 1), [entry(1)]);
  const checkpoint = { lastId: 3, hash: 'h', atMs: 3_000, entries: 3, signature: 's' };
  assert.deepEqual(await storage.audit.lastCheckpoint(), checkpoint);
  assert.deepEqual(await storage.audit.checkpoints(0, 10), [checkpoint]);
  assert.deepEqual(await storage.audit.checkpoints(3, 10), []);
});

test('a number in a changed file that JavaScript cannot hold is shown rounded, and no other after it [sqlite]', async () => {
  const path = temporaryPath();
  const opened = await openStorage({ dialect: 'sqlite', directory: path }, silentLog);
  assert.ok(opened.ok);
  const storage = opened.value;
  await trail(storage);
  const file = new DatabaseSync(join(path, 'ringfence.db'));
  file.exec('update audit_entry set id = 9007199254740993 where id = 3');
  file.close();
  assert.equal((await storage.audit.last())?.id, 9007199254740992);
  assert.equal((await storage.audit.page(0, 1))[0]?.id, 1);
  await storage.close();
  rmSync(path, { recursive: true });
});

const call = (id: string, startedAtMs: number, caller: string, called: string) =>
  JSON.stringify({
    ...{ id, startedAtMs, answeredAtMs: 0, endedAtMs: startedAtMs + 5, dialled: called, outcome: 'busy', status: 486 },
    ...{
      cause: 'Busy Here',
      endedBy: 'called',
      secure: 'never',
      caller: { number: caller },
      called: { number: called },
    },
  });

eachDialect('calls are listed by number, newest first, page by page', async ({ storage }) => {
  const ids = async (page: Omit<Parameters<typeof storage.history.list>[0], 'limit'>, limit = 10) =>
    (await storage.history.list({ ...page, limit })).map((row) => row.id);
  const records = [call('a', 1, '201', '202'), call('b', 2, '202', '201'), call('c', 3, '203', '202')];
  await storage.history.insert([...records, call('d', 3, '201', '201'), call('e', 4, '204', '205')]);
  assert.deepEqual(await ids({}), ['e', 'd', 'c', 'b', 'a']);
  assert.deepEqual(await ids({ number: '201' }), ['d', 'b', 'a']);
  assert.deepEqual(await ids({ number: '202' }, 2), ['c', 'b']);
  assert.deepEqual(await ids({ number: '202', before: { startedAtMs: 2, id: 'b' } }), ['a']);
  assert.deepEqual(await ids({ before: { startedAtMs: 3, id: 'd' } }, 1), ['c']);
  assert.deepEqual(await ids({ number: '999' }), []);
});

eachDialect('a call is written once, however often it comes, and an odd one holds up none', async ({ storage }) => {
  await storage.history.insert([call('a', 1, '201', '202'), call('a', 9, '203', '204')]);
  await storage.history.insert([
    call('a', 9, '203', '204'),
    '{"id":"odd","status":1.4}',
    call('b', 2, '"Ä\\😀', '202'),
  ]);
  assert.deepEqual(
    (await storage.history.list({ limit: 9 })).map((row) => row.id),
    ['b', 'a', 'odd'],
  );
  assert.equal((await storage.history.get('a'))?.callerNumber, '201');
  assert.equal((await storage.history.get('b'))?.callerNumber, '"Ä\\😀');
  assert.deepEqual(JSON.parse((await storage.history.get('b'))?.called ?? ''), { number: '202' });
  assert.equal(await storage.history.get('none'), undefined);
});

const alarm = (number: number, id: string): AlarmRow => ({
  ...{ number, id, severity: 'major', worst: 'critical', words: 'It is so.', remedy: 'Do so.', form: '', extent: 2 },
  ...{ times: 3, raisedAtMs: 1_795_000_000_000, acknowledgedAtMs: 0, acknowledgedBy: '', clearedAtMs: 0 },
});

eachDialect('an alarm is written whatever was there, and forgotten', async ({ storage }) => {
  const cleared = { ...alarm(1, 'a'), clearedAtMs: 1_795_000_060_000, acknowledgedBy: 'anna' };
  await storage.transaction(async (tx) => {
    for (const row of [alarm(2, 'b'), alarm(1, 'a'), alarm(3, 'a'), cleared]) await storage.alarms.put(tx, row);
    await storage.alarms.forget(tx, [2]);
    await storage.alarms.forget(tx, []);
  });
  assert.deepEqual(await storage.alarms.all(), [cleared, alarm(3, 'a')]);
});

eachDialect('notices stay in order and are forgotten from the oldest', async ({ storage }) => {
  const add = (number: number) =>
    storage.transaction((tx) => storage.alarms.addNotice(tx, { number, body: `{"n":${number}}` }));
  for (const number of [2, 1, 3]) await add(number);
  await assert.rejects(add(3));
  await storage.transaction((tx) => storage.alarms.forgetNotices(tx, 2));
  assert.deepEqual(
    (await storage.alarms.notices()).map(({ number, body }) => [number, body]),
    [
      [2, '{"n":2}'],
      [3, '{"n":3}'],
    ],
  );
});

eachDialect('the position of a stream is where it was last put', async ({ storage }) => {
  const position = { stream: 'trail siem', position: 7, hash: 'abc', atMs: 1_795_000_000_000 };
  await storage.transaction(async (tx) => {
    await storage.alarms.putPosition(tx, { ...position, position: 6 });
    await storage.alarms.putPosition(tx, position);
    await storage.alarms.putPosition(tx, { ...position, stream: 'other' });
    await storage.alarms.forgetPosition(tx, 'other');
    assert.deepEqual(await storage.alarms.positions(tx), [position]);
  });
  assert.deepEqual(await storage.alarms.positions(), [position]);
});

const manager = (name: string): ManagerRow => ({
  ...{ name, fingerprint: `AB:${name}`, serial: '4f', certificateEndsMs: 1_795_000_000_000, enrolledAtMs: 1 },
  ...{ enrolledBy: 'security', seenAtMs: 0, seenFrom: '', seenUser: '', version: '', preferences: '' },
});

eachDialect('a computer that manages the system is put, replaced and deleted', async ({ storage }) => {
  const put = (row: ManagerRow) => storage.transaction((tx) => storage.managers.put(tx, row));
  await put(manager('b'));
  await put(manager('a'));
  await put({ ...manager('b'), seenUser: 'anne', preferences: '{"checkLevel":"high"}' });
  await assert.rejects(put({ ...manager('c'), fingerprint: 'AB:a' }));
  const all = await storage.managers.all();
  assert.deepEqual(all, [manager('a'), { ...manager('b'), seenUser: 'anne', preferences: '{"checkLevel":"high"}' }]);
  await storage.transaction((tx) => storage.managers.delete(tx, 'a'));
  assert.equal((await storage.managers.all()).length, 1);
});

const issuedCertificate: IssuedCertificateRow = {
  ...{ serial: '4f2511', name: 'anne-laptop', kind: 'person', fingerprint: 'AB:CD', issuedBy: 'root' },
  ...{ issuedAtMs: 1_795_000_000_000, endsAtMs: 1_830_000_000_000, revokedAtMs: 0, reason: 'none' },
};

eachDialect('an issued certificate is added once, revoked, and forgotten after its end', async ({ storage }) => {
  const { issuedCertificates: rows } = storage;
  await storage.transaction((tx) => rows.add(tx, issuedCertificate));
  await assert.rejects(storage.transaction((tx) => rows.add(tx, issuedCertificate)));
  await storage.transaction((tx) => rows.add(tx, { ...issuedCertificate, serial: '4a', endsAtMs: 1_000 }));
  await storage.transaction((tx) => rows.setRevoked(tx, '4f2511', 1_800_000_000_000, 'stolen'));
  await storage.transaction((tx) => rows.deleteEndedBefore(tx, 1_001));
  const revoked = { ...issuedCertificate, revokedAtMs: 1_800_000_000_000, reason: 'stolen' };
  assert.deepEqual(await rows.all(), [revoked]);
});
