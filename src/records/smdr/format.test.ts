// Tests of the SMDR line, byte by byte: the eight situations of the format's own papers, and others that follow from its rules.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallRecord } from '../history/call-record.ts';
import { callId, printSmdr, type SmdrLayout } from './format.ts';
import { noFlags, type SmdrFlags, type SmdrRules, smdrCalls } from './smdr-call.ts';
import { at, callOf, layoutOf, nobody, optionsOf, station, trunk } from './testing.ts';

const rules: SmdrRules = { options: optionsOf(), isReported: () => true, locationIdOf: () => undefined };

/** The lines of a call. */
const lines = (
  record: CallRecord,
  flags: Partial<SmdrFlags> = {},
  layout: Partial<SmdrLayout> = {},
  wishes: Partial<SmdrRules> = {},
): string[] =>
  smdrCalls(record, { ...noFlags, ...flags }, { ...rules, ...wishes }).map((call) =>
    printSmdr(call, layoutOf(layout), 12_345),
  );

const single = (...given: Parameters<typeof lines>): string => {
  const [line = '', ...more] = lines(...given);
  assert.equal(more.length, 0);
  return line;
};

test('outgoing over a trunk with answer supervision: A, and a - from five minutes on', () => {
  const call = callOf({
    ...{ startedAtMs: at('06/13 23:42:00'), caller: station('214'), called: trunk(54), dialled: '6135952122' },
    ...{ rang: 7, lasted: 509 },
  });
  assert.equal(
    single(call),
    '-06/13 11:42p 00:08:29 214       6135952122                A T054                    000  ',
  );
});

test('outgoing over a tie trunk with an account code', () => {
  const call = callOf({
    ...{ startedAtMs: at('05/17 10:51:00'), caller: station('213'), called: trunk(82), dialled: '201' },
    ...{ rang: 2, lasted: 112, details: { accountCode: '1200' } },
  });
  assert.equal(
    single(call, { calledIsTie: true }),
    ' 05/17 10:51  00:01:52 213       201                       A X082       1200         000  ',
  );
});

test('incoming over a direct-in trunk, answered after eight seconds', () => {
  const call = callOf({
    ...{ startedAtMs: at('01/30 15:10:00'), caller: trunk(102), called: station('201'), dialled: '201' },
    ...{ rang: 8, lasted: 142 },
  });
  assert.equal(
    single(call),
    ' 01/30 03:10p 00:02:22 T102  008 201                         201                     000  ',
  );
});

test('incoming over a dial-in tie trunk to a hunt group, answered by another', () => {
  const call = callOf({
    ...{ startedAtMs: at('03/12 09:11:00'), caller: trunk(116), called: station('224'), dialled: '63' },
    ...{ rang: 7, lasted: 72 },
  });
  assert.equal(
    single(call, { callerIsTie: true }),
    ' 03/12 09:11  00:01:12 X116  007 63                          224                     000  ',
  );
});

test('placed by an attendant: a star, and a + from half an hour on', () => {
  const call = callOf({
    ...{ startedAtMs: at('01/30 15:27:00'), caller: station('201'), called: trunk(52), dialled: '16545996951' },
    ...{ rang: 4, lasted: 2_111 },
  });
  assert.equal(
    single(call, { hasAttendant: true }),
    '+01/30 03:27p 00:35:11 201  *    16545996951               A T052                    000  ',
  );
});

test('incoming, answered by an attendant', () => {
  const call = callOf({
    ...{ startedAtMs: at('04/15 13:42:00'), caller: trunk(90), called: station('ATT2'), dialled: '' },
    ...{ rang: 9, lasted: 31 },
  });
  assert.equal(
    single(call, { hasAttendant: true }),
    ' 04/15 01:42p 00:00:31 T090 *009                             ATT2                    000  ',
  );
});

