// Tests of the CSV line of the client mode.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallRecord } from '../history/call-record.ts';
import { printIpOffice } from './ip-office.ts';
import { noFlags } from './smdr-call.ts';
import { at, callOf, nobody, station, trunk } from './testing.ts';

const line = (record: CallRecord, number = 1): string => printIpOffice(record, noFlags, number, 'UTC');
const started = at('06/13 23:42:05');
const charges = ',,,,,,,';

test('outgoing', () => {
  const call = callOf({
    ...{ startedAtMs: started, caller: station('214', 'Ada'), called: trunk(54, '6135952122'), dialled: '96135952122' },
    ...{ rang: 7, lasted: 509, details: { accountCode: '1200' } },
  });
  assert.equal(
    line(call),
    `2026/06/13 23:42:05,00:08:29,7,214,O,6135952122,96135952122,1200,0,1000000,0,E214,Ada,T9054,provider54,0,0,0,n/a,${charges},,,`,
  );
});

test('incoming: the extension is the first party', () => {
  const call = callOf({ startedAtMs: started, caller: trunk(2, '+4930123'), called: station('201', 'Ada'), rang: 8 });
  assert.equal(
    line({ ...call, dialled: '4989201' }, 16),
    `2026/06/13 23:42:05,00:01:00,8,+4930123,I,201,4989201,,0,1000015,0,E201,Ada,T9002,provider2,0,0,0,n/a,${charges},,,`,
  );
});

test('internal, and nobody answered: it rang until the end', () => {
  const call = callOf({
    startedAtMs: started,
    caller: station('201', 'Ada'),
    called: station('202', 'Bob'),
    lasted: 20,
  });
  assert.equal(
    line(call),
    `2026/06/13 23:42:05,00:00:00,20,201,O,202,202,,1,1000000,0,E201,Ada,E202,Bob,0,0,0,n/a,${charges},,,`,
  );
});

test('forwarded outside: who had it go there', () => {
  const call = callOf({ caller: trunk(2), called: trunk(3, '0891234'), details: { forwardedBy: '201' }, rang: 1 });
  assert.match(line(call), /,U fu,201,0891234$/);
});

test('held and parked', () => {
  const record = callOf({ rang: 1 });
  const fields = printIpOffice(record, { ...noFlags, heldMs: 12_000, parkedMs: 3_000 }, 1, 'UTC').split(',');
  assert.deepEqual(fields.slice(15, 17), ['12', '3']);
});

test('always 30 fields and one line, whatever names hold', () => {
  const evil = 'A,"b\r\nc\u2028\ud800';
  const call = callOf({ caller: station('201', evil), called: { ...trunk(1), name: evil }, dialled: evil, rang: 1 });
  for (const record of [call, callOf({ called: nobody }), callOf({ caller: trunk(1, evil), called: nobody })]) {
    assert.equal(line(record).split(',').length, 30);
    assert.match(line(record), /^[^\p{Cc}"\u2028]*$/u);
  }
});
