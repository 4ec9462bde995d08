// RTCP: reports, names and goodbyes, both ways, and what is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RtcpPacketConverter, RtcpSrPacket } from 'werift-rtp';
import { parseRtcp, printRtcp, type RtcpPart } from './rtcp.ts';

const block = {
  ssrc: 0x99887766,
  fractionLost: 12,
  lost: -3,
  highest: 70_000,
  jitter: 5,
  lastReport: 0x12345678,
  delay: 65_536,
};

const parts: readonly RtcpPart[] = [
  {
    kind: 'sender-report',
    ssrc: 0x11223344,
    timeMs: Date.UTC(2026, 10, 22, 9, 0, 0, 250),
    timestamp: 8000,
    packets: 50,
    bytes: 8000,
    reports: [block],
  },
  { kind: 'name', ssrc: 0x11223344, name: 'phone@127.0.0.1' },
  { kind: 'goodbye', sources: [0x11223344] },
];

test('a compound packet is printed and read', () => {
  const bytes = printRtcp(parts);
  assert.equal(bytes.length % 4, 0);
  assert.deepEqual(parseRtcp(bytes), parts);
  const receiver: RtcpPart[] = [{ kind: 'receiver-report', ssrc: 1, reports: [block, block] }];
  assert.deepEqual(parseRtcp(printRtcp(receiver)), receiver);
});

test('another implementation reads the same', () => {
  const [report] = RtcpPacketConverter.deSerialize(printRtcp(parts));
  assert.ok(report instanceof RtcpSrPacket);
  assert.equal(report.ssrc, 0x11223344);
  assert.equal(report.senderInfo.packetCount, 50);
  assert.equal(report.reports[0]?.highestSequence, 70_000);
});

test('names of every length end on a whole word', () => {
  for (let length = 0; length <= 255; length++) {
    const name: RtcpPart = { kind: 'name', ssrc: 1, name: 'n'.repeat(length) };
    assert.deepEqual(parseRtcp(printRtcp([name])), [name]);
  }
});

test('kinds that are not known are passed over', () => {
  const other = Buffer.from('81cd00020000000100000002', 'hex');
  assert.deepEqual(parseRtcp(Buffer.concat([other, printRtcp(parts)])), parts);
});

test('what is cut off or lies about its length is refused', () => {
  const bytes = printRtcp(parts);
  const whole = [52, 52 + 28, bytes.length];
  for (let length = 0; length < bytes.length; length++) {
    if (!whole.includes(length)) assert.equal(parseRtcp(bytes.subarray(0, length)), undefined, `${length} bytes`);
  }
  for (const text of ['80c8', '40c90001000000ff', '82c90001000000ff', '81cb0000', 'a0c90001000000ff80c9000100000001'])
    assert.equal(parseRtcp(Buffer.from(text, 'hex')), undefined, text);
});
