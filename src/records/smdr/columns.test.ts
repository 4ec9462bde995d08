// Properties of the SMDR line: whatever a call was, the line has its length, every field stands in its columns, and what is not written
// is not there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printSmdr, type SmdrLayout } from './format.ts';
import { noFlags, type SmdrCall, type SmdrRules, smdrCalls } from './smdr-call.ts';
import { callOf, layoutOf, nobody, optionsOf, station, trunk } from './testing.ts';

/** First and last column of each field of the standard record, as its papers have them. */
const columns = {
  ...{ longCall: [1, 1], date: [2, 6], time: [8, 13], duration: [15, 22], calling: [24, 27], attendant: [29, 29] },
  ...{ answer: [30, 32], dialled: [34, 59], status: [60, 60], forwarding: [61, 61], called: [62, 65] },
  ...{
    handling: [66, 66],
    thirdParty: [68, 71],
    account: [73, 84],
    system: [86, 88],
    ani: [92, 101],
    dnis: [103, 112],
  },
  ...{ callId: [114, 121], sequence: [122, 122], associated: [124, 131] },
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

const fieldOf = (line: string, name: keyof typeof columns): string =>
  line.slice(columns[name][0] - 1, columns[name][1]).trim();

const alphabet = [...'0123456789*#+-A b~ÄTé😀\n\r\t\0",'];
const text = fc.array(fc.constantFrom(...alphabet), { maxLength: 40 }).map((units) => units.join(''));
const digits = (maxLength: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { maxLength }).map((units) => units.join(''));
const moments = fc.oneof(fc.double(), fc.nat(2 ** 30), fc.constantFrom(1.7e12, 8.64e15, 8.65e15, 1e300));
const answers = (ms: fc.Arbitrary<number>) => fc.option(ms, { nil: undefined });

const anyCall: fc.Arbitrary<SmdrCall> = fc.record({
  kind: fc.constantFrom('incoming', 'outgoing', 'internal'),
  ...{ startedAtMs: moments, durationMs: moments, answerMs: answers(moments) },
  ...{ calling: text, called: text, thirdParty: text, dialled: text, accountCode: text, systemId: text },
  ...{ ani: text, dnis: text, associated: text, hasAttendant: fc.boolean() },
  status: fc.constantFrom('', 'A', 'B', 'E', 'T', 'I'),
  forwarding: fc.constantFrom('', 'S', 'F'),
  handling: fc.constantFrom('', 'T', 'X', 'C'),
  sequence: fc.constantFrom('A', 'B'),
});

const anyLayout: fc.Arbitrary<SmdrLayout> = fc.record({
  timeFormat: fc.constantFrom('12', '24'),
  ...{ seconds: fc.boolean(), aniDnis: fc.boolean(), networkOli: fc.boolean(), accountCodes: fc.boolean() },
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu'),
});

test('every line is exactly as long as its layout says, and ASCII, whatever the call was', () => {
  fc.assert(
    fc.property(anyCall, anyLayout, fc.double(), (call, layout, number) => {
      const line = printSmdr(call, layout, number);
      const length = (layout.networkOli ? 131 : layout.aniDnis ? 112 : 90) + (layout.seconds ? 3 : 0);
      assert.equal(line.length, length);
      assert.match(line, /^[ %+-]\d\d\/\d\d \d\d:\d\d[ -~]*$/);
    }),
    { numRuns: 5_000 },
  );
});

const fits = fc.record({
  ...{ calling: digits(4), called: digits(4), thirdParty: digits(4), dialled: digits(26), accountCode: digits(12) },
  ...{ ani: digits(10), dnis: digits(10), associated: digits(8), systemId: fc.constant('042') },
  durationMs: fc.nat(359_998).map((seconds) => seconds * 1_000),
  answerMs: answers(fc.nat(999).map((seconds) => seconds * 1_000)),
});

test('what fits is read back from its columns', () => {
  const layout = layoutOf({ aniDnis: true, networkOli: true, timeFormat: '24' });
  const readsBack = (any: SmdrCall, own: Partial<SmdrCall>, count: number): void => {
    const call: SmdrCall = { ...any, ...own };
    const line = printSmdr(call, layout, count);
    for (const name of ['calling', 'called', 'thirdParty', 'dialled', 'status', 'forwarding', 'handling'] as const)
      assert.equal(fieldOf(line, name), call[name], name);
    for (const name of ['ani', 'dnis', 'sequence', 'associated'] as const)
      assert.equal(fieldOf(line, name), call[name]);
    assert.deepEqual([fieldOf(line, 'account'), fieldOf(line, 'system')], [call.accountCode, '042']);
    assert.equal(fieldOf(line, 'attendant'), call.hasAttendant ? '*' : '');
    assert.equal(fieldOf(line, 'callId'), `A042${String(count % 10_000).padStart(4, '0')}`);
    const [hours = 0, minutes = 0, seconds = 0] = fieldOf(line, 'duration').split(':').map(Number);
    assert.equal((hours * 3_600 + minutes * 60 + seconds) * 1_000, call.durationMs);
    const answer = call.answerMs === undefined ? '***' : String(call.answerMs / 1_000).padStart(3, '0');
    assert.equal(fieldOf(line, 'answer'), call.kind === 'outgoing' ? '' : answer);
  };
  fc.assert(fc.property(anyCall, fits, fc.nat(100_000), readsBack), { numRuns: 3_000 });
});

const rules: SmdrRules = { options: optionsOf(), isReported: () => true, locationIdOf: () => undefined };
const kindsOf = (...[record, flags, wishes]: [Parameters<typeof smdrCalls>[0], object?, object?]): string =>
  smdrCalls(record, { ...noFlags, ...flags }, { ...rules, ...wishes })
    .map(({ kind }) => kind)
    .join(' ');

const out = callOf({ called: trunk(1), dialled: '0123', rang: 1 });
const inward = callOf({ caller: trunk(2), rang: 1 });
const inside = callOf({ rang: 1 });
const tandem = callOf({ caller: trunk(2), called: trunk(1), rang: 1 });

test('which calls are reported is for the options', () => {
  for (const [record, option, kinds] of [
    [out, 'reportOutgoing', 'outgoing'],
    [inward, 'reportIncoming', 'incoming'],
    [inside, 'reportInternal', 'internal'],
  ] as const) {
    assert.equal(kindsOf(record), kinds);
    assert.equal(kindsOf(record, {}, { options: optionsOf({ [option]: false }) }), '');
  }
  assert.equal(kindsOf(tandem), 'incoming outgoing');
  const [only] = smdrCalls(tandem, noFlags, { ...rules, options: optionsOf({ reportIncoming: false }) });
  assert.deepEqual([only?.kind, only?.sequence], ['outgoing', 'A']);
});

test('both sides’ classes of service must have it on, of the kind that the call is', () => {
  for (const [record, kind] of [
    [out, 'external'],
    [inward, 'external'],
    [tandem, 'external'],
    [inside, 'internal'],
  ] as const) {
    for (const off of ['caller', 'called'] as const)
      assert.equal(kindsOf(record, {}, { isReported: (side: unknown) => side !== record[off] }), '', `${kind} ${off}`);
    assert.notEqual(kindsOf(record, {}, { isReported: (_: unknown, asked: string) => asked === kind }), '');
    assert.equal(kindsOf(record, {}, { isReported: (_: unknown, asked: string) => asked !== kind }), '');
  }
  const barred = callOf({ called: nobody, dialled: '0900' });
  const asked: string[] = [];
  kindsOf(barred, { isBarred: true }, { isReported: (side: { number: string }) => asked.push(side.number) > 0 });
  assert.deepEqual(asked, ['201'], 'a side that is not there is not asked about');
});

test('no record: a wrong number from inside, no free trunk, a feature code, an attempt that led nowhere', () => {
  const nowhere = callOf({ called: nobody, dialled: '999', outcome: 'refused' });
  assert.equal(kindsOf(nowhere, { isInvalidNumber: true }), '');
  assert.equal(kindsOf({ ...nowhere, called: station('202') }, { isInvalidNumber: true }), '');
  assert.equal(kindsOf(callOf({ called: nobody, dialled: '0123', details: { route: 'city' }, outcome: 'failed' })), '');
  assert.equal(kindsOf(callOf({ called: nobody, dialled: '*61', rang: 0 })), '');
});

test('a call that the interconnect table keeps inside is no T', () => {
  const [call] = smdrCalls(callOf({ outcome: 'refused' }), { ...noFlags, isBarred: true }, rules);
  assert.deepEqual([call?.kind, call?.status], ['internal', 'I']);
});
