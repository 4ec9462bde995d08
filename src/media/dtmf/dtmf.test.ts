// Keys: as events, each once whatever is lost, doubled or out of order; in the sound, and never in speech or noise.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventReceiver } from './event-receiver.ts';
import { EventSender } from './event-sender.ts';
import { KeyDetector } from './key-detector.ts';
import { eventOf, keyOf } from './keys.ts';

const all = '0123456789*#ABCD';

test('every key has its event', () => {
  for (const [event, key] of [...all].entries()) {
    assert.equal(eventOf(key), event);
    assert.equal(keyOf(event), key);
  }
  assert.equal(eventOf('x'), -1);
  assert.equal(eventOf('12'), -1);
  assert.equal(keyOf(16), '');
});

interface Sent {
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
}

function sent(keys: string): Sent[] {
  const sender = new EventSender(160);
  sender.add(keys);
  const packets: Sent[] = [];
  for (let now = 0xffff_f000; sender.isSending; now += 160) {
    const frame = sender.next();
    if (frame !== undefined)
      packets.push({ timestamp: (now - frame.ago) >>> 0, marker: frame.isFirst, payload: frame.payload });
  }
  return packets;
}

const received = (packets: readonly Sent[]): string => {
  const receiver = new EventReceiver();
  return packets.map(({ timestamp, marker, payload }) => receiver.take(1, timestamp, marker, payload)).join('');
};

test('what is sent is received, over a roll-over of time stamps; the same key twice is two', () => {
  assert.equal(received(sent('1122*#AD')), '1122*#AD');
});

test('each is told once although packets are lost, the first and all ends among them, doubled or late', () => {
  const packets = sent('11295');
  assert.equal(received(packets.filter(({ marker }) => !marker)), '11295');
  assert.equal(received(packets.filter(({ payload }) => (payload[1] ?? 0) < 0x80)), '11295');
  assert.equal(received(packets.filter((_, index) => index % 8 === 5)), '11295');
  assert.equal(received(packets.flatMap((packet) => [packet, packet])), '11295');
  const late = [...packets];
  const [first] = late.splice(2, 1);
  if (first !== undefined) late.splice(20, 0, first);
  assert.equal(received(late), '11295');
});

test('a key that is held beyond what a duration can say is one', () => {
  const payload = Buffer.from([5, 10, 0xff, 0xff]);
  const held = [0, 0xffff, 2 * 0xffff].map((timestamp) => ({ timestamp, marker: timestamp === 0, payload }));
  assert.equal(received(held), '5');
});

test('what is cut off or no key is nothing', () => {
  const receiver = new EventReceiver();
  assert.equal(receiver.take(1, 0, true, Buffer.alloc(0)), '');
  assert.equal(receiver.take(1, 0, true, Buffer.from([1, 2, 3])), '');
  assert.equal(receiver.take(1, 160, true, Buffer.from([16, 10, 0, 160])), '');
});

const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477, 1633];
const pad = '123A456B789C*0#D';

/** A key in the sound. */
function pressed(key: string, ms: number, level = 4_000, twist = 1, shift = 1): Int16Array {
  const place = pad.indexOf(key);
  const low = ((rows[place >> 2] ?? 0) * shift * 2 * Math.PI) / 8000;
  const high = ((columns[place & 3] ?? 0) * shift * 2 * Math.PI) / 8000;
  const samples = new Int16Array(ms * 8);
  return samples.map((_, at) => Math.round(level * Math.sin(low * at) + level * twist * Math.sin(high * at)));
}

const pause = (ms: number): Int16Array => new Int16Array(ms * 8);
function heard(...sounds: readonly Int16Array[]): string {
  const detector = new KeyDetector();
  const samples = sounds.flatMap((sound) => [...sound]);
  let keys = '';
  for (let at = 0; at < samples.length; at += 160) keys += detector.take(Int16Array.from(samples.slice(at, at + 160)));
  return keys;
}

test('every key is heard once, of 50 ms and of 500, quiet and loud, a little off and a little uneven', () => {
  for (const key of all)
    for (const sound of [
      ...[pressed(key, 50), pressed(key, 500), pressed(key, 80, 300), pressed(key, 80, 15_000)],
      ...[pressed(key, 80, 4_000, 1, 1.015), pressed(key, 80, 4_000, 1, 0.985), pressed(key, 80, 4_000, 0.6)],
    ])
      assert.equal(heard(pause(33), sound, pause(60)), key);
});

test('the same key twice is two, and a gap in it is none', () => {
  assert.equal(heard(pressed('7', 60), pause(60), pressed('7', 60), pause(60)), '77');
  assert.equal(heard(pressed('7', 60), pause(8), pressed('7', 60), pause(60)), '7');
});

test('one tone alone, tones with others beside them, noise and vowels are no key', () => {
  const tone = (hz: number): Int16Array =>
    pause(300).map((_, at) => Math.round(8_000 * Math.sin((hz * at * 2 * Math.PI) / 8000)));
  for (const hz of [...rows, ...columns, 440, 620]) assert.equal(heard(tone(hz)), '');
  const both = pressed('5', 300);
  const beside = tone(440);
  assert.equal(heard(both.map((sample, at) => sample + (beside[at] ?? 0))), '');
  let state = 1;
  const noise = pause(20_000).map(() => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (state >> 15) % 8_000;
  });
  assert.equal(heard(noise), '');
  const vowel = pause(2_000).map((_, at) => {
    let sum = 0;
    for (let harmonic = 1; harmonic < 25; harmonic++)
      sum += (2_500 / harmonic) * Math.sin((harmonic * (120 + 20 * Math.sin(at / 4_000)) * at * 2 * Math.PI) / 8000);
    return sum;
  });
  assert.equal(heard(vowel), '');
});
