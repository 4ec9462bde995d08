// Second factors in the database, on each dialect: written whole, written over, deleted with what was told of them.

import assert from 'node:assert/strict';
import { eachDialect } from '../testing.ts';
import type { SecondFactorRow } from './second-factor-rows.ts';

const row: SecondFactorRow = {
  ...{ id: 'a1', loginId: 'anne', kind: 'totp', name: 'Anne’s phone', sealed: 'sealed:v1:k:n:c' },
  ...{ madeAtMs: 1_795_000_000_000, usedAtMs: 0, counter: 59_833_333, wrong: 0 },
};

eachDialect('a second factor is kept, used, and deleted', async (bed) => {
  const rows = () => bed.storage.secondFactors;
  await bed.storage.transaction((tx) => rows().put(tx, row));
  await bed.storage.transaction((tx) => rows().put(tx, { ...row, id: 'a2', kind: 'passkey' }));
  const used = { ...row, usedAtMs: 1_795_000_030_000, counter: 59_833_334, wrong: 2 };
  await bed.storage.transaction((tx) => rows().put(tx, used));
  await bed.reopen();
  const kept = (await rows().all()).toSorted((one, other) => (one.id < other.id ? -1 : 1));
  assert.deepEqual(kept, [used, { ...row, id: 'a2', kind: 'passkey' }]);
  await bed.storage.transaction((tx) => rows().delete(tx, []));
  await bed.storage.transaction((tx) => rows().delete(tx, ['a1', 'a2', 'none']));
  assert.deepEqual(await rows().all(), []);
});

eachDialect('what a person is told of changes comes oldest first, and goes', async ({ storage }) => {
  const told = (id: string, atMs: number) => ({ id, loginId: 'anne', atMs, words: `at ${atMs}` });
  await storage.transaction(async (tx) => {
    await storage.secondFactors.addChange(tx, told('c2', 2_000));
    await storage.secondFactors.addChange(tx, told('c1', 1_000));
  });
  assert.deepEqual(await storage.secondFactors.changes(), [told('c1', 1_000), told('c2', 2_000)]);
  await storage.transaction((tx) => storage.secondFactors.deleteChanges(tx, ['c1']));
  assert.deepEqual(await storage.secondFactors.changes(), [told('c2', 2_000)]);
});
