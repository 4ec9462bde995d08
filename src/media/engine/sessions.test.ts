// The inside of a thread: who is listened to, what is dropped and counted, rooms, keys, what is kept, and that nothing leaves in the clear.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pcma, pcmu } from '../codec/g711.ts';
import { G722Decoder } from '../codec/g722.ts';
import { parseRtp } from '../rtp/packet.ts';
import { SrtpSender } from '../srtp/sender.ts';
import { suiteNamed } from '../suites.ts';
import { sine, ToneDetector } from '../tone/tone.ts';
import { copyOf, newKey, packetOf, TestThread } from './testing.ts';

function share(samples: readonly number[] | Int16Array, hz: number): number {
  const detector = new ToneDetector(hz);
  detector.add(Int16Array.from(samples));
  return detector.share;
}

const senderOf = (key: ReturnType<typeof newKey>): SrtpSender => {
  const suite = suiteNamed(key.suite);
  assert.ok(suite);
  return new SrtpSender(suite, key.key);
};

async function withThread(run: (thread: TestThread) => Promise<void>): Promise<void> {
  const thread = new TestThread({
    tone: Int16Array.from({ length: 16_000 }, (_, at) => 8_000 * Math.sin((at * 620 * 2 * Math.PI) / 16_000)),
  });
  try {
    await run(thread);
  } finally {
    await thread.close();
  }
  assert.equal(thread.clock.waiting, 0, 'a timer was left');
}

const sealed = (sender: SrtpSender, packet: Buffer): Buffer => sender.protectRtp(packet) ?? assert.fail();

test('without SRTP another port of the same address is taken, once; another address never', () =>
  withThread(async (thread) => {
    const [planned, moved, third] = [await thread.socket(), await thread.socket(), await thread.socket()];
    const far = await thread.socket('127.0.0.2');
    const { session, port } = await thread.openTo(planned);
    for (const socket of [moved, third, far]) socket.setRemote({ address: '127.0.0.1', port });
    far.sendRtp(packetOf(1));
    await thread.settle();
    assert.equal((await thread.statistics(session)).received, 0);
    moved.sendRtp(packetOf(1));
    await thread.settle();
    assert.equal((await thread.statistics(session)).received, 1);
    for (const socket of [third, planned, far]) socket.sendRtp(packetOf(2));
    await thread.settle();
    const { received, dropped } = await thread.statistics(session);
    assert.deepEqual({ received, dropped }, { received: 1, dropped: 4 });
    await thread.pass(40);
    assert.ok(moved.counters.received > 0);
    assert.equal(third.counters.received, 0);
  }));

test('with SRTP the first authentic packet decides, and nobody after it', () =>
  withThread(async (thread) => {
    const [planned, far, other] = [await thread.socket(), await thread.socket('127.0.0.2'), await thread.socket()];
    const key = newKey();
    const { session, port } = await thread.openTo(planned, { receiveKey: copyOf(key), sendKey: copyOf(newKey()) });
    for (const socket of [far, other]) socket.setRemote({ address: '127.0.0.1', port });
    other.sendRtp(packetOf(1));
    other.sendRtp(sealed(senderOf(newKey()), packetOf(1)));
    await thread.settle();
    assert.equal((await thread.statistics(session)).received, 0);
    const sender = senderOf(key);
    far.sendRtp(sealed(sender, packetOf(2)));
    await thread.settle();
    assert.equal((await thread.statistics(session)).received, 1);
    other.sendRtp(sealed(sender, packetOf(3)));
    planned.sendRtp(sealed(sender, packetOf(4)));
    await thread.settle();
    const { received, dropped } = await thread.statistics(session);
    assert.deepEqual({ received, dropped }, { received: 1, dropped: 4 });
  }));

