// Each number has its tone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toneOf } from './tone-plan.ts';

test('23 numbers in a row have 23 tones, neighbours far apart, all that a call carries well', () => {
  const tones = Array.from({ length: 23 }, (_, index) => toneOf(String(200 + index)));
  assert.equal(new Set(tones).size, 23);
  for (const [index, tone] of tones.entries()) {
    assert.ok(tone >= 300 && tone <= 3_400 && tone % 10 === 0);
    assert.ok(index === 0 || Math.abs(tone - (tones[index - 1] ?? 0)) >= 500);
  }
});

test('a number of any length or form has one', () => {
  for (const number of ['', '*78', '00491234567890123456', 'anna']) assert.ok(toneOf(number) >= 400);
});
