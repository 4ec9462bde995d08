// Two streams over real sockets, under a clock that is moved by hand: tone, hold, keys, tampering.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, randomKey } from '#base';
import { pcma, pcmu } from '../codec/g711.ts';
import { RtpSocket } from '../rtp/rtp-socket.ts';
import { suiteNamed, suites } from '../suites.ts';
import { sine, ToneDetector } from '../tone/tone.ts';
import { AudioStream, type StreamPlan } from './audio-stream.ts';
import type { StreamKey } from './protection.ts';

interface End {
  readonly socket: RtpSocket;
  readonly stream: AudioStream;
  readonly detector: ToneDetector;
}

async function end(clock: FakeClock, sendsHz: number, expectsHz: number): Promise<End> {
  const opened = await RtpSocket.open({ rtcp: true });
  assert.ok(opened.ok);
  const detector = new ToneDetector(expectsHz);
  const listener = (samples: Int16Array) => detector.add(samples);
  const stream = new AudioStream({ socket: opened.value, clock, listener, source: sine(sendsHz) });
  return { socket: opened.value, stream, detector };
}

async function pair() {
  const clock = new FakeClock();
  const one = await end(clock, 440, 620);
  const other = await end(clock, 620, 440);
  return { clock, one, other };
}

type Keys = readonly [StreamKey | undefined, StreamKey | undefined];

const plan = (to: End, [sendKey, receiveKey]: Keys, more: Partial<StreamPlan> = {}): StreamPlan => ({
  remote: { address: '127.0.0.1', port: to.socket.port },
  codec: pcma,
  sendKey,
  receiveKey,
  sends: true,
  receives: true,
  ...more,
});

function newKey(name: string): StreamKey {
  const suite = suiteNamed(name) ?? assert.fail();
  return { suite: name, key: randomKey(suite.keyBytes + suite.saltBytes) };
}

/** Moves the clock, and lets the sockets deliver what was sent meanwhile. */
async function pass(clock: FakeClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 20) {
    clock.advance(20);
    await new Promise((done) => setImmediate(done));
  }
  await settled();
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
}

async function close(...ends: readonly End[]): Promise<void> {
  for (const { stream } of ends) stream.close();
  await Promise.all(ends.map(({ socket }) => socket.close()));
}

const plain: Keys = [undefined, undefined];

for (const name of ['', ...suites.filter((suite) => suite.cipher !== 'F8').map((suite) => suite.name)]) {
  test(`each hears the other's tone: ${name === '' ? 'plain' : name}`, async () => {
    const { clock, one, other } = await pair();
    const [there, back] = name === '' ? plain : ([newKey(name), newKey(name)] as const);
    assert.ok(one.stream.use(plan(other, [there, back], { codec: pcmu })));
    assert.ok(other.stream.use(plan(one, [back, there], { codec: pcmu })));
    await pass(clock, 1_000);
    for (const { stream, detector } of [one, other]) {
      const { sent, received, lost, refused } = stream.statistics;
      assert.equal(sent, 51);
      assert.ok(received >= 49, `${received} received`);
      assert.ok(lost <= 1);
      assert.equal(refused, 0);
      assert.ok(detector.share > 0.99, `share ${detector.share}`);
    }
    await close(one, other);
    assert.equal(clock.waiting, 0);
  });
}

test('the wire shows no audio, and another key opens nothing', async () => {
  const { clock, one, other } = await pair();
  const key = newKey('AES_CM_128_HMAC_SHA1_80');
  one.stream.use(plan(other, [key, undefined], { receives: false }));
  other.stream.use(plan(one, [undefined, undefined], { sends: false }));
  await pass(clock, 400);
  assert.ok(other.stream.statistics.received > 15, 'plain RTP was expected and came');
  assert.ok(other.detector.share < 0.2, `share ${other.detector.share}`);
  const before = other.stream.statistics.received;
  other.stream.use(plan(one, [undefined, newKey('AES_CM_128_HMAC_SHA1_80')], { sends: false }));
  await pass(clock, 400);
  assert.equal(other.stream.statistics.received, before);
  assert.ok(other.stream.statistics.refused > 15);
  await close(one, other);
});

