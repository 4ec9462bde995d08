// Call history: on record at once, in the database soon, once each, whatever happens to either.

import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { FakeClock, limits, silentLog } from '#base';
import { openDataDirectory } from '#storage';
import { eachDialect, type TestBed, temporaryPath } from '../../storage/testing.ts';
import { type CallRecord, type LegRecord, noDetails, securityOf } from './call-record.ts';
import { CallHistory } from './history.ts';

const leg = (number: string, change: Partial<LegRecord> = {}): LegRecord => ({
  ...{ number, name: `Zoë "${number}" 😀`, address: '10.0.0.1:5061', transport: 'TLS', tlsVersion: 'TLSv1.3' },
  ...{ tlsSuite: 'TLS_AES_256_GCM_SHA384', srtpSuite: 'AEAD_AES_256_GCM', trunk: '', trunkNumber: 0 },
  ...change,
});

const call = (id: string, change: Partial<CallRecord> = {}): CallRecord => ({
  ...{ id, startedAtMs: 1_795_000_000_000, answeredAtMs: 1_795_000_002_000, endedAtMs: 1_795_000_060_000 },
  ...{ caller: leg('201'), called: leg('202'), dialled: '202', outcome: 'answered', status: 200 },
  ...{ cause: 'Normal clearing', endedBy: 'caller', secure: 'throughout', details: noDetails },
  ...change,
});

/** As it is told when it was answered. */
const begun = (id: string, startedAtMs: number, called = leg('202')) => ({
  ...{ id, startedAtMs, caller: leg('201'), called, dialled: '202', details: noDetails },
});

const open = (bed: TestBed, clock = new FakeClock()): Promise<CallHistory> =>
  CallHistory.open({ storage: bed.storage, directory: bed.directory, clock, log: silentLog });

const file = (bed: TestBed, letter: 'a' | 'b' = 'a') => bed.directory.file(`calls-${letter}.journal`);
const stored = async (bed: TestBed) => (await bed.storage.history.list({ limit: 100 })).map((row) => row.id);

eachDialect('a call comes back as it was written', async (bed) => {
  const history = await open(bed);
  const record = call('a', { cause: 'line\nbreak \u2028 \0 \ud800 \u001b', called: leg('', { srtpSuite: '' }) });
  history.write(record);
  const [found] = await history.list({ number: '201', limit: 5 });
  assert.deepEqual(found, { ...record, cause: 'line\nbreak \u2028 \ufffd \ufffd \u001b' });
  await history.close();
});

eachDialect('a call is in the journal at once, and in the database a second later', async (bed) => {
  const clock = new FakeClock();
  const history = await open(bed, clock);
  history.write(call('a'));
  assert.match(readFileSync(file(bed), 'utf8'), /"id":"a"/);
  assert.deepEqual(await stored(bed), []);
  clock.advance(1_000);
  await history.flush();
  assert.deepEqual(await stored(bed), ['a']);
  await history.close();
  assert.equal(clock.waiting, 0);
  assert.equal(statSync(file(bed)).size, 0);
  assert.equal(statSync(file(bed)).mode & 0o777, 0o600);
});

eachDialect('two hundred calls do not wait for the second', async (bed) => {
  const clock = new FakeClock();
  const history = await open(bed, clock);
  for (let index = 0; index < 200; index++) history.write(call(`c${index}`));
  while ((await stored(bed)).length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await history.list({ limit: 500 })).length, 200);
  await history.close();
});

/** The journal as a process that was killed leaves it: nothing is closed. */
eachDialect('what was in the journal at a kill is in the database after the next start, once', async (bed) => {
  const history = await open(bed);
  history.write(call('a', { startedAtMs: 1 }));
  await history.flush();
  history.write(call('b', { startedAtMs: 2 }));
  history.begin(begun('c', 3, leg('202')));
  history.write(call('c', { startedAtMs: 3 }));
  appendFileSync(file(bed), '{"id":"half","star');
  const again = await open(bed);
  assert.deepEqual(
    (await again.list({ limit: 9 })).map((record) => [record.id, record.outcome]),
    [
      ['c', 'answered'],
      ['b', 'answered'],
      ['a', 'answered'],
    ],
  );
  assert.equal(statSync(file(bed)).size, 0);
  await again.close();
  await history.close();
});