test('once the planned address was heard, no stranger is', () =>
  withThread(async (thread) => {
    const [planned, other] = [await thread.socket(), await thread.socket()];
    const { session, port } = await thread.openTo(planned);
    other.setRemote({ address: '127.0.0.1', port });
    planned.sendRtp(packetOf(1));
    await thread.settle();
    other.sendRtp(packetOf(2));
    await thread.settle();
    const { received, dropped } = await thread.statistics(session);
    assert.deepEqual({ received, dropped }, { received: 1, dropped: 1 });
  }));

test('wrong keys, packets in the clear, replayed, malformed and cut off are counted and not heard; another order is', () =>
  withThread(async (thread) => {
    const socket = await thread.socket();
    const key = newKey();
    const { session } = await thread.openTo(socket, { receiveKey: copyOf(key), sendKey: copyOf(newKey()) });
    const sender = senderOf(key);
    const [first, second, third] = [1, 2, 3].map((sequence) => sealed(sender, packetOf(sequence)));
    assert.ok(first && second && third);
    for (const packet of [first, third, second, second, first]) socket.sendRtp(packet);
    socket.sendRtp(packetOf(4));
    socket.sendRtp(sealed(senderOf(newKey()), packetOf(5)));
    for (const length of [0, 1, 11, 20]) socket.sendRtp(first.subarray(0, length));
    await thread.settle();
    const { received, lost, replayed, refused, dropped } = await thread.statistics(session);
    assert.deepEqual(
      { received, lost, replayed, refused, dropped },
      { received: 3, lost: 0, replayed: 2, refused: 2, dropped: 4 },
    );
  }));

test('a flood is cut at 110 packets a second, before it costs anything', () =>
  withThread(async (thread) => {
    const socket = await thread.socket();
    const { session } = await thread.openTo(socket);
    for (let second = 0; second < 2; second++) {
      for (let at = 0; at < 50; at++) {
        for (let copies = 0; copies < 8; copies++) socket.sendRtp(packetOf(second * 400 + at * 8 + copies));
        await thread.pass(20);
      }
    }
    const { received, dropped } = await thread.statistics(session);
    assert.ok(received <= 2 * 110 + 20 && received >= 200, String(received));
    assert.equal(received + dropped, 800);
  }));

test('nothing is taken while nothing is to be received, and of no other payload type', () =>
  withThread(async (thread) => {
    const socket = await thread.socket();
    const { session } = await thread.openTo(socket);
    socket.sendRtp(packetOf(1, { payloadType: 18 }));
    socket.sendRtp(packetOf(2, { payload: Buffer.alloc(0) }));
    socket.sendRtp(packetOf(3, { payload: Buffer.alloc(5_000) }));
    socket.sendRtp(packetOf(4, { payloadType: 13, payload: Buffer.from([60]) }));
    await thread.settle();
    const { received, dropped } = await thread.statistics(session);
    assert.deepEqual({ received, dropped }, { received: 1, dropped: 3 });
  }));

test('with a key nothing leaves in the clear, whatever becomes of the plan; the keys given are overwritten', () =>
  withThread(async (thread) => {
    const socket = await thread.socket();
    const packets: Buffer[] = [];
    socket.listen({ rtp: (packet) => packets.push(packet), rtcp: (packet) => packets.push(packet) });
    const [sendKey, receiveKey] = [copyOf(newKey()), copyOf(newKey())];
    const { session } = await thread.openTo(socket, { sendKey, receiveKey });
    assert.ok([sendKey, receiveKey].every(({ key }) => key.every((byte) => byte === 0)));
    await thread.order(session, { kind: 'play', play: 1, items: ['tone'], loop: true });
    await thread.order(session, { kind: 'press', digits: '5' });
    await thread.pass(8_000);
    await thread.order(session, { kind: 'close' });
    await thread.settle();
    assert.ok(packets.length > 350);
    // A frame of sound has 172 bytes, a key 16, and protection adds ten; reports end with index and tag.
    const lengths = new Set(
      packets.filter((packet) => (packet[1] ?? 0) < 200 || (packet[1] ?? 0) > 203).map(({ length }) => length),
    );
    assert.deepEqual([...lengths].sort(), [182, 26]);
    const reports = packets.filter((packet) => packet[1] === 200);
    assert.ok(reports.length >= 2, 'a report and a goodbye');
  }));

