// Calls that were passed on, in SMDR: the third party, how it came there, and a record of each trunk that was occupied.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PartyChange } from '../history/call-record.ts';
import { printSmdr } from './format.ts';
import { passedOn } from './passed-on.ts';
import { noFlags, type SmdrRules, smdrCalls } from './smdr-call.ts';
import { at, type CallWishes, callOf, layoutOf, optionsOf, station, trunk } from './testing.ts';

const rules: SmdrRules = { options: optionsOf(), isReported: () => true, locationIdOf: () => undefined };
const startedAtMs = at('06/13 09:00:00');
const change = (kind: PartyChange['kind'], seconds: number, more: Partial<PartyChange>): PartyChange => ({
  ...{ kind, atMs: startedAtMs + seconds * 1_000, by: '202', to: '203', trunk: '', trunkNumber: 0 },
  ...more,
});

function lines(wishes: CallWishes): string[] {
  const call = callOf({ startedAtMs, rang: 5, lasted: 115, ...wishes });
  return smdrCalls(call, { ...noFlags, ...passedOn(call) }, rules).map((each) =>
    printSmdr(each, layoutOf(), 1).slice(0, 72),
  );
}

test('announced or blind: the flag and the third party stand in their columns', () => {
  const incoming = { caller: trunk(102), called: station('202') };
  const [announced] = lines({ ...incoming, details: { changes: [change('transfer', 30, {})] } });
  const [blind] = lines({ ...incoming, details: { changes: [change('blindTransfer', 30, {})] } });
  assert.deepEqual([announced?.slice(61, 71), blind?.slice(61, 71)], ['202 T 203 ', '202 X 203 ']);
});

test('put through to the public network: a record of its own, of whoever did it, for the time that the trunk was occupied', () => {
  const out = change('blindTransfer', 35, { to: '+4989123', trunk: 'provider7', trunkNumber: 7 });
  const calls = lines({ caller: station('201'), called: station('202'), details: { changes: [out] } });
  assert.equal(calls.length, 2);
  assert.match(calls[1] ?? '', /^ 06\/13 09:00 {2}00:01:25 202 .*4989123 .*A T007/);
});

test('a trunk that is left again is accounted for until then', () => {
  const out = change('blindTransfer', 35, { to: '+4989123', trunk: 'provider7', trunkNumber: 7 });
  const back = change('transfer', 65, { by: '201', to: '204' });
  const [, second] = lines({ details: { changes: [out, back] } });
  assert.match(second ?? '', /00:00:30 202/);
});

test('where outgoing calls are not reported, or one side’s class has it off, there is no such record', () => {
  const call = callOf({
    rang: 1,
    details: { changes: [change('transfer', 1, { trunk: 'provider7', trunkNumber: 7 })] },
  });
  const off = { ...rules, options: optionsOf({ reportOutgoing: false }) };
  assert.equal(smdrCalls(call, noFlags, off).length, 1);
  assert.equal(
    smdrCalls(call, noFlags, { ...rules, isReported: ({ number, trunk: name }) => number !== '202' || name !== '' })
      .length,
    0,
  );
});

test('how long it was parked', () => {
  const changes = [change('park', 10, { to: '' }), change('retrieve', 40, {}), change('park', 60, { to: '' })];
  assert.equal(passedOn(callOf({ startedAtMs, rang: 5, lasted: 115, details: { changes } })).parkedMs, 90_000);
});