test('plain RTP is refused where SRTP was agreed', async () => {
  const { clock, one, other } = await pair();
  one.stream.use(plan(other, plain));
  other.stream.use(plan(one, [undefined, newKey('AEAD_AES_256_GCM')], { sends: false }));
  await pass(clock, 200);
  const { received, refused, replayed, malformed } = other.stream.statistics;
  assert.equal(received, 0);
  assert.ok(refused + replayed + malformed >= 9);
  await close(one, other);
});

test('hold stops the sound and resume goes on, under the same key without replay', async () => {
  const { clock, one, other } = await pair();
  const keys: Keys = [newKey('AES_CM_128_HMAC_SHA1_80'), newKey('AES_CM_128_HMAC_SHA1_80')];
  const swapped: Keys = [keys[1], keys[0]];
  one.stream.use(plan(other, keys));
  other.stream.use(plan(one, swapped));
  await pass(clock, 200);
  one.stream.use(plan(other, keys, { sends: false, receives: false }));
  const { sent } = one.stream.statistics;
  await pass(clock, 200);
  assert.equal(one.stream.statistics.sent, sent);
  assert.ok(one.stream.statistics.ignored >= 9);
  one.stream.use(plan(other, keys));
  await pass(clock, 200);
  assert.ok(one.stream.statistics.sent >= sent + 10);
  assert.equal(other.stream.statistics.replayed, 0);
  assert.equal(other.stream.statistics.refused, 0);
  assert.equal(other.stream.statistics.lost, 0);
  await close(one, other);
});

test('a new key is taken in the middle of the call', async () => {
  const { clock, one, other } = await pair();
  for (let round = 0; round < 3; round++) {
    const key = newKey('AES_256_CM_HMAC_SHA1_80');
    one.stream.use(plan(other, [key, undefined], { receives: false }));
    other.stream.use(plan(one, [undefined, key], { sends: false }));
    const { received } = other.stream.statistics;
    await pass(clock, 200);
    assert.ok(other.stream.statistics.received >= received + 9, `round ${round}`);
  }
  await close(one, other);
});

test('reports go both ways, protected as the sound is', async () => {
  const { clock, one, other } = await pair();
  const keys: Keys = [newKey('AEAD_AES_128_GCM'), newKey('AEAD_AES_128_GCM')];
  one.stream.use(plan(other, keys));
  other.stream.use(plan(one, [keys[1], keys[0]], { sends: false }));
  await pass(clock, 8_000);
  for (const { stream } of [one, other]) {
    assert.ok(stream.statistics.rtcpReceived >= 1);
    assert.equal(stream.statistics.refused + stream.statistics.malformed, 0);
  }
  const before = other.stream.statistics.rtcpReceived;
  one.stream.close();
  await settled();
  assert.equal(other.stream.statistics.rtcpReceived, before + 1, 'no goodbye came');
  await close(one, other);
});

test('another payload type is ignored', async () => {
  const { clock, one, other } = await pair();
  one.stream.use(plan(other, plain, { payloadType: 101 }));
  other.stream.use(plan(one, plain, { sends: false }));
  await pass(clock, 100);
  assert.equal(other.stream.statistics.received, 0);
  assert.ok(other.stream.statistics.ignored >= 4);
  await close(one, other);
});

test('an unknown suite, a wrong key and a remote that is no address send nothing', async () => {
  const { clock, one, other } = await pair();
  const bad: StreamKey = { suite: 'AES_CM_128_HMAC_SHA1_80', key: Buffer.alloc(29) };
  assert.throws(() => one.stream.use(plan(other, [bad, undefined])), RangeError);
  assert.throws(() => one.stream.use(plan(other, [{ ...bad, suite: 'NULL' }, undefined])), RangeError);
  assert.equal(one.stream.use(plan(other, plain, { remote: { address: 'phone.example', port: 4000 } })), false);
  await pass(clock, 100);
  assert.equal(one.stream.statistics.sent, 0);
  await close(one, other);
});
