// What is done to sound: frequency and loudness stay through another rate, silence goes, speech gets one loudness, sentences end with a breath.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { levelled, loudness, rate, resampler, toPcm, trimmed, withPause } from './sound.ts';

const sine = (hz: number, of: number, seconds: number, level = 0.5): Float64Array =>
  Float64Array.from({ length: of * seconds }, (_, at) => level * Math.sin((2 * Math.PI * hz * at) / of));

const middle = (samples: Float64Array): Float64Array => samples.subarray(1_000, samples.length - 1_000);

/** How far the samples are from such a sine, of one. */
function error(samples: Float64Array, hz: number): number {
  const wanted = sine(hz, rate, samples.length / rate);
  return loudness(middle(samples.map((sample, at) => sample - (wanted[at] ?? 0)))) / loudness(middle(wanted));
}

for (const from of [22_050, 44_100, 8_000]) {
  test(`from ${from} a second: a sine stays that sine`, () => {
    const out = resampler(from)(sine(1_000, from, 1));
    assert.equal(out.length, rate);
    assert.ok(error(out, 1_000) < 0.01, `${error(out, 1_000)}`);
  });
}

test('what 16 kHz cannot carry does not come back as something else', () => {
  assert.ok(loudness(middle(resampler(22_050)(sine(10_000, 22_050, 1)))) < 0.005);
});

test('silence around goes, but for a margin; its edges are soft', () => {
  const whole = new Float64Array(3 * rate);
  whole.set(sine(300, rate, 1), rate);
  const cut = trimmed(whole);
  assert.ok(cut.length > rate && cut.length < 1.1 * rate, `${cut.length / rate} s`);
  assert.equal(cut[0], 0);
  assert.equal(
    trimmed(new Float64Array(rate)).some((sample) => sample !== 0),
    false,
  );
});

test('quiet and loud become equally loud, whatever pauses they have, and nothing is clipped', () => {
  const pauses = new Float64Array(4 * rate);
  pauses.set(sine(300, rate, 1, 0.02));
  const spike = sine(300, rate, 1, 0.01);
  spike[5_000] = 1;
  assert.ok(Math.abs(loudness(levelled(sine(300, rate, 1, 0.9))) - 0.1) < 0.001);
  assert.ok(Math.abs(loudness(levelled(pauses)) - 0.1) < 0.005);
  assert.ok(levelled(spike).every((sample) => Math.abs(sample) <= 0.9));
});

test('whoever ends a sentence takes breath; a word and P.M. do not', () => {
  const lengthOf = (text: string): number => withPause(new Float64Array(rate), text).length - rate;
  assert.equal(lengthOf('seven'), 0);
  assert.equal(lengthOf('P.M.'), 0);
  assert.ok(lengthOf('Goodbye.') > 0.1 * rate);
});

test('kept are whole numbers, an even count of them', () => {
  assert.deepEqual([...toPcm(Float64Array.of(0.5, -1, 0.25))], [16_384, -32_767]);
});