test('a barred call: T', () => {
  const call = callOf({
    ...{ startedAtMs: at('07/09 02:15:00'), caller: station('1234'), called: trunk(1), dialled: '0019005551234' },
    ...{ lasted: 4, outcome: 'refused' },
  });
  assert.equal(
    single(call, { isBarred: true }),
    ' 07/09 02:15  00:00:04 1234      0019005551234             T T001                    000  ',
  );
});

test('112 columns: the number that called and the one that was dialled', () => {
  const call = callOf({
    ...{ startedAtMs: at('07/09 10:56:00'), caller: trunk(100, '+16135551212'), called: station('5001') },
    ...{ dialled: '5001', rang: 1, lasted: 59 },
  });
  assert.equal(
    single(call, { dnis: '+16135925001' }, { aniDnis: true }),
    ' 07/09 10:56  00:00:59 T100  001 5001                        5001                    000   6135551212 6135925001',
  );
});

test('131 columns: the identifiers of the call and of the one that it came from', () => {
  const call = callOf({ caller: trunk(100, '+4930123456'), dialled: '+4989202', rang: 1 });
  assert.equal(
    single(call, { associated: callId('007', 12_344) }, { aniDnis: true, networkOli: true }),
    ' 06/13 09:00  00:01:00 T100  001 4989202                     202                     000   4930123456 4989202    A0002345A A0072344',
  );
  assert.equal(
    single(call, {}, { networkOli: true }),
    ' 06/13 09:00  00:01:00 T100  001 4989202                     202                     000                         A0002345A         ',
  );
});

test('incoming that nobody answered: three stars, and how long it was tried', () => {
  assert.equal(
    single(callOf({ caller: trunk(7), lasted: 25 })),
    ' 06/13 09:00  00:00:25 T007  *** 202                         202                     000  ',
  );
});

test('incoming to a busy extension: B', () => {
  assert.equal(
    single(callOf({ caller: trunk(7), lasted: 2, outcome: 'busy' })),
    ' 06/13 09:00  00:00:02 T007  *** 202                       B 202                     000  ',
  );
});

test('incoming to a number that leads nowhere: E; and then transferred', () => {
  const call = callOf({ caller: trunk(100), called: nobody, dialled: '5050', lasted: 3, outcome: 'refused' });
  assert.equal(
    single(call, { isInvalidNumber: true }),
    ' 06/13 09:00  00:00:03 T100  *** 5050                      E                         000  ',
  );
  assert.equal(
    single({ ...call, called: station('5020') }, { isInvalidNumber: true, handling: 'X' }),
    ' 06/13 09:00  00:00:03 T100  *** 5050                      E 5020X                   000  ',
  );
});

test('incoming that its caller gave up before it led anywhere', () => {
  assert.equal(
    single(callOf({ caller: trunk(100), called: nobody, dialled: '5001', lasted: 1, outcome: 'cancelled' })),
    ' 06/13 09:00  00:00:01 T100  *** 5001                                                000  ',
  );
});

test('internal: I, answered at once or by nobody', () => {
  assert.equal(
    single(callOf({ caller: station('5356'), called: station('5334'), dialled: '5334', rang: 0, lasted: 61 })),
    ' 06/13 09:00  00:01:01 5356  000 5334                      I 5334                    000  ',
  );
  assert.equal(
    single(callOf({ lasted: 30 })),
    ' 06/13 09:00  00:00:30 201   *** 202                       I 202                     000  ',
  );
});

test('outgoing that nobody answered: no letter', () => {
  assert.equal(
    single(callOf({ called: trunk(3), dialled: '0089123', lasted: 20 })),
    ' 06/13 09:00  00:00:20 201       0089123                     T003                    000  ',
  );
});

test('barred before a trunk was chosen: T without a trunk', () => {
  const call = callOf({ called: nobody, dialled: '0190123', lasted: 0, outcome: 'refused' });
  assert.equal(
    single(call, { isBarred: true }),
    ' 06/13 09:00  00:00:00 201       0190123                   T                         000  ',
  );
});

