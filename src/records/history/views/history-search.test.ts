// Tests of what is asked of the view Call History, and of a call as it shows it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CallRecord, noDetails } from '../call-record.ts';
import { callHistoryRecord } from './call-history.view.ts';
import { historySearch } from './history-search.ts';

const plain = { text: '', equal: {}, descending: true, offset: 0, limit: 50 };

test('without an order the newest come first; filters are those of the columns, times may be beginnings of one', () => {
  assert.deepEqual(historySearch({}), { ok: true, value: plain });
  const asked = historySearch({
    search: ' Ada ',
    sort: 'started',
    where: { caller: '201', started: '2027-01' },
    limit: 9,
  });
  assert.deepEqual(asked, {
    ok: true,
    value: {
      ...{ ...plain, text: 'Ada', equal: { callerNumber: '201' }, descending: false, limit: 9 },
      ...{ fromMs: Date.UTC(2027, 0), toMs: Date.UTC(2027, 1) },
    },
  });
});

test('another order, another field, no time, a wrong page are refused by name', () => {
  for (const [question, words] of [
    [{ sort: 'caller' }, /order in which they began/],
    [{ where: { cause: 'x' } }, /filtered by "cause"/],
    [{ where: { constructor: 'x' } }, /filtered by "constructor"/],
    [{ where: { started: 'yesterday' } }, /"yesterday" is no time/],
    [{ where: { started: '2027-13' } }, /is no time/],
    [{ offset: -1 }, /offset/],
    [{ limit: 1_001 }, /1 to 1000/],
  ] as const) {
    const refused = historySearch(question);
    assert.ok(!refused.ok);
    assert.equal(refused.refusal.code, 'records.wrong-search');
    assert.match(refused.refusal.words, words);
  }
});

test('a call as the view shows it', () => {
  const leg = (number: string) => ({
    ...{ number, name: 'Ada', address: '192.0.2.7:5061', transport: 'TLS', tlsVersion: 'TLSv1.3' },
    ...{ tlsSuite: 'TLS_AES_256_GCM_SHA384', srtpSuite: number === '' ? '' : 'AEAD_AES_256_GCM' },
    ...{ trunk: '', trunkNumber: 0 },
  });
  const call: CallRecord = {
    ...{ id: 'c', startedAtMs: 1_000, answeredAtMs: 0, endedAtMs: 65_000, caller: leg('201'), called: leg('') },
    ...{ dialled: '202', outcome: 'busy', status: 486, cause: 'Busy Here', endedBy: 'called', secure: 'partly' },
    details: noDetails,
  };
  const shown = callHistoryRecord(call);
  assert.deepEqual([shown.talked, shown.cause, shown.started], [0, '486 Busy Here', '1970-01-01T00:00:01.000Z']);
  assert.deepEqual(
    [shown.callerSecurity, shown.calledSecurity],
    ['TLSv1.3 TLS_AES_256_GCM_SHA384 AEAD_AES_256_GCM', 'TLSv1.3 TLS_AES_256_GCM_SHA384'],
  );
  assert.equal(callHistoryRecord({ ...call, answeredAtMs: 5_000 }).talked, 60);
});
