// Keys by events and in the sound: each press once, whatever is lost or repeated; speech and music are no keys.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventReader, EventWriter, eventKeys, printEvent } from './events.ts';
import { keyTone, ToneKeys } from './tones.ts';

test('a press that is written is read once, with its end said three times', () => {
  const writer = new EventWriter();
  writer.press('1a*#');
  const reader = new EventReader();
  let read = '';
  let ends = 0;
  for (let frame = 0; frame < 100; frame++) {
    const packet = writer.next(frame * 160, 160);
    if (packet === undefined) continue;
    read += reader.read(packet.payload, packet.startsAt);
    if ((packet.payload[1] ?? 0) >= 0x80) ends += 1;
  }
  assert.equal(read, '1*#');
  assert.equal(ends, 9);
  assert.ok(!writer.isPressing);
});

test('of a press whose first packets are lost the rest is enough; the same key again is another press', () => {
  const reader = new EventReader();
  assert.equal(reader.read(printEvent('5', 480, false), 1_000), '5');
  assert.equal(reader.read(printEvent('5', 800, true), 1_000), '');
  assert.equal(reader.read(printEvent('5', 800, true), 4_000), '5');
  assert.equal(reader.read(Buffer.from([99, 0, 0, 0]), 9_000), '');
  assert.equal(reader.read(Buffer.from([1]), 9_001), '');
});

function heard(samples: Int16Array): string {
  const keys = new ToneKeys();
  let found = '';
  for (let at = 0; at < samples.length; at += 160) found += keys.take(samples.subarray(at, at + 160));
  return found;
}

const pause = new Int16Array(640);

function joined(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

test('every key is heard in the sound, twice where it is pressed twice', () => {
  const presses = [...eventKeys, '7', '7'].flatMap((key) => [keyTone(key, 720), pause]);
  assert.equal(heard(joined(presses)), `${eventKeys}77`);
});

test('a key with noise under it is heard', () => {
  let state = 7;
  const noisy = keyTone('8', 800).map((sample) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return sample + ((state >> 16) % 800) - 400;
  });
  assert.equal(heard(noisy), '8');
});

test('one tone, noise, silence and a sweep are no keys', () => {
  const tone = (hz: number) =>
    Int16Array.from({ length: 8_000 }, (_, at) => 8_000 * Math.sin((2 * Math.PI * hz * at) / 8_000));
  let state = 3;
  const noise = Int16Array.from({ length: 80_000 }, () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return ((state >> 16) % 16_000) - 8_000;
  });
  const sweep = Int16Array.from(
    { length: 80_000 },
    (_, at) => 8_000 * Math.sin((at * at * Math.PI * 3_000) / (80_000 * 8_000)),
  );
  for (const sound of [tone(697), tone(1_209), tone(440), noise, sweep, new Int16Array(8_000)])
    assert.equal(heard(sound), '');
});
