// The engine with its real thread, over real sockets: what a phone hears of it, what it hears of a phone, and what it does not take.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Result, randomKey, silentLog, systemClock } from '#base';
import { pcmu } from '../codec/g711.ts';
import { RtpSocket } from '../rtp/rtp-socket.ts';
import { AudioStream } from '../stream/audio-stream.ts';
import type { StreamKey } from '../stream/protection.ts';
import { silence, sine, ToneDetector } from '../tone/tone.ts';
import { MediaEngine } from './engine.ts';
import type { MediaSession, SessionListener } from './session.ts';

const address = '127.0.0.1';
const patienceMs = 10_000;
const suite = 'AES_CM_128_HMAC_SHA1_80';

function taken<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal.words);
  return result.value;
}

const makeKey = (): StreamKey => ({ suite, key: randomKey(30) });

async function until(what: string, holds: () => boolean): Promise<void> {
  const began = systemClock.steadyMs();
  while (!holds()) {
    assert.ok(systemClock.steadyMs() - began < patienceMs, `not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A phone that talks to a session: its tone, and what it hears. */
class Peer {
  readonly session: MediaSession;
  readonly stream: AudioStream;
  readonly heard: Int16Array[] = [];
  readonly digits: string[] = [];
  readonly pieces: Uint8Array[] = [];
  ended = '';
  played = 0;
  readonly #socket: RtpSocket;

  private constructor(session: MediaSession, socket: RtpSocket) {
    this.session = session;
    this.#socket = socket;
    const listener: SessionListener = {
      digit: (digit) => void this.digits.push(digit),
      played: (id) => {
        this.played = id;
      },
      recorded: (bytes) => void this.pieces.push(bytes),
      recordEnded: (why) => {
        this.ended = why;
      },
    };
    session.listen(listener);
    this.stream = new AudioStream({
      ...{ socket, clock: systemClock },
      listener: (samples) => void this.heard.push(samples),
    });
  }

  static async open(
    engine: MediaEngine,
    toneHz: number,
    keys: { in?: StreamKey; out?: StreamKey } = {},
  ): Promise<Peer> {
    const session = taken(await engine.session({ address, together: 'test' }));
    const peer = new Peer(session, taken(await RtpSocket.open({ address, rtcp: true })));
    const [sent, received] = [keys.out ?? makeKey(), keys.in ?? makeKey()];
    session.connect({
      ...{ remote: { address, port: peer.#socket.port }, codec: 'PCMU', payloadType: 0, eventsPayloadType: 101 },
      ...{ sendKey: received, receiveKey: sent, sends: true, receives: true },
    });
    peer.stream.send(toneHz === 0 ? silence : sine(toneHz));
    peer.stream.use({
      ...{ remote: { address, port: session.port }, codec: pcmu, sends: true, receives: true },
      ...{ sendKey: keys.in ?? sent, receiveKey: received },
    });
    return peer;
  }

  /** The share of a tone in half a second of what it hears from now on. */
  async share(toneHz: number): Promise<number> {
    const from = this.heard.length + 5;
    await until('half a second is heard', () => this.heard.length >= from + 25);
    const detector = new ToneDetector(toneHz);
    for (const samples of this.heard.slice(from)) detector.add(samples);
    return detector.share;
  }

  async close(): Promise<void> {
    this.stream.close();
    await Promise.all([this.#socket.close(), this.session.close()]);
  }
}

async function withEngine(work: (engine: MediaEngine) => Promise<void>): Promise<void> {
  const engine = MediaEngine.open({ log: silentLog });
  try {
    await work(engine);
    assert.equal(engine.counts.sessions, 0);
  } finally {
    await engine.close();
  }
}

test('what plays is heard, and its end is told', async () => {
  await withEngine(async (engine) => {
    const peer = await Peer.open(engine, 0);
    const id = peer.session.play([{ toneHz: 500, ms: 2_000 }]);
    assert.ok((await peer.share(500)) > 0.99);
    await until('it has been played', () => peer.played === id);
    peer.session.play([{ toneHz: 800, ms: 200 }], { loop: true });
    assert.ok((await peer.share(800)) > 0.9);
    const { sent, refused, dropped } = await peer.session.statistics();
    assert.ok(sent > 50);
    assert.deepEqual([refused, dropped], [0, 0]);
    await peer.close();
  });
});

test('what is recorded is what was said, and can be played', async () => {
  await withEngine(async (engine) => {
    const peer = await Peer.open(engine, 600);
    await peer.share(1_000);
    assert.equal(peer.session.record({ mostMs: 1_500, silenceMs: 0, of: 'far' }), 'PCMU');
    await until('it is full', () => peer.ended === 'full');
    const bytes = Buffer.concat(peer.pieces);
    assert.equal(bytes.length, 12_000);
    const detector = new ToneDetector(600);
    detector.add(pcmu.decode(bytes));
    assert.ok(detector.share > 0.97, `a share of ${detector.share}`);
    peer.session.play([{ codec: 'PCMU', bytes }]);
    assert.ok((await peer.share(600)) > 0.97);
    await peer.close();
  });
});

test('silence ends a recording', async () => {
  await withEngine(async (engine) => {
    const peer = await Peer.open(engine, 0);
    peer.session.record({ mostMs: 60_000, silenceMs: 400, of: 'far' });
    await until('silence ends it', () => peer.ended === 'silence');
    await peer.close();
  });
});

test('three in a room: each hears the other two, and a muted one is not heard', async () => {
  await withEngine(async (engine) => {
    const peers = [await Peer.open(engine, 400), await Peer.open(engine, 700), await Peer.open(engine, 1_100)];
    for (const peer of peers) peer.session.join('room');
    const [one, two, three] = peers;
    assert.ok(one !== undefined && two !== undefined && three !== undefined);
    const [high, middle, own] = [await one.share(1_100), await one.share(700), await one.share(400)];
    assert.ok(high > 0.4 && middle > 0.4 && own < 0.02, `${high} ${middle} ${own}`);
    two.session.join('room', { isMuted: true, isDeaf: false });
    await one.share(400);
    assert.ok((await one.share(1_100)) > 0.97);
    assert.ok((await three.share(400)) > 0.97);
    one.session.join(undefined);
    await three.share(400);
    assert.equal(await three.share(400), 0);
    await Promise.all(peers.map((peer) => peer.close()));
  });
});

test('what is under another key is not taken', async () => {
  await withEngine(async (engine) => {
    const peer = await Peer.open(engine, 600, { in: makeKey() });
    peer.session.record({ mostMs: 400, silenceMs: 0, of: 'far' });
    await until('it is full', () => peer.ended === 'full');
    const { received, refused } = await peer.session.statistics();
    assert.equal(received, 0);
    assert.ok(refused > 5);
    await peer.close();
  });
});

test('a port that is closed is free again, and a session that is over answers', async () => {
  await withEngine(async (engine) => {
    const session = taken(await engine.session({ address }));
    const { port } = session;
    await session.close();
    assert.equal((await session.statistics()).sent, 0);
    const socket = taken(await RtpSocket.open({ address, ports: { from: port, to: port + 1 }, rtcp: true }));
    await socket.close();
    assert.equal((await engine.session({ address: '192.0.2.1' })).ok, false);
  });
});
