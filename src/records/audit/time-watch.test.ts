// A clock that is set, forwards, backwards or in small steps, and a time zone that is changed, are on record.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#base';
import type { AuditFact } from './entry.ts';
import { TimeWatch } from './time-watch.ts';

/** A clock that somebody can set. */
class SetClock extends FakeClock {
  setMs = 0;

  override nowMs(): number {
    return super.nowMs() + this.setMs;
  }
}

function watched({ lastEntryMs = 0 } = {}) {
  const clock = new SetClock();
  const facts: AuditFact[] = [];
  const place = { zone: 'Europe/Zurich' };
  const note = (fact: AuditFact): void => void facts.push(fact);
  const watch = new TimeWatch({
    clock,
    note,
    lastEntryMs: lastEntryMs && clock.nowMs() + lastEntryMs,
    zone: () => place.zone,
  });
  const told = (): string[] => facts.splice(0).map(({ data }) => data);
  return { clock, watch, facts, told, place };
}

test('a clock that nobody sets is not told of', () => {
  const { clock, told } = watched();
  clock.advance(86_400_000);
  assert.deepEqual(told(), []);
});

test('a clock set forwards is told of within ten seconds, with both times, once', () => {
  const { clock, facts, told } = watched();
  clock.advance(3_000);
  clock.setMs = 3_600_000;
  clock.advance(6_000);
  assert.equal(facts.length, 0);
  clock.advance(1_000);
  const [fact] = facts;
  assert.deepEqual(
    [fact?.action, fact?.level, fact?.actor.user, fact?.actor.application],
    ['time change', 'high', 'local', 'System'],
  );
  const data =
    'Old time: 2026-11-22T09:00:10.000Z (as it would be); New time: 2026-11-22T10:00:10.000Z; Difference: 3600 s';
  assert.deepEqual(told(), [data]);
  clock.advance(600_000);
  assert.deepEqual(told(), []);
});

test('a clock set backwards is told of, and when it is set right again, that too', () => {
  const { clock, told } = watched();
  clock.setMs = -2_001;
  clock.advance(10_000);
  assert.match(told().join(), /Difference: -2 s/);
  clock.setMs = 0;
  clock.advance(10_000);
  assert.match(told().join(), /Difference: 2 s/);
});

test('small corrections are not told of until they come to more than two seconds together', () => {
  const { clock, told } = watched();
  for (let step = 1; step <= 4; step++) {
    clock.setMs = 500 * step;
    clock.advance(10_000);
  }
  assert.deepEqual(told(), []);
  clock.setMs = 2_500;
  clock.advance(10_000);
  assert.match(told().join(), /Difference: 3 s|Difference: 2 s/);
  clock.setMs = 3_000;
  clock.advance(10_000);
  assert.deepEqual(told(), []);
});

test('another time zone is told of', () => {
  const { clock, told, place } = watched();
  place.zone = 'America/New_York';
  clock.advance(20_000);
  assert.deepEqual(told(), ['Old time zone: Europe/Zurich; New time zone: America/New_York']);
});

test('a clock that was set back while the system did not run is told of at the start', () => {
  const { told } = watched({ lastEntryMs: 60_000 });
  const [data = ''] = told();
  assert.match(
    data,
    /^Old time: 2026-11-22T09:01:00.000Z \(at the latest entry, before the start\); New time: 2026-11-22T09:00:00/,
  );
  assert.deepEqual(watched({ lastEntryMs: 1_500 }).told(), []);
  assert.deepEqual(watched({ lastEntryMs: -60_000 }).told(), []);
});

test('it can be ended, and asks the machine for its zone', () => {
  const { clock, watch } = watched();
  watch.close();
  assert.equal(clock.waiting, 0);
  const facts: AuditFact[] = [];
  const real = new TimeWatch({ clock, note: (fact) => void facts.push(fact), lastEntryMs: 0 });
  clock.advance(30_000);
  real.close();
  assert.deepEqual(facts, []);
});
