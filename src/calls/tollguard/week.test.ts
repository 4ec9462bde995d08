// Hours of the week and weekends go by the clock on the wall, also where it is set forward or back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Week } from './week.ts';

const week = new Week('Europe/Berlin');
const at = (text: string): number => Date.parse(text);
const weekend = (text: string): string => {
  const begun = week.weekendOf(at(text));
  return begun === 0 ? 'none' : new Date(begun).toISOString();
};

test('a weekend is from Friday 18:00 to Monday 6:00 of the wall, also over the night when the clock is set', () => {
  assert.equal(weekend('2026-11-27T17:59:59+01:00'), 'none');
  for (const text of ['2026-11-27T18:00:00+01:00', '2026-11-28T12:00:00+01:00', '2026-11-30T05:59:00+01:00'])
    assert.equal(weekend(text), '2026-11-27T17:00:00.000Z', text);
  assert.equal(weekend('2026-11-30T06:00:00+01:00'), 'none');
  for (const text of ['2026-10-23T18:00:00+02:00', '2026-10-26T05:59:00+01:00'])
    assert.equal(weekend(text), '2026-10-23T16:00:00.000Z', text);
});

test('the hours of the week begin on Monday', () => {
  assert.equal(week.hourOf(at('2026-11-30T00:15:00+01:00')), 0);
  assert.equal(week.hourOf(at('2026-11-29T23:15:00+01:00')), 167);
});

test('what is left of a weekend, or the next one', () => {
  const span = (text: string): string[] => {
    const { fromMs, toMs } = week.weekendFrom(at(text));
    return [fromMs, toMs].map((ms) => new Date(ms).toISOString());
  };
  assert.deepEqual(span('2026-11-24T10:00:00+01:00'), ['2026-11-27T17:00:00.000Z', '2026-11-30T05:00:00.000Z']);
  assert.deepEqual(span('2026-11-27T17:00:00+01:00'), ['2026-11-27T17:00:00.000Z', '2026-11-30T05:00:00.000Z']);
  assert.deepEqual(span('2026-11-30T05:00:00+01:00'), ['2026-11-30T04:00:00.000Z', '2026-11-30T05:00:00.000Z']);
  assert.deepEqual(span('2026-11-29T12:00:00+01:00'), ['2026-11-29T11:00:00.000Z', '2026-11-30T05:00:00.000Z']);
});
