// Tests of what people in the house are told of emergency calls, on a clock that stands still.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits, silentLog } from '#base';
import type { AuditFact } from '#records';
import type { EmergencyCall } from './notice-words.ts';
import { EmergencyNotices, type EmergencyNoticesOptions } from './notices.ts';
import { locationForTests } from './testing.ts';

const minuteMs = 60_000;

function begin(before: EmergencyNoticesOptions['before'] = []) {
  const clock = new FakeClock();
  const facts: AuditFact[] = [];
  const notices = new EmergencyNotices({
    ...{ clock, log: silentLog, zone: 'UTC', before },
    settings: () => ({ severity: 'critical', noticeMinutes: 60 }),
    note: (fact) => facts.push(fact),
  });
  let changes = 0;
  notices.changed.on(() => changes++);
  const words = (): string[] => [...notices.conditions().values()].map((condition) => condition.words);
  return { clock, facts, notices, words, changes: () => changes };
}

const call = (id: string, more: Partial<EmergencyCall> = {}): EmergencyCall => ({
  ...{ id, number: '214', name: 'Anne', desk: '', dialled: '9112', service: 'Fire and ambulance' },
  ...{ location: locationForTests, address: '192.0.2.7', atMs: Date.UTC(2026, 10, 22, 9, 5, 7) },
  ...more,
});

test('who, what, when and where is an alarm at once, and is told on while the call goes on', () => {
  const { notices, words, facts, changes } = begin();
  notices.begun(call('a'));
  assert.deepEqual(words(), [
    'Extension 214 (Anne) called 9112 (Fire and ambulance) at 09:05:07 on 2026-11-22, from Head office, floor 2, room 12, north entrance, Hauptstraße 5, München. It is not answered yet.',
  ]);
  assert.equal(notices.conditions().get('214')?.severity, 'critical');
  notices.answered('a');
  assert.match(words()[0] ?? '', /It was answered and goes on\.$/);
  notices.ended('a');
  assert.match(words()[0] ?? '', /It was answered and has ended\.$/);
  assert.equal(changes(), 3);
  assert.deepEqual(
    facts.map(({ action }) => action),
    ['emergency call', 'emergency call answered', 'emergency call ended'],
  );
  assert.match(
    facts[0]?.data ?? '',
    /Dialled: 9112; .*Location: Head office.*Number presented: \+49891234560; Call: a$/,
  );
});

test('it lasts as long as the call, and an hour more', () => {
  const { notices, clock, words } = begin();
  notices.begun(call('a'));
  clock.advance(120 * minuteMs);
  assert.equal(words().length, 1);
  notices.ended('a');
  assert.match(words()[0] ?? '', /ended without an answer/);
  clock.advance(60 * minuteMs - 1);
  assert.equal(words().length, 1);
  clock.advance(1);
  assert.deepEqual([words(), clock.waiting], [[], 0]);
});

test('who acknowledges it ends it, though not while the call goes on', () => {
  const { notices, clock, words } = begin();
  notices.begun(call('a'));
  notices.acknowledged('214');
  assert.equal(words().length, 1, 'the call goes on');
  let told = words();
  notices.changed.on(() => {
    told = words();
  });
  notices.ended('a');
  assert.deepEqual([words(), told, clock.waiting], [[], [], 0]);
  notices.begun(call('b'));
  notices.ended('b');
  notices.acknowledged('214');
  assert.deepEqual([words(), clock.waiting], [[], 0]);
});

test('a further call of the same extension is told anew, also after it was acknowledged', () => {
  const { notices, clock, words } = begin();
  notices.begun(call('a'));
  notices.acknowledged('214');
  notices.begun(call('b', { dialled: '110' }));
  assert.equal(notices.conditions().get('214')?.extent, 2);
  assert.match(words()[0] ?? '', /called 110 .* This is call 2 of this extension\.$/);
  notices.answered('a');
  assert.match(words()[0] ?? '', /called 110 .*not answered yet/, 'the latest call is told of');
  notices.ended('b');
  clock.advance(90 * minuteMs);
  assert.equal(words().length, 1, 'the first call goes on');
  notices.ended('a');
  clock.advance(60 * minuteMs);
  assert.deepEqual([words(), clock.waiting], [[], 0]);
});

test('a device whose place is not known is told with its address', () => {
  const { notices, words } = begin();
  notices.begun(call('a', { location: undefined, name: '' }));
  assert.match(
    words()[0] ?? '',
    /^Extension 214 called .* from a place that is not known; the device is at 192\.0\.2\.7\./,
  );
});

test('what nobody had acknowledged before a restart is there for an hour more', () => {
  const earlier = begin();
  earlier.notices.begun(call('a'));
  const { notices, clock, words } = begin(earlier.notices.conditions());
  assert.deepEqual(words(), earlier.words());
  notices.begun(call('b'));
  assert.equal(notices.conditions().get('214')?.extent, 2);
  notices.ended('b');
  clock.advance(60 * minuteMs);
  assert.deepEqual([words(), clock.waiting], [[], 0]);
});

test('however many call, what is kept is bounded, and those whose calls go on stay', () => {
  const { notices } = begin();
  notices.begun(call('first', { number: '1' }));
  for (let number = 2; number <= limits.calls.emergencyNotices + 50; number++) {
    notices.begun(call(`c${number}`, { number: String(number) }));
    notices.ended(`c${number}`);
  }
  assert.equal(notices.conditions().size, limits.calls.emergencyNotices);
  assert.ok(notices.conditions().has('1'));
  notices.close();
});

test('what is said of a call that never began, or twice, does nothing', () => {
  const { notices, facts } = begin();
  notices.answered('x');
  notices.ended('x');
  notices.acknowledged('214');
  notices.begun(call('a'));
  notices.ended('a');
  notices.ended('a');
  assert.equal(facts.length, 2);
  notices.close();
});
