import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialRecord } from '#forms';
import { type SiteMoment, Times } from './mode.ts';
import { type ServiceModeRecord, serviceMode } from './service-mode.form.ts';
import type { TimePeriod } from './time-periods.form.ts';

const period = (name: string, days: TimePeriod['days'], from: string, to: string): TimePeriod => ({
  name,
  days,
  from,
  to,
});
const week = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const periods = new Map(
  [
    period('office', week, '08:00', '18:00'),
    period('friday-night', ['fri'], '22:00', '06:00'),
    period('weekend', ['sat', 'sun'], '00:00', '00:00'),
  ].map((one) => [one.name, one]),
);
const scheduled: ServiceModeRecord = {
  ...initialRecord(serviceMode),
  ...{ chosenBy: 'schedule', timeZone: 'Europe/Berlin' },
  ...{ dayPeriod1: 'office', night2Period1: 'weekend', night2Period2: 'friday-night' },
};

const timesOf = (service: ServiceModeRecord = scheduled): Times =>
  new Times({
    service,
    periods,
    holidays: [
      { date: '12-25', name: 'Christmas', mode: 'night2' },
      { date: '2026-12-25', name: 'Moved', mode: 'day' },
      { date: '2027-05-06', name: '', mode: 'night1' },
    ],
  });

const at = (local: string, times = timesOf()): SiteMoment =>
  times.at(Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/Berlin').epochMilliseconds);

test('by schedule, night 2 comes before day, and night 1 is the rest', () => {
  const modes: readonly (readonly [string, string])[] = [
    ['2027-01-11T07:59', 'night1'],
    ['2027-01-11T08:00', 'day'],
    ['2027-01-11T17:59:59', 'day'],
    ['2027-01-11T18:00', 'night1'],
    ['2027-01-15T21:59', 'night1'],
    ['2027-01-15T22:00', 'night2'],
    ['2027-01-16T00:00', 'night2'],
    ['2027-01-17T23:59', 'night2'],
    ['2027-01-18T00:00', 'night1'],
  ];
  for (const [local, mode] of modes) assert.equal(at(local).mode, mode, local);
});

test('a period over midnight belongs to the day on which it begins', () => {
  const times = timesOf({ ...scheduled, night2Period1: '' });
  assert.equal(at('2027-01-16T05:59', times).mode, 'night2');
  assert.equal(at('2027-01-16T06:00', times).mode, 'night1');
  assert.equal(at('2027-01-15T05:59', times).mode, 'night1');
});

test('a holiday comes before the week, that of one year before the same day of every year', () => {
  assert.equal(at('2027-05-06T10:00').mode, 'night1');
  assert.equal(at('2027-12-25T10:00').mode, 'night2');
  assert.equal(at('2026-12-25T03:00').mode, 'day');
  assert.equal(at('2027-05-07T10:00').mode, 'day');
});

test('fixed by hand, a mode holds whatever the schedule says', () => {
  for (const chosenBy of ['day', 'night1', 'night2'] as const)
    assert.equal(at('2027-12-25T10:00', timesOf({ ...scheduled, chosenBy })).mode, chosenBy);
});

test('clocks of the site go by its zone, summer time too', () => {
  const times = timesOf();
  const utc = (text: string): SiteMoment => times.at(Temporal.Instant.from(text).epochMilliseconds);
  assert.deepEqual(utc('2027-03-27T07:00:00Z'), { mode: 'night2', weekday: 5, minute: 480 });
  assert.deepEqual(utc('2027-03-29T06:00:00Z'), { mode: 'day', weekday: 0, minute: 480 });
  assert.deepEqual(utc('2027-03-29T05:59:59Z'), { mode: 'night1', weekday: 0, minute: 479 });
});

test('a minute is looked at once', () => {
  const times = timesOf();
  assert.equal(times.at(1_800_000_000_000), times.at(1_800_000_059_999));
  assert.notEqual(times.at(1_800_000_060_000), times.at(1_800_000_000_000));
});
