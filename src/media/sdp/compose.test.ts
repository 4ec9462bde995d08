// Descriptions of one's own: what is written can be read.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composeSdp, rtpMaps } from './compose.ts';
import { audio, readOk } from './samples.ts';

test('a composed description is read as planned', () => {
  const origin = { user: '-', id: '1', version: '2', netType: 'IN', addressType: 'IP4', address: '127.0.0.1' };
  const attributes = ['a=rtpmap:8 PCMA/8000', 'a=sendrecv'];
  const sdp = readOk(
    composeSdp(origin, [{ kind: 'audio', port: 40000, protocol: 'RTP/SAVP', formats: ['8'], attributes }]),
  );
  assert.deepEqual(sdp.origin, origin);
  assert.equal(sdp.connection?.address, '127.0.0.1');
  assert.equal(sdp.media[0]?.port, 40000);
  assert.deepEqual(sdp.media[0]?.lines.slice(1), attributes);
});

test('payload types are mapped, the static ones of G.711 without being told', () => {
  const maps = (text: string) => rtpMaps(readOk(text).media[0] ?? assert.fail());
  const text = audio('RTP/AVP', 'a=rtpmap:96 opus/48000/2', 'a=rtpmap:97 unlisted/8000', 'a=rtpmap:x').replace(
    'AVP 0',
    'AVP 96 8 0 13',
  );
  assert.deepEqual(maps(text), [
    { payloadType: 96, encoding: 'opus', clockRate: 48000, channels: 2 },
    { payloadType: 8, encoding: 'PCMA', clockRate: 8000, channels: 1 },
    { payloadType: 0, encoding: 'PCMU', clockRate: 8000, channels: 1 },
  ]);
});
