// Subscriptions on their way to the database: gathered, the last word counts, and all of it there when it has settled.

import assert from 'node:assert/strict';
import { FakeClock, silentLog } from '#base';
import { eachDialect } from '../../src/storage/testing.ts';
import { SubscriptionBook } from './subscription-book.ts';

const kept = (id: string, body = '{}') => ({ id, endsAtMs: 1_795_000_000_000, body });

eachDialect('what was put and removed meanwhile is written together', async ({ storage }) => {
  const clock = new FakeClock();
  const book = new SubscriptionBook(storage, clock, silentLog);
  for (const id of ['a', 'b', 'c']) book.put(kept(id));
  book.put(kept('b', '{"later":true}'));
  book.remove('c');
  assert.deepEqual(await book.all(), []);
  clock.advance(500);
  await book.settled();
  assert.deepEqual(
    (await book.all()).toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    [kept('a'), kept('b', '{"later":true}')],
  );
  book.remove('a');
  book.remove('never');
  await book.settled();
  assert.deepEqual(await book.all(), [kept('b', '{"later":true}')]);
});
