// Transactions, refusals on opening, and the thread behind it.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { no, silentLog } from '#base';
import { storageCodes } from './storage.codes.ts';
import { openStorage } from './storage.ts';
import { eachDialect, temporaryPath } from './testing.ts';

eachDialect('what a transaction wrote is there after a restart', async (bed) => {
  await bed.storage.transaction((tx) => bed.storage.system.put(tx, 'name', 'Höhe "1" 😀'));
  await bed.reopen();
  assert.equal(await bed.storage.system.get('name'), 'Höhe "1" 😀');
});

eachDialect('a transaction whose work throws writes nothing', async (bed) => {
  const { storage } = bed;
  const failing = storage.transaction(async (tx) => {
    await storage.system.put(tx, 'a', '1');
    throw new Error('no');
  });
  await assert.rejects(failing, /no/);
  assert.equal(await storage.system.get('a'), undefined);
  await storage.transaction((tx) => storage.system.put(tx, 'b', '2'));
  assert.equal(await storage.system.get('b'), '2');
});

eachDialect('an attempt that refuses writes nothing and returns the refusal', async (bed) => {
  const { storage } = bed;
  const result = await storage.attempt(async (tx) => {
    await storage.system.put(tx, 'a', '1');
    return no(storageCodes.refuse('storage.missing', { key: 'x' }));
  });
  assert.deepEqual(result, no({ code: 'storage.missing', words: 'There is no record "x".' }));
  assert.equal(await storage.system.get('a'), undefined);
});

eachDialect('transactions run one after another and see each other', async (bed) => {
  const { storage } = bed;
  const increment = () =>
    storage.transaction(async (tx) => {
      const before = Number((await storage.system.get('count', tx)) ?? '0');
      await new Promise((resolve) => setImmediate(resolve));
      await storage.system.put(tx, 'count', String(before + 1));
    });
  await Promise.all(Array.from({ length: 20 }, increment));
  assert.equal(await storage.system.get('count'), '20');
});

eachDialect('work before the commit can still fail it; work after the commit cannot', async (bed) => {
  const { storage } = bed;
  const order: string[] = [];
  const failing = storage.transaction(async (tx) => {
    await storage.system.put(tx, 'a', '1');
    tx.afterCommit(() => void order.push('after'));
    tx.beforeCommit(async () => Promise.reject(new Error('not written')));
  });
  await assert.rejects(failing, /not written/);
  assert.equal(await storage.system.get('a'), undefined);
  await storage.transaction(async (tx) => {
    tx.beforeCommit(async () => void order.push('before'));
    tx.afterCommit(() => Promise.reject(new Error('ignored')));
    await storage.system.put(tx, 'a', '2');
    order.push('work');
  });
  assert.deepEqual(order, ['work', 'before']);
  assert.equal(await storage.system.get('a'), '2');
});

test('reading does not wait for a transaction that is open [sqlite]', async () => {
  const path = temporaryPath();
  const storage = await open(path);
  await storage.transaction((tx) => storage.system.put(tx, 'a', 'old'));
  await storage.transaction(async (tx) => {
    await storage.system.put(tx, 'a', 'new');
    assert.equal(await storage.system.get('a'), 'old');
    assert.equal(await storage.system.get('a', tx), 'new');
  });
  await storage.close();
  rmSync(path, { recursive: true });
});

test('a newer schema is refused by its step, and nothing is touched', async () => {
  const path = temporaryPath();
  await (await open(path)).close();
  const database = new DatabaseSync(join(path, 'ringfence.db'));
  database.exec(`insert into schema_migration values ('0009-later', '2030-01-01')`);
  database.close();
  const before = fingerprints(path);
  const opened = await openStorage({ dialect: 'sqlite', directory: path }, silentLog);
  assert.equal(opened.ok ? '' : opened.refusal.code, 'storage.newer-schema');
  assert.match(opened.ok ? '' : opened.refusal.words, /0009-later/);
  assert.deepEqual(fingerprints(path), before);
  rmSync(path, { recursive: true });
});

eachDialect('a newer schema is refused', async (bed) => {
  await bed.forger.add('schema_migration', { name: '0009-later', timestamp: '2030-01-01' });
  await assert.rejects(bed.reopen(), /0009-later/);
});

for (const [what, make] of [
  ['garbage', (path: string) => writeFileSync(path, 'not a database at all, but long enough to look at it'.repeat(50))],
  ['a foreign database', (path: string) => new DatabaseSync(path).exec('create table t (a)')],
] as const)
  test(`${what} in place of the database is refused and not touched`, async () => {
    const path = temporaryPath();
    make(join(path, 'ringfence.db'));
    const before = fingerprints(path);
    const opened = await openStorage({ dialect: 'sqlite', directory: path }, silentLog);
    assert.equal(opened.ok ? '' : opened.refusal.code, 'storage.not-database');
    assert.deepEqual(fingerprints(path), before);
    rmSync(path, { recursive: true });
  });

test('a database that a tool holds is refused as in use', async () => {
  const path = temporaryPath();
  await (await open(path)).close();
  const tool = new DatabaseSync(join(path, 'ringfence.db'));
  tool.exec('pragma locking_mode = exclusive; begin exclusive');
  const opened = await openStorage({ dialect: 'sqlite', directory: path, patienceMs: 50 }, silentLog);
  assert.equal(opened.ok ? '' : opened.refusal.code, 'storage.in-use');
  tool.close();
  rmSync(path, { recursive: true });
});

test('a directory that is not there is refused', async () => {
  const opened = await openStorage({ dialect: 'sqlite', directory: '/nonexistent/ringfence' }, silentLog);
  assert.equal(opened.ok ? '' : opened.refusal.code, 'storage.not-writable');
});

test('a database server that does not answer is refused without showing the password', async () => {
  const opened = await openStorage({ dialect: 'postgres', url: 'postgres://a:geheim@127.0.0.1:1/x' }, silentLog);
  assert.equal(opened.ok ? '' : opened.refusal.code, 'storage.unreachable');
  assert.doesNotMatch(opened.ok ? '' : opened.refusal.words, /geheim/);
});

test('files are for their owner alone', async () => {
  const path = temporaryPath();
  const storage = await open(path);
  await storage.transaction((tx) => storage.system.put(tx, 'a', '1'));
  const names = readdirSync(path);
  assert.ok(names.includes('ringfence.db-wal'));
  for (const name of names) assert.equal(statSync(join(path, name)).mode & 0o777, 0o600, name);
  await storage.close();
  assert.deepEqual(readdirSync(path), ['ringfence.db']);
  rmSync(path, { recursive: true });
});

async function open(path: string) {
  const opened = await openStorage({ dialect: 'sqlite', directory: path }, silentLog);
  assert.ok(opened.ok);
  return opened.value;
}

function fingerprints(path: string): Record<string, string> {
  const print = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(path, name)))
      .digest('hex');
  return Object.fromEntries(readdirSync(path).map((name) => [name, print(name)]));
}
