// G.722: bit for bit what another implementation makes of the same sound, the noise of a round trip, and that a lost stretch is got over.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { G722Decoder, G722Encoder } from './g722.ts';

function encode(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length / 2);
  new G722Encoder().encode(samples, bytes);
  return bytes;
}

function decode(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(2 * bytes.length);
  new G722Decoder().decode(bytes, samples);
  return samples;
}

/** Both filters together. */
const delay = 22;

function ratio(samples: Int16Array, heard: Int16Array, from = 800): number {
  let signal = 0;
  let noise = 0;
  for (let at = from; at < samples.length - delay; at++) {
    signal += (samples[at] ?? 0) ** 2;
    noise += ((samples[at] ?? 0) - (heard[at + delay] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

const sineOf = (hz: number, length = 16_000): Int16Array =>
  Int16Array.from({ length }, (_, at) => Math.round(8_000 * Math.sin((2 * Math.PI * hz * at) / 16_000)));

/** A rising saw, noise, a square: whole numbers, so that every machine makes the same of it. */
function sample(): Int16Array {
  let state = 1;
  return Int16Array.from({ length: 8_000 }, (_, at) => {
    state = (state * 16_807) % 2_147_483_647;
    if (at < 3_000) return ((Math.floor((at * at) / 200) % 2_000) - 1_000) * 6;
    if (at < 6_000) return ((state >> 15) % 16_000) - 8_000;
    return Math.floor(at / 23) % 2 === 1 ? 4_000 : -4_000;
  });
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

// Made with Debian's libspandsp 0.0.6 at 64 kbit/s.
test('it gives the very bytes and samples of another implementation', () => {
  const bytes = encode(sample());
  assert.equal(Buffer.from(bytes.subarray(0, 24)).toString('hex'), '34892084208404890d90d152d4d4d5d6d6d7d8d8d8d8d8d7');
  assert.equal(sha256(bytes), 'fd640c37caf111aa7bd0fd2840fb0feb5477beefcd09b9d0faffb13e3d3ce62c');
  assert.equal(
    sha256(new Uint8Array(decode(bytes).buffer)),
    '60fcd19d92a65d85590ada6d653c09ceea289887c517d1282c5e6a6bb3347a23',
  );
});

for (const [hz, least] of [
  [300, 30],
  [1_000, 28],
  [3_000, 20],
  [6_000, 14],
] as const)
  test(`a tone of ${hz} Hz comes back with its noise at least ${least} dB down`, () => {
    const tone = sineOf(hz);
    const found = ratio(tone, decode(encode(tone)));
    assert.ok(found >= least, String(found));
  });

test('it goes on from frame to frame as in one piece', () => {
  const tone = sineOf(1_000, 3_200);
  const encoder = new G722Encoder();
  const bytes = new Uint8Array(1_600);
  for (let at = 0; at < 3_200; at += 320) encoder.encode(tone.subarray(at, at + 320), bytes, at / 2);
  assert.deepEqual(bytes, encode(tone));
  const decoder = new G722Decoder();
  const samples = new Int16Array(3_200);
  for (let at = 0; at < 1_600; at += 160) decoder.decode(bytes.subarray(at, at + 160), samples, 2 * at);
  assert.deepEqual(samples, decode(bytes));
});

test('silence stays silence, and a decoder that begins in the middle finds its step', () => {
  const silent = decode(encode(new Int16Array(3_200)));
  assert.ok(silent.every((value) => Math.abs(value) <= 20));
  const tone = sineOf(500, 32_000);
  const late = decode(encode(tone).subarray(8_000));
  assert.ok(ratio(tone.subarray(16_000), late, 8_000) > 20);
});

test('no bytes make it leave 16 bits or throw', () => {
  const decoder = new G722Decoder();
  const samples = new Int16Array(512);
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
  for (let round = 0; round < 200; round++)
    decoder.decode(
      bytes.map((byte) => (byte * (2 * round + 1)) & 255),
      samples,
    );
  assert.ok(samples.some((value) => value !== 0));
});
