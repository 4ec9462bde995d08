// Numbers, digits and times: what is said for them, and that every clip which they name is among the sentences.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseSentences } from './sentences.ts';
import { sayCount, sayDigits, sayMoment } from './speech.ts';

const file = readFileSync(join(import.meta.dirname, 'english', 'common.txt'), 'utf8');
const texts = new Map(parseSentences('common', file).map(({ name, text }) => [name, text]));

/** What is heard; fails where a clip has no sentence. */
function heard(clips: readonly string[]): string {
  const words = clips.map((clip) => texts.get(clip) ?? assert.fail(`${clip} is no sentence`));
  return words.join(' ');
}

const zone = 'Europe/Zurich';
const at = (text: string): number => Temporal.ZonedDateTime.from(`${text}[${zone}]`).epochMilliseconds;
const now = at('2026-12-01T08:30');
const moment = (text: string): string => heard(sayMoment(at(text), now, zone));

test('numbers as they are counted', () => {
  const said = [0, 1, 21, 100, 101, 342, 1_000, 1_005, 2_600, 9_999].map((number) => heard(sayCount(number)));
  assert.deepEqual(said, [
    'zero',
    'one',
    'twenty-one',
    'one hundred',
    'one hundred and one',
    'three hundred and forty-two',
    'one thousand',
    'one thousand and five',
    'two thousand six hundred',
    'nine thousand nine hundred and ninety-nine',
  ]);
});

test('every number up to 9,999 has its clips, and no two sound alike', () => {
  const said = new Set(Array.from({ length: 10_000 }, (_, number) => heard(sayCount(number))));
  assert.equal(said.size, 10_000);
});

test('a number that nobody counts is said by its digits', () => {
  assert.equal(heard(sayCount(10_000)), 'one zero zero zero zero');
  assert.equal(heard(sayCount(-3)), 'three');
  assert.deepEqual(sayCount(Number.NaN), []);
});

test('digits one by one; what is no digit is silent, and their number has an end', () => {
  assert.equal(heard(sayDigits('+41 214')), 'four one two one four');
  assert.ok(sayDigits('7'.repeat(100_000)).length <= 500);
});

test('the day: today, yesterday, a weekday, a date', () => {
  assert.equal(moment('2026-12-01T08:05'), 'today at eight oh five A.M.');
  assert.equal(moment('2026-11-30T23:59'), 'yesterday at eleven fifty-nine P.M.');
  assert.equal(moment('2026-11-29T00:00'), 'on Sunday at twelve A.M.');
  assert.equal(moment('2026-11-25T12:30'), 'on Wednesday at twelve thirty P.M.');
  assert.equal(moment('2026-11-24T12:30'), 'on the twenty-fourth of November at twelve thirty P.M.');
  assert.equal(moment('2026-12-02T15:25'), 'on the second of December at three twenty-five P.M.');
});

test('the day is that of the place, not of Greenwich', () => {
  const midnight = at('2026-12-01T00:10');
  assert.equal(heard(sayMoment(midnight, now, zone)), 'today at twelve ten A.M.');
  assert.equal(heard(sayMoment(midnight, now, 'UTC')), 'yesterday at eleven ten P.M.');
});

test('the hour that comes twice, and the day with 25 of them', () => {
  const late = Temporal.ZonedDateTime.from('2026-10-25T02:30+01:00[Europe/Zurich]').epochMilliseconds;
  const early = late - 3_600_000;
  const then = at('2026-10-26T00:05');
  assert.equal(heard(sayMoment(late, then, zone)), 'yesterday at two thirty A.M.');
  assert.equal(heard(sayMoment(early, then, zone)), 'yesterday at two thirty A.M.');
});

test('every minute of a day and every day of a year has its clips', () => {
  for (let minutes = 0; minutes < 1_440; minutes++) heard(sayMoment(now - minutes * 60_000, now, zone));
  for (let days = 0; days < 366; days++) heard(sayMoment(now - days * 86_400_000, now, zone));
});