test('transferred, transferred without announcing, a conference: with the third party', () => {
  const call = callOf({ caller: trunk(102), called: station('201'), dialled: '201', rang: 5, lasted: 60 });
  for (const handling of ['T', 'X', 'C'] as const)
    assert.equal(
      single(call, { handling, thirdParty: '224' }),
      ` 06/13 09:00  00:01:00 T102  005 201                         201 ${handling} 224               000  `,
    );
  assert.equal(
    single(
      { ...call, caller: station('201'), called: trunk(9), dialled: '0123' },
      { handling: 'T', thirdParty: '224' },
    ),
    ' 06/13 09:00  00:01:00 201       0123                      A T009T 224               000  ',
  );
});

test('forwarded inside: F, and who answered', () => {
  const call = callOf({ called: station('203'), details: { forwardedBy: '202' }, rang: 6 });
  assert.equal(
    single(call),
    ' 06/13 09:00  00:01:00 201   006 202                       IF203                     000  ',
  );
});

test('a speed call: S', () => {
  assert.equal(
    single(callOf({ called: trunk(1), dialled: '0123', rang: 1 }), { isSpeedCall: true }),
    ' 06/13 09:00  00:01:00 201       0123                      AST001                    000  ',
  );
});

test('forwarded outside, from inside: the trunk’s record is that of who forwarded', () => {
  const call = callOf({ called: trunk(4), dialled: '202', details: { forwardedBy: '202', route: 'city' }, rang: 6 });
  assert.equal(
    single(call),
    ' 06/13 09:00  00:01:00 202       202                       AFT004                    000  ',
  );
});

test('two trunks on a call: two records', () => {
  const call = callOf({ caller: trunk(102), called: trunk(54), dialled: '0891234', rang: 3, lasted: 60 });
  assert.deepEqual(lines(call, {}, { networkOli: true }), [
    ' 06/13 09:00  00:01:00 T102  003 0891234                     T054                    000                         A0002345A         ',
    ' 06/13 09:00  00:01:00 T102      0891234                   A T054                    000                         A0002345B         ',
  ]);
});

test('forwarded outside, from outside: one record for each trunk, with who forwarded', () => {
  const call = callOf({
    caller: trunk(102),
    called: trunk(54),
    dialled: '201',
    details: { forwardedBy: '201' },
    rang: 3,
  });
  assert.deepEqual(lines(call), [
    ' 06/13 09:00  00:01:00 T102  003 201                        F201   T054              000  ',
    ' 06/13 09:00  00:01:00 201       201                       AFT054                    000  ',
  ]);
});

test('from trunk to trunk, barred: the incoming record, and one with T', () => {
  const call = callOf({ caller: trunk(102), called: nobody, dialled: '0900123', lasted: 1, outcome: 'refused' });
  assert.deepEqual(lines(call, { isBarred: true }), [
    ' 06/13 09:00  00:00:01 T102  *** 0900123                                             000  ',
    ' 06/13 09:00  00:00:01 T102      0900123                   T                         000  ',
  ]);
});

test('the long-call flag: blank, -, % and + at their very seconds', () => {
  const flag = (lasted: number): string => single(callOf({ called: trunk(1), rang: 1, lasted })).slice(0, 1);
  const bounds = [299, 300, 599, 600, 1_799, 1_800, 359_999];
  assert.deepEqual(bounds.map(flag), [' ', '-', '-', '%', '%', '+', '+']);
});

test('the longest duration, and what is longer', () => {
  const duration = (lasted: number): string => single(callOf({ called: trunk(1), rang: 1, lasted })).slice(14, 22);
  assert.deepEqual([359_999, 360_000, 9_999_999].map(duration), ['99:59:59', '99:99:99', '99:99:99']);
});

test('time to answer has three digits, whatever it was', () => {
  const line = single(callOf({ caller: trunk(1), rang: 2_000 }));
  assert.equal(line.slice(29, 32), '999');
});

