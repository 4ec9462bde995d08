// The attendant with a caller that presses keys: whom it reaches, that the unknown and the forbidden sound alike, and that it ends.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, type Refusal } from '#base';
import { initialRecord } from '#forms';
import { FakeCall, runStory, settled } from '../testing.ts';
import { AttendantService } from './attendant-service.ts';
import { type AutoAttendant, autoAttendants } from './auto-attendants.form.ts';
import { namedLike } from './names.ts';

const people = [
  { number: '201', name: 'Anna Schmidt' },
  { number: '202', name: 'Bert Müller' },
  { number: '203', name: 'Anneliese Maier' },
];
const refused: Refusal = { code: 'handset.transfer-refused', words: 'no' };

async function take(
  record: Partial<AutoAttendant>,
  keys: string,
  transfers: (Refusal | undefined)[] = [],
  mode = 'day',
  by = '',
) {
  const clock = new FakeClock();
  const service = new AttendantService({
    recordAt: () => ({ ...initialRecord(autoAttendants), name: 'main', ...record }),
    greetingOf: async () => undefined,
    modeNow: () => (mode === 'day' ? 'day' : 'night1'),
    extensionLength: () => 3,
    people: () => people,
    digits: (text) => [...text].map((digit) => `common.${digit}`),
    isService: (number) => number.startsWith('59'),
  });
  const call = new FakeCall(clock, { service: '590', number: '+4989555', transfers, transferredBy: by });
  call.press(keys);
  void runStory((story) => service.take(story), call);
  for (let step = 0; step < 40 && !call.isOver; step++) {
    await settled();
    clock.advance(2_000);
  }
  assert.ok(call.isOver, 'it ends by itself');
  return call;
}

test('an extension, a key and nothing at all', async () => {
  assert.deepEqual((await take({}, '202')).transferred, ['202']);
  assert.deepEqual((await take({ key1: '300' }, '1')).transferred, ['300']);
  assert.deepEqual((await take({ operator: '209' }, '')).transferred, ['209']);
  const nobody = await take({}, '');
  assert.deepEqual(nobody.transferred, []);
  assert.equal(nobody.heard.at(-1), 'common.goodbye');
});

test('whom there is not and whom nobody may reach sound alike', async () => {
  const [unknown, barred] = [await take({}, '999', [refused]), await take({}, '201', [refused])];
  assert.deepEqual(unknown.heard, barred.heard);
});

test('keys without a meaning lead nowhere, however many', async () => {
  const call = await take({ dialExtension: false }, '9'.repeat(5_000));
  assert.deepEqual(call.transferred, []);
  assert.ok(call.heard.length < 50);
});

test('closed: to where it says, or a word', async () => {
  assert.deepEqual((await take({ openIn: ['day'], closedTo: '299' }, '201', [], 'night')).transferred, ['299']);
  const closed = await take({ openIn: ['day'] }, '201', [], 'night');
  assert.deepEqual([closed.transferred, closed.heard.includes('attendant.closed')], [[], true]);
});

test('a name on the keys: read out, and chosen', async () => {
  const keyed = (keys: string) => namedLike(keys, people, 5).map(({ number }) => number);
  assert.deepEqual(keyed('266'), ['201', '203']);
  assert.deepEqual(keyed('685'), ['202'], 'Müller without its dots');
  assert.deepEqual(keyed(''), []);
  assert.deepEqual(keyed('1'), []);
  const call = await take({ dialName: true }, '*266#2');
  assert.deepEqual(call.transferred, ['203']);
});

test('who chooses nothing is not passed from service to service for ever', async () => {
  assert.deepEqual((await take({ operator: '591' }, '')).transferred, ['591']);
  assert.deepEqual((await take({ operator: '591' }, '', [], 'day', '591')).transferred, []);
  assert.deepEqual((await take({ operator: '209' }, '', [], 'day', '591')).transferred, ['209']);
});
