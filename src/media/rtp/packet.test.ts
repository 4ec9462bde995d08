// RTP packets: every part of the header, both ways, and what is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RtpPacket as OtherPacket } from 'werift-rtp';
import { parseRtp, printRtp, type RtpPacket, rtpHeaderBytes } from './packet.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

const full: RtpPacket = {
  marker: true,
  payloadType: 96,
  sequence: 0xfffe,
  timestamp: 0xfedcba98,
  ssrc: 0x89abcdef,
  contributing: [1, 0xffffffff],
  extension: { profile: 0xbede, data: hex('1000000020000000') },
  payload: hex('0102030405'),
};

test('a packet with every part is printed and read', () => {
  const bytes = printRtp(full);
  assert.equal(bytes.toString('hex'), '92e0fffefedcba9889abcdef00000001ffffffffbede000210000000200000000102030405');
  assert.deepEqual(parseRtp(bytes), full);
  assert.equal(rtpHeaderBytes(bytes), 32);
  const other = OtherPacket.deSerialize(bytes);
  assert.equal(other.header.sequenceNumber, full.sequence);
  assert.deepEqual(other.header.csrc, full.contributing);
  assert.deepEqual(other.payload, full.payload);
});

test('padding is taken off', () => {
  const padded = hex('a0000001 00000002 00000003 aabbcc 00 00 00 04');
  assert.deepEqual(parseRtp(padded)?.payload, hex('aabbcc'));
  assert.deepEqual(parseRtp(hex('a0000001 00000002 00000003 01'))?.payload, hex(''));
});

const refused: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['a header cut off', '8000000100000002000000'],
  ['version 1', '400000010000000200000003'],
  ['version 3', 'c00000010000000200000003'],
  ['contributing sources cut off', '81000001000000020000000300'],
  ['an extension header cut off', '900000010000000200000003bede00'],
  ['an extension cut off', '900000010000000200000003bede0001000000'],
  ['padding of zero', 'a0000001000000020000000300'],
  ['padding longer than the payload', 'a0000001000000020000000302'],
  ['padding without a byte', 'a00000010000000200000003'],
  ['an RTCP sender report', '80c8000600000000000000000000000000000000'],
];

for (const [what, text] of refused) test(`refused: ${what}`, () => assert.equal(parseRtp(hex(text)), undefined));

test('no bytes make it throw, and what it takes it prints alike', () => {
  let state = 3;
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.alloc(round % 60);
    for (let at = 0; at < bytes.length; at++) {
      state = (state * 1103515245 + 12345) % 2147483648;
      bytes[at] = state >> 16;
    }
    if (bytes.length > 0 && round % 2 === 0) bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f);
    const packet = parseRtp(bytes);
    if (packet !== undefined) assert.deepEqual(parseRtp(printRtp(packet)), packet);
  }
});

test('a packet of no possible form is not printed', () => {
  assert.throws(() => printRtp({ ...full, contributing: new Array<number>(16).fill(1) }), RangeError);
  assert.throws(() => printRtp({ ...full, extension: { profile: 1, data: Buffer.alloc(3) } }), RangeError);
});
