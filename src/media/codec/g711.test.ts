// G.711 against the values of the recommendation's tables.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Codec, pcma, pcmu } from './g711.ts';

const encode = (codec: Codec, sample: number) => codec.encode(Int16Array.of(sample))[0];
const decode = (codec: Codec, byte: number) => codec.decode(Uint8Array.of(byte))[0];

test('µ-law: the ends, the middle and the first value of each segment', () => {
  // Table 2a, decoder output values, in 16 bits (times four).
  const segments = [32124, 15996, 7932, 3900, 1884, 876, 372, 120];
  segments.forEach((value, index) => {
    assert.equal(decode(pcmu, 0x80 + 16 * index), value);
    assert.equal(decode(pcmu, 16 * index), -value);
    assert.equal(encode(pcmu, value), 0x80 + 16 * index);
    assert.equal(encode(pcmu, -value), 16 * index);
  });
  assert.equal(decode(pcmu, 0xff), 0);
  assert.equal(encode(pcmu, 0), 0xff);
  assert.equal(encode(pcmu, 32767), 0x80);
  assert.equal(encode(pcmu, -32768), 0x00);
  assert.equal(encode(pcmu, 1000), 0xce);
});

test('A-law: the ends, the middle and the first value of each segment', () => {
  // Table 1a, decoder output values, in 16 bits (times eight).
  for (const [byte, value] of [
    [0xaa, 32256],
    [0xba, 16128],
    [0x8a, 8064],
    [0x9a, 4032],
    [0xea, 2016],
    [0xfa, 1008],
    [0xca, 504],
    [0xda, 248],
  ] as const) {
    assert.equal(decode(pcma, byte), value);
    assert.equal(decode(pcma, byte & 0x7f), -value);
    assert.equal(encode(pcma, value), byte);
    assert.equal(encode(pcma, -value), byte & 0x7f);
  }
  assert.equal(decode(pcma, 0xd5), 8);
  assert.equal(decode(pcma, 0x55), -8);
  assert.equal(encode(pcma, 0), 0xd5);
  assert.equal(encode(pcma, -1), 0x55);
  assert.equal(encode(pcma, 32767), 0xaa);
  assert.equal(encode(pcma, -32768), 0x2a);
});

for (const codec of [pcmu, pcma]) {
  test(`${codec.name}: every byte comes back as itself, or as the other zero`, () => {
    for (let byte = 0; byte < 256; byte++) {
      const sample = decode(codec, byte) ?? assert.fail();
      assert.equal(encode(codec, sample), codec === pcmu && byte === 0x7f ? 0xff : byte);
    }
  });

  test(`${codec.name}: no sample is further off than half a step of its segment`, () => {
    for (let sample = -32768; sample <= 32767; sample += 7) {
      const back = decode(codec, encode(codec, sample) ?? 0) ?? 0;
      const allowed = Math.abs(sample) > 32124 ? 644 : Math.max(8, Math.abs(sample) / 32 + 4);
      assert.ok(Math.abs(back - sample) <= allowed, `${sample} became ${back}`);
    }
  });
}
