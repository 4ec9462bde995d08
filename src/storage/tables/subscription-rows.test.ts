// Subscriptions in the database, on each dialect: many at once, written over, deleted.

import assert from 'node:assert/strict';
import { eachDialect } from '../testing.ts';

const row = (id: string, endsAtMs = 1_795_000_000_000) => ({ id, endsAtMs, body: `{"of":"${id}"}` });

eachDialect('subscriptions are kept, written over, and deleted', async (bed) => {
  const rows = () => bed.storage.subscriptions;
  const many = Array.from({ length: 1_200 }, (_, index) => row(`t${index}`));
  await bed.storage.transaction((tx) => rows().put(tx, many));
  await bed.storage.transaction((tx) => rows().put(tx, [row('t1', 1_795_000_009_000)]));
  await bed.reopen();
  const kept = await rows().all();
  assert.equal(kept.length, 1_200);
  assert.deepEqual(
    kept.find(({ id }) => id === 't1'),
    row('t1', 1_795_000_009_000),
  );
  await bed.storage.transaction((tx) => rows().delete(tx, [...many.slice(1).map(({ id }) => id), 'none']));
  assert.deepEqual(await rows().all(), [row('t0')]);
});
