// The changes of records, on each dialect.

import assert from 'node:assert/strict';
import { eachDialect } from '../testing.ts';
import type { RecordChangeRow } from './record-change-rows.ts';

const change = (auditId: number, form: string, key: string, differences = '[]'): RecordChangeRow => ({
  ...{
    auditId,
    form,
    key,
    kind: 'change',
    atMs: 1_795_000_000_000 + auditId,
    changedBy: 'root',
    differences,
    partOf: 0,
  },
});

const rows = [
  change(2, 'users', '201'),
  change(3, 'users', '202', '[{"field":"name","old":"Ä \\"😀","new":"%_\'"}]'),
  change(5, 'numbering', ''),
  change(8, 'users', '201'),
];

eachDialect('changes are found by entry, by record and by form, newest first', async ({ storage }) => {
  await storage.transaction((tx) => storage.recordChanges.append(tx, rows));
  assert.deepEqual(await storage.recordChanges.get(3), rows[1]);
  assert.ok(Object.isFrozen(await storage.recordChanges.get(3)));
  assert.equal(await storage.recordChanges.get(4), undefined);
  const ids = (found: readonly RecordChangeRow[]) => found.map(({ auditId }) => auditId);
  assert.deepEqual(ids(await storage.recordChanges.ofRecord('users', '201', 10)), [8, 2]);
  assert.deepEqual(ids(await storage.recordChanges.ofRecord('users', '201', 1)), [8]);
  assert.deepEqual(ids(await storage.recordChanges.ofRecord('numbering', '', 10)), [5]);
  assert.deepEqual(ids(await storage.recordChanges.ofRecord('users', "' or 1=1 --", 10)), []);
  assert.deepEqual(ids(await storage.recordChanges.last(['users', 'numbering'], 3)), [8, 5, 3]);
  assert.deepEqual(ids(await storage.recordChanges.last(['numbering'], 3)), [5]);
  assert.deepEqual(ids(await storage.recordChanges.last([], 3)), []);
});

eachDialect(
  'changes that were made as one are found by the entry that heads them, in their order',
  async ({ storage }) => {
    const parts = [10, 11, 12].map((id) => ({ ...change(id, 'users', String(id)), partOf: 9 }));
    await storage.transaction((tx) => storage.recordChanges.append(tx, [change(8, 'users', '201'), ...parts]));
    assert.deepEqual(await storage.recordChanges.partsOf(9, 10), parts);
    assert.equal((await storage.recordChanges.partsOf(9, 2)).length, 2);
    assert.deepEqual(await storage.recordChanges.partsOf(8, 10), []);
  },
);

eachDialect('a change that is there already is a fault, and nothing of its batch is written', async ({ storage }) => {
  await storage.transaction((tx) => storage.recordChanges.append(tx, rows));
  await assert.rejects(
    storage.transaction((tx) => storage.recordChanges.append(tx, [change(9, 'users', '1'), change(8, 'users', '1')])),
  );
  assert.equal(await storage.recordChanges.get(9), undefined);
});

eachDialect('what is written in a transaction is read in it, and gone when it fails', async ({ storage }) => {
  const failing = storage.transaction(async (tx) => {
    await storage.recordChanges.append(tx, rows);
    assert.deepEqual(await storage.recordChanges.get(2, tx), rows[0]);
    throw new Error('made to fail');
  });
  await assert.rejects(failing, /made to fail/);
  assert.equal(await storage.recordChanges.get(2), undefined);
});