test('midnight and noon by twelve and by twenty-four hours, with and without seconds', () => {
  const start = (time: string, layout: Partial<SmdrLayout>): string =>
    single(callOf({ called: trunk(1), startedAtMs: at(`06/13 ${time}`) }), {}, layout).slice(
      7,
      layout.seconds ? 17 : 14,
    );
  assert.deepEqual(
    ['00:05:09', '12:05:09', '23:59:59'].map((time) => start(time, { timeFormat: '12' })),
    ['12:05  ', '12:05p ', '11:59p '],
  );
  assert.deepEqual(
    ['00:05:09', '12:05:09', '23:59:59'].map((time) => start(time, { timeFormat: '24' })),
    ['00:05  ', '12:05  ', '23:59  '],
  );
  assert.equal(start('23:59:58', { timeFormat: '12', seconds: true }), '11:59:58p ');
});

test('seconds move what is behind the time by three columns, and nothing else', () => {
  const call = callOf({ called: trunk(1), dialled: '0123', rang: 1 });
  const [plain, long] = [single(call), single(call, {}, { seconds: true })];
  assert.equal(long, ` 06/13 09:00:00  00:01:00 ${plain.slice(23)}`);
  assert.equal(long.length, 93);
});

test('the start is told at the place of the system', () => {
  const call = callOf({ called: trunk(1), startedAtMs: at('06/30 23:30:00') });
  assert.equal(single(call, {}, { zone: 'Europe/Berlin' }).slice(0, 14), ' 07/01 01:30  ');
});

test('long numbers are cut: 26 digits dialled, the last four of a station, the last ten of a number, 12 of an account', () => {
  const call = callOf({
    ...{ caller: trunk(5, '+4930123456789'), called: station('1234567'), dialled: `+${'1234567890'.repeat(4)}` },
    ...{ rang: 1, details: { accountCode: '1234567890123' } },
  });
  assert.equal(
    single(call, {}, { aniDnis: true }),
    ' 06/13 09:00  00:01:00 T005  001 12345678901234567890123456  4567       123456789012 000   0123456789 1234567890',
  );
});

test('an account code is shown only where it is reported', () => {
  const call = callOf({ called: trunk(1), dialled: '0123', rang: 1, details: { accountCode: '1200' } });
  assert.equal(single(call).slice(72, 84), '1200        ');
  assert.equal(single(call, {}, { accountCodes: false }).slice(72, 84), ' '.repeat(12));
});

test('the system’s identification, or that of the extension’s location', () => {
  const idOf = (wishes: Partial<SmdrRules['options']>, call = callOf({ called: trunk(1), rang: 1 })): string =>
    single(
      call,
      {},
      {},
      {
        options: { ...optionsOf({ systemId: '042' }), ...wishes },
        locationIdOf: (number) => ({ '201': '777', '202': '77', '205': '555' })[number],
      },
    ).slice(85, 88);
  assert.equal(idOf({ locationAccounting: false }), '042');
  assert.equal(idOf({ locationAccounting: true }), '777');
  assert.equal(
    idOf({ locationAccounting: true }, callOf({ caller: trunk(1), called: station('205'), rang: 1 })),
    '555',
  );
  assert.equal(
    idOf({ locationAccounting: true }, callOf({ caller: trunk(1), called: station('202') })),
    '042',
    'no id',
  );
  assert.equal(idOf({ locationAccounting: true }, callOf({ caller: trunk(1), called: nobody })), '042', 'no location');
});

test('no line can be broken by what a peer or a name says', () => {
  const call = callOf({ caller: trunk(1, '+49\r\n30'), called: station('2\n1'), dialled: '1\r2 3-4\u00e4', rang: 1 });
  const line = single(call, { thirdParty: '\u0000x', associated: 'a\nb' }, { aniDnis: true, networkOli: true });
  assert.match(line, /^[ -~]{131}$/);
});
