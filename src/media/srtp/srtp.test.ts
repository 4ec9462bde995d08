// SRTP as sender and receiver see it: order, replay, roll-over, sources, and every kind of tampering.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { limits } from '#base';
import { type Suite, suiteNamed, suites } from '../suites.ts';
import { SrtpReceiver } from './receiver.ts';
import { SrtpSender } from './sender.ts';

const usable = suites.filter((suite) => suite.cipher !== 'F8');
const anySuite = suiteNamed('AES_CM_128_HMAC_SHA1_80') ?? assert.fail();

function rtpPacket(sequence: number, ssrc = 0x11223344, payload = randomBytes(160)): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(0x8000, 0);
  header.writeUInt16BE(sequence % 65536, 2);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, payload]);
}

const report = (ssrc = 0x11223344): Buffer => {
  const packet = Buffer.from('80c90001000000000102030405060708', 'hex');
  packet.writeUInt32BE(ssrc, 4);
  return packet;
};

function pair(suite: Suite, mki?: Buffer) {
  const key = randomBytes(suite.keyBytes + suite.saltBytes);
  return { sender: new SrtpSender(suite, key, mki), receiver: new SrtpReceiver(suite, key, mki), key };
}

const sealed = (packet: Buffer | undefined): Buffer => packet ?? assert.fail('it was not protected');
const rtp = (sender: SrtpSender, sequence: number, ssrc?: number) =>
  sealed(sender.protectRtp(rtpPacket(sequence, ssrc)));

/** The packet with one of its bits changed. */
function flipped(packet: Buffer, bit: number): Buffer {
  const copy = Buffer.from(packet);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
}

