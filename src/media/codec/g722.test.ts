// G.722: what goes in comes out again, delayed by the filters, in both bands; and what is decoded stays within its bounds whatever the bytes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { G722Decoder, G722Encoder } from './g722.ts';

const rate = 16_000;
/** The two filters of 24 taps delay by 22 samples together. */
const delaySamples = 22;

const tone = (hz: number, amplitude: number, count: number): Int16Array =>
  Int16Array.from({ length: count }, (_, at) => Math.round(amplitude * Math.sin((2 * Math.PI * hz * at) / rate)));

/** How much louder the signal is than what was added to it, in decibels. */
function signalToNoise(sent: Int16Array, heard: Int16Array, settleSamples = 1_600): number {
  let [signal, noise] = [0, 0];
  for (let at = settleSamples; at < sent.length - delaySamples; at++) {
    const difference = (heard[at + delaySamples] ?? 0) - (sent[at] ?? 0);
    signal += (sent[at] ?? 0) ** 2;
    noise += difference ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

function through(samples: Int16Array): Int16Array {
  const [encoder, decoder] = [new G722Encoder(), new G722Decoder()];
  const heard: number[] = [];
  for (let at = 0; at < samples.length; at += 320) {
    const bytes = encoder.encode(samples.subarray(at, at + 320));
    assert.equal(bytes.length, 160);
    heard.push(...decoder.decode(bytes));
  }
  return Int16Array.from(heard);
}

for (const [hz, leastDb] of [
  [300, 35],
  [1_000, 30],
  [3_000, 25],
  [5_000, 12],
  [6_500, 12],
] as const)
  test(`a tone of ${hz} Hz comes through`, () => {
    const sent = tone(hz, 8_000, 16_000);
    const db = signalToNoise(sent, through(sent));
    assert.ok(db > leastDb, `${db.toFixed(1)} dB`);
  });

test('silence is silent', () => {
  const heard = through(new Int16Array(3_200));
  assert.ok(
    heard.every((sample) => Math.abs(sample) < 16),
    `${Math.max(...heard)}`,
  );
});

test('a quiet voice beside a loud one: the loudness comes through', () => {
  for (const amplitude of [100, 1_000, 20_000]) {
    const sent = tone(700, amplitude, 8_000);
    const heard = through(sent).subarray(1_600);
    const loudest = heard.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    assert.ok(Math.abs(loudest / amplitude - 1) < 0.25, `${amplitude} becomes ${loudest}`);
  }
});

test('any bytes decode to sound', () => {
  const decoder = new G722Decoder();
  let state = 1;
  for (let frame = 0; frame < 500; frame++) {
    const bytes = Uint8Array.from({ length: 160 }, () => {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      return state >> 16;
    });
    assert.equal(decoder.decode(bytes).length, 320);
  }
});
