// What is searched for in the call history, page by page, on each dialect.

import assert from 'node:assert/strict';
import { eachDialect } from '../testing.ts';
import type { HistorySearch } from './history-rows.ts';

const leg = (number: string, name: string) => ({ number, name, address: '192.0.2.7:5061', transport: 'TLS' });
const call = (id: string, startedAtMs: number, change: object = {}): string =>
  JSON.stringify({
    ...{
      id,
      startedAtMs,
      answeredAtMs: 0,
      endedAtMs: startedAtMs + 1,
      caller: leg('201', 'Ada'),
      called: leg('202', ''),
    },
    ...{ dialled: '202', outcome: 'answered', status: 200, cause: 'hung up', endedBy: 'caller', secure: 'throughout' },
    ...change,
  });

eachDialect('calls are searched for, ordered and paged by the database', async ({ storage }) => {
  await storage.history.insert([
    ...[call('a', 1_000), call('b', 3_000, { outcome: 'busy' }), call('c', 2_000, { called: leg('203', 'Zoë 100%') })],
    call('d', 3_000, { dialled: '*78', called: leg('', ''), secure: 'never' }),
  ]);
  const all = { text: '', equal: {}, descending: false, offset: 0, limit: 10 };
  const found = async (search: Partial<HistorySearch>): Promise<string> => {
    const { total, rows } = await storage.history.search({ ...all, ...search });
    return `${rows.map(({ id }) => id).join(' ')} of ${total}`;
  };
  assert.equal(await found({}), 'a c b d of 4');
  assert.equal(await found({ descending: true, limit: 2 }), 'd b of 4');
  assert.equal(await found({ descending: true, offset: 2 }), 'c a of 4');
  assert.equal(await found({ offset: 9 }), ' of 4');
  assert.equal(await found({ fromMs: 2_000, toMs: 3_000 }), 'c of 1');
  assert.equal(await found({ equal: { outcome: 'BUSY' } }), 'b of 1');
  assert.equal(await found({ equal: { calledNumber: '202', callerNumber: '201' } }), 'a b of 2');
  assert.equal(await found({ equal: { id: 'c' } }), 'c of 1');
  assert.equal(await found({ equal: { dialled: "202' or '1'='1" } }), ' of 0');
  for (const text of ['ZOë', '100%', '203']) assert.equal(await found({ text }), 'c of 1', text);
  assert.equal(await found({ text: 'ada' }), 'a c b d of 4');
  for (const text of ['%', '_'].map((wild) => `1${wild}0%`)) assert.equal(await found({ text }), ' of 0', text);
  assert.equal(await found({ text: '\\' }), ' of 0');
});