for (const suite of usable) {
  test(`${suite.name}: packets of every shape come through, and nothing of them is in the clear`, () => {
    const { sender, receiver } = pair(suite);
    const shapes = [
      rtpPacket(1),
      rtpPacket(2, 1, Buffer.alloc(0)),
      rtpPacket(3, 1, randomBytes(1)),
      rtpPacket(4, 1, randomBytes(9_000)),
      Buffer.from(`b200000500000000000000010000000a0000000bbede0002${'00'.repeat(8)}${'ab'.repeat(40)}`, 'hex'),
    ];
    for (const packet of shapes) {
      const before = Buffer.from(packet);
      const out = sealed(sender.protectRtp(packet));
      assert.deepEqual(packet, before, 'the packet given was changed');
      if (packet.length > 40) assert.ok(!out.includes(packet.subarray(-16)), 'a part is in the clear');
      assert.equal(out.length, packet.length + suite.tagBytes);
      const kept = Buffer.from(out);
      assert.deepEqual(receiver.unprotectRtp(out), packet);
      assert.deepEqual(out, kept, 'the packet received was changed');
    }
    const rtcp = report();
    const out = sealed(sender.protectRtcp(rtcp));
    assert.equal(out.length, rtcp.length + 4 + suite.rtcpTagBytes);
    assert.deepEqual(receiver.unprotectRtcp(out), rtcp);
  });

  test(`${suite.name}: no bit of a packet can be changed`, () => {
    const { sender, receiver } = pair(suite);
    assert.ok(Buffer.isBuffer(receiver.unprotectRtp(rtp(sender, 1))));
    const packet = sealed(sender.protectRtp(rtpPacket(2, undefined, randomBytes(20))));
    for (let bit = 0; bit < packet.length * 8; bit++)
      assert.equal(typeof receiver.unprotectRtp(flipped(packet, bit)), 'string', `bit ${bit}`);
    assert.ok(Buffer.isBuffer(receiver.unprotectRtp(packet)), 'the true one still comes through');
    const rtcp = sealed(sender.protectRtcp(report()));
    for (let bit = 0; bit < rtcp.length * 8; bit++)
      assert.equal(typeof receiver.unprotectRtcp(flipped(rtcp, bit)), 'string', `RTCP bit ${bit}`);
    assert.ok(Buffer.isBuffer(receiver.unprotectRtcp(rtcp)));
  });

  test(`${suite.name}: no packet can be cut or lengthened`, () => {
    const { sender, receiver } = pair(suite);
    const packet = rtp(sender, 1);
    for (let length = 0; length < packet.length; length++)
      assert.equal(typeof receiver.unprotectRtp(packet.subarray(0, length)), 'string', `${length} bytes`);
    assert.equal(receiver.unprotectRtp(Buffer.concat([packet, Buffer.alloc(1)])), 'refused');
    const rtcp = sealed(sender.protectRtcp(report()));
    for (let length = 0; length < rtcp.length; length++)
      assert.equal(typeof receiver.unprotectRtcp(rtcp.subarray(0, length)), 'string', `${length} bytes of RTCP`);
  });

  test(`${suite.name}: the sequence number rolls over, in order and out of it`, () => {
    const { sender, receiver } = pair(suite);
    const packets: Buffer[] = [];
    for (let index = 65_000; index < 66_000; index++) packets.push(rtp(sender, index));
    for (let at = 0; at + 1 < packets.length; at += 2) {
      assert.ok(Buffer.isBuffer(receiver.unprotectRtp(packets[at + 1] ?? assert.fail())), `${at + 1}`);
      assert.ok(Buffer.isBuffer(receiver.unprotectRtp(packets[at] ?? assert.fail())), `${at}`);
    }
  });

  test(`${suite.name}: packets of another key are refused`, () => {
    const { sender } = pair(suite);
    const { receiver } = pair(suite);
    assert.equal(receiver.unprotectRtp(rtp(sender, 1)), 'refused');
    assert.equal(receiver.unprotectRtcp(sealed(sender.protectRtcp(report()))), 'refused');
  });

  test(`${suite.name}: with an MKI only packets that carry it come through`, () => {
    const mki = Buffer.from('00000001', 'hex');
    const { sender, receiver, key } = pair(suite, mki);
    const packet = rtp(sender, 1);
    assert.equal(packet.length, 172 + 4 + suite.tagBytes);
    const other = new SrtpReceiver(suite, key, Buffer.from('00000002', 'hex'));
    assert.equal(other.unprotectRtp(packet), 'refused');
    assert.ok(Buffer.isBuffer(receiver.unprotectRtp(packet)));
    const rtcp = sealed(sender.protectRtcp(report()));
    assert.equal(other.unprotectRtcp(rtcp), 'refused');
    assert.deepEqual(receiver.unprotectRtcp(rtcp), report());
  });

  test(`${suite.name}: a closed key does nothing more`, () => {
    const { sender, receiver } = pair(suite);
    const packet = rtp(sender, 1);
    const rtcp = sealed(sender.protectRtcp(report()));
    sender.close();
    receiver.close();
    assert.equal(sender.protectRtp(rtpPacket(2)), undefined);
    assert.equal(sender.protectRtcp(report()), undefined);
    assert.equal(receiver.unprotectRtp(packet), 'refused');
    assert.equal(receiver.unprotectRtcp(rtcp), 'refused');
  });
}

test('a packet comes through once, and not when it is older than the window', () => {
  const { sender, receiver } = pair(anySuite);
  const packets = Array.from({ length: 300 }, (_, sequence) => rtp(sender, sequence));
  const take = (sequence: number) => {
    const taken = receiver.unprotectRtp(packets[sequence] ?? assert.fail());
    return Buffer.isBuffer(taken) ? 'taken' : taken;
  };
  assert.equal(take(10), 'taken');
  assert.equal(take(10), 'replayed');
  assert.equal(take(9), 'taken');
  assert.equal(take(9), 'replayed');
  assert.equal(take(200), 'taken');
  assert.equal(take(72), 'replayed', '128 behind');
  assert.equal(take(73), 'taken', '127 behind');
  assert.equal(take(73), 'replayed');
  for (let sequence = 74; sequence < 200; sequence++) assert.equal(take(sequence), 'taken', `${sequence}`);
  for (let sequence = 0; sequence <= 200; sequence++) assert.equal(take(sequence), 'replayed', `${sequence}`);
});

