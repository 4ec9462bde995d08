// Changing the rate: what both rates hold passes unchanged, what the lower one cannot hold is taken away.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Narrower, readNarrow, Widener } from './half-band.ts';

const sineAt = (hz: number, rate: number, length: number): Int16Array =>
  Int16Array.from({ length }, (_, at) => Math.round(10_000 * Math.sin((2 * Math.PI * hz * at) / rate)));

const power = (samples: Int16Array): number =>
  samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;

function narrowed(wide: Int16Array): Int16Array {
  const narrow = new Int16Array(wide.length / 2);
  const narrower = new Narrower();
  for (let at = 0; at < narrow.length; at += 160)
    narrower.run(wide.subarray(2 * at, 2 * at + 320), narrow.subarray(at, at + 160));
  return narrow;
}

function widened(narrow: Int16Array): Int16Array {
  const wide = new Int16Array(2 * narrow.length);
  const widener = new Widener();
  for (let at = 0; at < narrow.length; at += 160)
    widener.run(narrow.subarray(at, at + 160), wide.subarray(2 * at, 2 * at + 320));
  return wide;
}

const decibels = (a: Int16Array, b: Int16Array): number => 10 * Math.log10(power(a) / power(b));

for (const hz of [200, 1_000, 3_000, 3_400])
  test(`a tone of ${hz} Hz passes in both directions`, () => {
    const wide = sineAt(hz, 16_000, 6_400);
    assert.ok(Math.abs(decibels(narrowed(wide).subarray(160), wide)) < 0.5);
    const narrow = sineAt(hz, 8_000, 3_200);
    assert.ok(Math.abs(decibels(widened(narrow).subarray(320), narrow)) < 0.5);
  });

for (const hz of [5_000, 6_000, 7_500])
  test(`${hz} Hz is not folded down`, () => {
    const wide = sineAt(hz, 16_000, 6_400);
    assert.ok(decibels(narrowed(wide).subarray(160), wide) < -50);
  });

test('a widened sound has no image above 4 kHz: narrowed again it is the same, 2.9 ms later', () => {
  const narrow = sineAt(1_000, 8_000, 3_200);
  const back = narrowed(widened(narrow));
  const delay = 23;
  let worst = 0;
  for (let at = 400; at < 3_000; at++) worst = Math.max(worst, Math.abs((back[at + delay] ?? 0) - (narrow[at] ?? 0)));
  assert.ok(worst < 40, String(worst));
});

test('a whole sound is read at any place', () => {
  const wide = sineAt(1_000, 16_000, 6_400);
  const all = new Int16Array(3_200);
  readNarrow(wide, 0, all, 0, 3_200);
  const part = new Int16Array(100);
  readNarrow(wide, 1_234, part, 20, 80);
  assert.deepEqual(part.subarray(20), all.subarray(1_234, 1_314));
  assert.deepEqual(part.subarray(0, 20), new Int16Array(20));
});
