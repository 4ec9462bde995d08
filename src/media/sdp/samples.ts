// Session descriptions for the tests of this room: as phones send them, with keys of the right lengths.

import assert from 'node:assert/strict';
import type { SessionDescription } from './description.ts';
import { readSdp } from './read.ts';

/** Lines to text with CRLF. */
export const sdpText = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;

export const keyOf = (bytes: number, fill: number): string => Buffer.alloc(bytes, fill).toString('base64');

export const session: readonly string[] = [
  'v=0',
  'o=alice 2890844526 2890844526 IN IP4 192.0.2.10',
  's=-',
  'c=IN IP4 192.0.2.10',
  't=0 0',
];

export const savpOffer = sdpText(
  ...session,
  'm=audio 40000 RTP/SAVP 0 8 101',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
  `a=crypto:1 AEAD_AES_256_GCM inline:${keyOf(44, 1)}`,
  `a=crypto:2 AES_256_CM_HMAC_SHA1_80 inline:${keyOf(46, 2)}`,
  `a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:${keyOf(30, 3)}`,
  'a=ptime:20',
  'a=sendrecv',
);

export const plainOffer = sdpText(...session, 'm=audio 40000 RTP/AVP 0 8', 'a=rtpmap:0 PCMU/8000', 'a=sendrecv');

/** A description with one audio section of this protocol, its attribute lines given. */
export const audio = (protocol: string, ...attributes: readonly string[]): string =>
  sdpText(...session, `m=audio 41000 ${protocol} 0`, ...attributes);

export const crypto = (tag: number, suite: string, bytes: number, fill = 9, rest = ''): string =>
  `a=crypto:${tag} ${suite} inline:${keyOf(bytes, fill)}${rest}`;

export function readOk(text: string): SessionDescription {
  const read = readSdp(text);
  assert.ok(read.ok, read.ok ? '' : read.refusal.words);
  return read.value;
}
