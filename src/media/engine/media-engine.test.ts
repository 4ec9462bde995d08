// The engine with its real thread: telephones on 127.0.0.1 hear it, press keys, are kept and meet in rooms.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { FakeClock, randomKey, silentLog, systemClock } from '#base';
import { type Codec, pcma, pcmu } from '../codec/g711.ts';
import { RtpSocket } from '../rtp/rtp-socket.ts';
import { AudioStream } from '../stream/audio-stream.ts';
import type { StreamKey } from '../stream/protection.ts';
import { type SampleSource, silence, sine, ToneDetector } from '../tone/tone.ts';
import { MediaEngine } from './media-engine.ts';
import type { MediaSession, SessionListener } from './session.ts';

const clipHz = 620;
const clip = Int16Array.from({ length: 16_000 }, (_, at) =>
  Math.round(8_000 * Math.sin((2 * Math.PI * clipHz * at) / 16_000)),
);
const clips = { samples: clip, names: [{ name: 'test.tone', start: 0, length: clip.length }] };
const engine = await MediaEngine.open({ log: silentLog, clock: systemClock, clips });
after(() => engine.close());

const newKey = (): StreamKey => ({ suite: 'AES_CM_128_HMAC_SHA1_80', key: randomKey(30) });
const events = 101;

/** A promise that an event fulfils. */
function once<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  return Promise.withResolvers<T>();
}

interface Phone {
  readonly session: MediaSession;
  readonly stream: AudioStream;
  readonly detector: ToneDetector;
  close(): Promise<void>;
}

interface PhoneOptions {
  readonly isSecure?: boolean;
  readonly codec?: Codec;
  readonly source?: SampleSource;
  readonly listener?: SessionListener;
  readonly expectsHz?: number;
  readonly heard?: (samples: Int16Array) => void;
  readonly together?: string;
}

/** A telephone in a call with a session of its own. */
async function phone(options: PhoneOptions = {}): Promise<Phone> {
  const { isSecure = true, codec = pcmu, source = silence, listener = {}, expectsHz = clipHz } = options;
  const opened = await engine.session({
    address: '127.0.0.1',
    ...(options.together ? { together: options.together } : {}),
  });
  assert.ok(opened.ok);
  const session = opened.value;
  const bound = await RtpSocket.open({ rtcp: true });
  assert.ok(bound.ok);
  const socket = bound.value;
  const detector = new ToneDetector(expectsHz);
  const stream = new AudioStream({
    ...{ socket, clock: systemClock, source },
    listener: (samples) => {
      detector.add(samples);
      options.heard?.(samples);
    },
  });
  const [there, back] = isSecure ? [newKey(), newKey()] : [undefined, undefined];
  session.listen(listener);
  const way = { sends: true, receives: true, eventsPayloadType: events };
  session.connect({
    ...{ ...way, codec: codec.name, payloadType: codec.payloadType, sendKey: back, receiveKey: there },
    remote: { address: '127.0.0.1', port: socket.port },
  });
  stream.use({ ...way, codec, sendKey: there, receiveKey: back, remote: { address: '127.0.0.1', port: session.port } });
  const close = async (): Promise<void> => {
    await session.close();
    stream.close();
    await socket.close();
  };
  return { session, stream, detector, close };
}

for (const codec of [pcmu, pcma])
  test(`a clip is heard, and it is told when it has been played: ${codec.name}`, async () => {
    const played = once<number>();
    const { session, detector, stream, close } = await phone({ codec, listener: { played: played.resolve } });
    const id = session.play(['test.tone', 'no.such.clip']);
    assert.equal(await played.promise, id);
    assert.ok(detector.share > 0.9, String(detector.share));
    const { refused, malformed, lost } = stream.statistics;
    assert.deepEqual({ refused, malformed, lost }, { refused: 0, malformed: 0, lost: 0 });
    await close();
  });

test('keys are told once each, and the engine presses some itself', async () => {
  const pressed: string[] = [];
  const all = once<void>();
  const digit = (key: string) => {
    if (pressed.push(key) === 4) all.resolve();
  };
  const { stream, close } = await phone({ listener: { digit } });
  stream.sendDigits('12*#');
  await all.promise;
  assert.deepEqual(pressed, ['1', '2', '*', '#']);
  await close();
});

test('what is said is kept, in pieces, and ends by itself', async () => {
  const ended = once<string>();
  const pieces: Uint8Array[] = [];
  const recorded = (bytes: Uint8Array) => void pieces.push(bytes);
  const { session, close } = await phone({ source: sine(440), listener: { recorded, recordEnded: ended.resolve } });
  assert.equal(session.record({ mostMs: 1_500, silenceMs: 0, of: 'far' }), 'PCMU');
  assert.equal(await ended.promise, 'full');
  assert.deepEqual(
    pieces.map(({ length }) => length),
    [8_000, 4_000],
  );
  const detector = new ToneDetector(440);
  for (const piece of pieces) detector.add(pcmu.decode(piece).subarray(800));
  assert.ok(detector.share > 0.9, String(detector.share));
  await close();
});

test('two meet in a room: what they send is passed on as it is, and each hears the other', async () => {
  const enough = [once<void>(), once<void>()];
  const counter = (index: number) => {
    let frames = 0;
    return () => {
      if (++frames === 60) enough[index]?.resolve();
    };
  };
  const one = await phone({ together: 'r', source: sine(440), expectsHz: 300, heard: counter(0) });
  const other = await phone({ together: 'r', source: sine(300), expectsHz: 440, heard: counter(1) });
  for (const { session } of [one, other]) session.join('r');
  await Promise.all(enough.map(({ promise }) => promise));
  for (const { detector } of [one, other]) assert.ok(detector.share > 0.8, String(detector.share));
  await one.close();
  await other.close();
});

test('statistics are told, and a closed port is free', async () => {
  const played = once<number>();
  const { session, close } = await phone({ listener: { played: played.resolve } });
  session.play([{ silenceMs: 200 }]);
  await played.promise;
  const statistics = await session.statistics();
  assert.ok(statistics.sent >= 9 && statistics.received > 5, JSON.stringify(statistics));
  const { port } = session;
  await close();
  const again = await RtpSocket.open({ ports: { from: port, to: port + 1 }, rtcp: true });
  assert.ok(again.ok);
  await again.value.close();
  assert.equal(engine.counts.sessions, 0);
});

test('an address that is not here is refused', async () => {
  const opened = await engine.session({ address: '192.0.2.1' });
  assert.ok(!opened.ok);
  assert.equal(opened.refusal.code, 'media.address-not-available');
  assert.equal(engine.counts.sessions, 0);
});

test('a session in which something fails is lost, which is told; others live on', async () => {
  const clock = new FakeClock();
  const own = await MediaEngine.open({ log: silentLog, clock });
  const opened = await own.session({ address: '127.0.0.1' });
  assert.ok(opened.ok);
  const ended = once<void>();
  opened.value.listen({ ended: () => ended.resolve() });
  // No plan of a sane caller: the thread cannot read it.
  opened.value.connect({ remote: undefined } as never);
  await ended.promise;
  const next = await own.session({ address: '127.0.0.1' });
  assert.ok(next.ok);
  await own.close();
});