eachDialect('a call that was answered and not ended is recorded as interrupted', async (bed) => {
  const clock = new FakeClock();
  const history = await open(bed, clock);
  history.begin(begun('a', clock.nowMs() - 5_000, leg('202', { srtpSuite: '' })));
  const again = await open(bed);
  const [record] = await again.list({ number: '202', limit: 9 });
  assert.deepEqual(
    [record?.id, record?.outcome, record?.endedBy, record?.secure],
    ['a', 'interrupted', 'system', 'partly'],
  );
  assert.equal(record?.answeredAtMs, clock.nowMs());
  assert.ok((record?.endedAtMs ?? 0) >= clock.nowMs());
  assert.deepEqual(record?.caller, leg('201'));
  await again.close();
  const third = await open(bed);
  assert.equal((await third.list({ limit: 9 })).length, 1);
  await third.close();
  await history.close();
});

eachDialect('calls still open at an orderly stop are interrupted ones after the next start', async (bed) => {
  const history = await open(bed);
  history.begin(begun('a', 1, leg('202')));
  history.write(call('b'));
  await history.close();
  const again = await open(bed);
  assert.deepEqual((await again.list({ limit: 9 })).map((record) => record.id).sort(), ['a', 'b']);
  await again.close();
});

eachDialect('a full journal is changed for the other; open calls are carried over', async (bed) => {
  const history = await open(bed);
  history.begin(begun('open', 1, leg('202')));
  history.begin(begun('ended', 2, leg('202')));
  history.write(call('ended'));
  history.write(call('big', { cause: 'x'.repeat(limits.history.journalBytes) }));
  await history.flush();
  assert.equal(statSync(file(bed, 'a')).size, 0);
  const carried = readFileSync(file(bed, 'b'), 'utf8');
  assert.match(carried, /^\{"begun":\{"id":"open"[^\n]+\n$/);
  history.write(call('later'));
  const again = await open(bed);
  assert.deepEqual((await again.list({ limit: 9 })).map((record) => `${record.id} ${record.outcome}`).sort(), [
    'big answered',
    'ended answered',
    'later answered',
    'open interrupted',
  ]);
  await again.close();
  await history.close();
});

eachDialect('garbage in the journal is passed over', async (bed) => {
  writeFileSync(
    file(bed),
    `7\nnull\n{"begun":7}\n[]\n${JSON.stringify(call('a'))}\n\x00\x01\n{"id":7}\n{"begun":{}}\n`,
  );
  const history = await open(bed);
  assert.ok((await history.list({ limit: 9 })).some((record) => record.id === 'a'));
  await history.close();
});

test('while the database fails calls stay on record, and those beyond the bound come from the journal', async () => {
  const path = temporaryPath();
  const directory = openDataDirectory(path);
  assert.ok(directory.ok);
  const clock = new FakeClock();
  const rows = new FailingRows();
  const history = await CallHistory.open({
    storage: { history: rows },
    directory: directory.value,
    clock,
    log: silentLog,
  });
  rows.broken = true;
  const count = limits.history.pending + 5;
  for (let index = 0; index < count; index++) history.write(call(`c${index}`));
  await assert.rejects(history.flush(), /no database/);
  rows.broken = false;
  await history.flush();
  assert.equal(rows.ids.size, count);
  await history.close();
  assert.equal(clock.waiting, 0);
  directory.value.close();
  rmSync(path, { recursive: true });
});

/** A table of calls that can be made to fail. */
class FailingRows {
  broken = false;
  readonly ids = new Set<unknown>();

  async insert(records: readonly string[]): Promise<void> {
    if (this.broken) throw new Error('no database');
    for (const record of records) this.ids.add(JSON.parse(record).id);
  }

  async list(): Promise<[]> {
    return [];
  }

  async search(): Promise<{ total: number; rows: [] }> {
    return { total: 0, rows: [] };
  }
}

test('security of a call', () => {
  const plain = leg('1', { tlsVersion: '', srtpSuite: '' });
  assert.equal(securityOf(leg('1'), leg('2')), 'throughout');
  assert.equal(securityOf(leg('1'), plain), 'partly');
  assert.equal(securityOf(plain, plain), 'never');
});