test('a reflected packet of one source is not taken for one of another key', () => {
  const one = pair(anySuite);
  const other = pair(anySuite);
  assert.equal(one.receiver.unprotectRtp(rtp(other.sender, 1)), 'refused');
});

test('RTCP is taken once, in any order', () => {
  const { sender, receiver } = pair(anySuite);
  const packets = Array.from({ length: 3 }, () => sealed(sender.protectRtcp(report())));
  for (const place of [1, 0, 2]) assert.deepEqual(receiver.unprotectRtcp(packets[place] ?? assert.fail()), report());
  for (const packet of packets) assert.equal(receiver.unprotectRtcp(packet), 'replayed');
});

test('RTCP in the clear is refused', () => {
  const { receiver } = pair(anySuite);
  assert.equal(receiver.unprotectRtcp(Buffer.concat([report(), Buffer.alloc(14)])), 'refused');
  assert.equal(receiver.unprotectRtcp(report()), 'malformed');
});

test('the source may change in the middle of a call, and each has its own order', () => {
  const { sender, receiver } = pair(anySuite);
  for (const [sequence, ssrc] of [
    [60_000, 1],
    [5, 2],
    [60_001, 1],
    [6, 2],
    [5, 3],
  ] as const)
    assert.ok(Buffer.isBuffer(receiver.unprotectRtp(rtp(sender, sequence, ssrc))), `${sequence} of ${ssrc}`);
});

test('sources are bounded, and packets that are not authentic take no place', () => {
  const { sender, receiver } = pair(anySuite);
  const { sender: stranger } = pair(anySuite);
  for (let ssrc = 1000; ssrc < 1000 + limits.media.sourcesPerKey; ssrc++)
    assert.equal(receiver.unprotectRtp(rtp(stranger, 1, ssrc)), 'refused');
  const most = limits.media.sourcesPerKey;
  for (let ssrc = 1; ssrc <= most; ssrc++) assert.ok(Buffer.isBuffer(receiver.unprotectRtp(rtp(sender, 1, ssrc))));
  assert.equal(sender.protectRtp(rtpPacket(1, most + 1)), undefined);
  assert.ok(Buffer.isBuffer(receiver.unprotectRtp(rtp(sender, 2, 1))));
});

test('a sender never uses an index twice', () => {
  const { sender } = pair(anySuite);
  rtp(sender, 500);
  for (const sequence of [500, 499, 0]) assert.equal(sender.protectRtp(rtpPacket(sequence)), undefined);
  rtp(sender, 501);
  const { sender: wrapping } = pair(anySuite);
  rtp(wrapping, 65_535);
  rtp(wrapping, 0);
  assert.equal(wrapping.protectRtp(rtpPacket(65_535)), undefined);
});

test('what is no RTP is not protected', () => {
  const { sender, receiver } = pair(anySuite);
  for (const packet of [
    Buffer.alloc(0),
    Buffer.alloc(11, 0x80),
    Buffer.alloc(172),
    Buffer.from('9f'.repeat(20), 'hex'),
  ]) {
    assert.equal(sender.protectRtp(packet), undefined);
    assert.equal(receiver.unprotectRtp(packet), 'malformed');
  }
});

test('a key of another length is refused', () => {
  for (const suite of usable) {
    const right = suite.keyBytes + suite.saltBytes;
    for (const bytes of [0, right - 1, right + 1])
      assert.throws(() => new SrtpSender(suite, Buffer.alloc(bytes)), RangeError, `${suite.name} ${bytes}`);
  }
  const f8 = suiteNamed('F8_128_HMAC_SHA1_80') ?? assert.fail();
  assert.throws(() => new SrtpReceiver(f8, Buffer.alloc(30)), RangeError);
});
