// When a line is due: days, the turn of a week, the nights in which clocks change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastDueMs, nextDueMs } from './times.ts';

const zone = 'Europe/Berlin';
const all = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const at = (text: string): number => Temporal.ZonedDateTime.from(`${text}[${zone}]`).epochMilliseconds;
const print = (ms: number | undefined): string =>
  ms === undefined
    ? 'never'
    : Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime().toString();

test('daily: today when the time has passed, else yesterday; the next one after it', () => {
  const daily = { at: '03:10', days: all };
  assert.equal(print(lastDueMs(daily, at('2026-11-22T03:10'), zone)), '2026-11-22T03:10:00');
  assert.equal(print(lastDueMs(daily, at('2026-11-22T03:09'), zone)), '2026-11-21T03:10:00');
  assert.equal(print(nextDueMs(daily, at('2026-11-22T03:10'), zone)), '2026-11-23T03:10:00');
  assert.equal(print(nextDueMs(daily, at('2026-11-22T03:09'), zone)), '2026-11-22T03:10:00');
});

test('one day a week: the same day counts a whole week on', () => {
  const sundays = { at: '12:00', days: ['sunday'] } as const;
  assert.equal(print(lastDueMs(sundays, at('2026-11-22T11:59'), zone)), '2026-11-15T12:00:00');
  assert.equal(print(nextDueMs(sundays, at('2026-11-22T12:00'), zone)), '2026-11-29T12:00:00');
});

test('a time that a night does not have is later; one that it has twice is once', () => {
  const night = { at: '02:30', days: all };
  assert.equal(print(lastDueMs(night, at('2027-03-28T12:00'), zone)), '2027-03-28T03:30:00');
  const autumn = at('2027-10-31T12:00');
  const due = lastDueMs(night, autumn, zone);
  assert.equal(due, Temporal.Instant.from('2027-10-31T00:30:00Z').epochMilliseconds);
  assert.equal(
    print(lastDueMs(night, Temporal.Instant.from('2027-10-31T01:45:00Z').epochMilliseconds, zone)),
    print(due),
  );
});