test('a suite that is not known: nothing is sent, and the session is given up', () =>
  withThread(async (thread) => {
    const socket = await thread.socket();
    const { session } = await thread.openTo(socket, { sendKey: { suite: 'NONE', key: new Uint8Array(30) } });
    await thread.pass(100);
    assert.equal(socket.counters.received, 0);
    assert.ok(thread.told.some((told) => told.session === session && told.kind === 'failed'));
  }));

test('a digit of a storm is not told: at most twenty a second', () =>
  withThread(async (thread) => {
    const socket = await thread.socket();
    const { session } = await thread.openTo(socket);
    for (let at = 0; at < 100; at++) {
      const payload = Buffer.from([at % 10, 0x8a, 0, 160]);
      socket.sendRtp(packetOf(at * 7, { payloadType: 101, payload }));
      await thread.pass(10);
    }
    const { length } = thread.digits(session);
    assert.ok(length >= 20 && length <= 40, String(length));
  }));

test('keys are listened for in the sound only where no events were agreed', () =>
  withThread(async (thread) => {
    const [low, high] = [sine(770), sine(1_336)];
    const five = (count: number): Int16Array => {
      const other = high(count);
      return low(count).map((value, at) => (value + (other[at] ?? 0)) / 2);
    };
    const listening = await thread.phone(five, pcmu, { eventsPayloadType: undefined });
    const agreed = await thread.phone(five);
    await thread.pass(600);
    assert.equal(thread.digits(listening.session), '5');
    assert.equal(thread.digits(agreed.session), '');
  }));

test('in a room everybody hears the others and not themselves; who is muted is not heard, who is deaf hears nobody', () =>
  withThread(async (thread) => {
    const one = await thread.phone(sine(440));
    const two = await thread.phone(sine(300), pcma);
    const three = await thread.phone(sine(700));
    for (const { session } of [one, two, three])
      await thread.order(session, { kind: 'join', room: 'r', part: { isMuted: false, isDeaf: false } });
    await thread.pass(1_200);
    const last = (heard: readonly number[]): readonly number[] => heard.slice(-4_000);
    for (const [{ heard }, hears, own] of [
      [one, [300, 700], 440],
      [two, [440, 700], 300],
      [three, [440, 300], 700],
    ] as const) {
      for (const hz of hears) assert.ok(share(last(heard), hz) > 0.4, `${hz}: ${share(last(heard), hz)}`);
      assert.ok(share(last(heard), own) < 0.02);
    }
    await thread.order(two.session, { kind: 'join', room: 'r', part: { isMuted: true, isDeaf: false } });
    await thread.order(three.session, { kind: 'join', room: 'r', part: { isMuted: false, isDeaf: true } });
    await thread.pass(1_200);
    assert.ok(share(last(one.heard), 700) > 0.95);
    assert.ok(last(three.heard).every((value) => value === 0));
    assert.ok(share(last(two.heard), 440) > 0.4 && share(last(two.heard), 700) > 0.4);
  }));

test('two of one codec are passed on as they are, keys too; something played between them ends that and it begins again', () =>
  withThread(async (thread) => {
    const one = await thread.phone(sine(440));
    const two = await thread.phone(sine(300));
    for (const { session } of [one, two])
      await thread.order(session, { kind: 'join', room: 'r', part: { isMuted: false, isDeaf: false } });
    await thread.pass(600);
    assert.ok(share(one.heard.slice(-3_200), 300) > 0.95);
    one.stream.sendDigits('7');
    await thread.pass(400);
    assert.equal(thread.digits(one.session), '7');
    assert.ok(two.stream.statistics.ignored >= 8, 'the key was not passed on');
    await thread.order(two.session, { kind: 'play', play: 1, items: ['tone'], loop: false });
    await thread.pass(800);
    assert.ok(share(two.heard.slice(-2_400), 620) > 0.2 && share(two.heard.slice(-2_400), 440) > 0.2);
    await thread.pass(1_000);
    assert.ok(share(two.heard.slice(-3_200), 440) > 0.95);
    assert.equal(two.stream.statistics.refused + two.stream.statistics.replayed, 0);
    assert.equal(
      two.stream.statistics.lost,
      two.stream.statistics.ignored,
      'more is missing than the packets of the key',
    );
  }));

test('G.722 and G.711 meet in a room', () =>
  withThread(async (thread) => {
    const narrow = await thread.phone(sine(440));
    const socket = await thread.socket();
    const wide: Int16Array[] = [];
    const decoder = new G722Decoder();
    socket.listen({
      rtp: (packet) => {
        const samples = new Int16Array(320);
        decoder.decode(parseRtp(packet)?.payload ?? Buffer.alloc(160), samples);
        wide.push(samples);
      },
    });
    const { session } = await thread.openTo(socket, { codec: 'G722', payloadType: 9 });
    for (const each of [narrow.session, session])
      await thread.order(each, { kind: 'join', room: 'r', part: { isMuted: false, isDeaf: false } });
    await thread.pass(800);
    const samples = wide.slice(-20).flatMap((frame) => [...frame]);
    // Every second sample: the same tone at half the rate.
    assert.ok(
      share(
        samples.filter((_, at) => at % 2 === 0),
        440,
      ) > 0.9,
    );
  }));

test('what is kept of both is both; it ends with the session', () =>
  withThread(async (thread) => {
    const { session } = await thread.phone(sine(440));
    await thread.order(session, { kind: 'play', play: 1, items: ['tone'], loop: true });
    await thread.order(session, {
      kind: 'record',
      options: { mostMs: 60_000, silenceMs: 0, of: 'both' },
      codec: 'PCMU',
    });
    await thread.pass(1_500);
    await thread.order(session, { kind: 'close' });
    const kept = thread.told.flatMap((told) => (told.kind === 'recorded' ? [...pcmu.decode(told.bytes)] : []));
    assert.ok(share(kept.slice(-4_000), 440) > 0.3 && share(kept.slice(-4_000), 620) > 0.3);
    assert.ok(thread.told.some((told) => told.kind === 'record-ended' && told.why === 'closed'));
  }));

test('that nothing comes any more is told every five seconds, until something does', () =>
  withThread(async (thread) => {
    const socket = await thread.socket();
    await thread.openTo(socket);
    const silent = (): number[] => thread.told.flatMap((told) => (told.kind === 'silent' ? [told.ms] : []));
    await thread.pass(11_000);
    assert.deepEqual(silent(), [5_000, 10_000]);
    socket.sendRtp(packetOf(1));
    await thread.pass(6_000);
    assert.deepEqual(silent(), [5_000, 10_000, 5_000]);
  }));

test('a lost packet is made up for by what was there before, and a reordered one is in its place', () =>
  withThread(async (thread) => {
    const socket = await thread.socket();
    const { session } = await thread.openTo(socket);
    await thread.order(session, { kind: 'record', options: { mostMs: 1_000, silenceMs: 0, of: 'far' }, codec: 'PCMU' });
    const source = sine(400);
    const payloads = Array.from({ length: 45 }, () => pcmu.encode(source(160)));
    for (const [at, payload] of payloads.entries()) {
      const other = at % 10 === 4 ? at + 1 : at % 10 === 5 ? at - 1 : at;
      if (at % 15 !== 12) socket.sendRtp(packetOf(other, { payload: payloads[other] ?? payload }));
      await thread.pass(20);
    }
    await thread.pass(300);
    const kept = thread.told.flatMap((told) => (told.kind === 'recorded' ? [...pcmu.decode(told.bytes)] : []));
    assert.ok(share(kept.slice(1_600, 6_400), 400) > 0.95, String(share(kept.slice(1_600, 6_400), 400)));
  }));
