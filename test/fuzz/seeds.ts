// What the mutator starts from: the torture messages and the ordinary ones of a call and a registration.

import { tortureMessages } from '../torture/expected.ts';

const session = [
  'v=0',
  'o=- 3911 3911 IN IP4 192.0.2.10',
  's=-',
  'c=IN IP4 192.0.2.10',
  't=0 0',
  'm=audio 40000 RTP/SAVP 8 0 101',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^31',
  'a=rtpmap:101 telephone-event/8000',
  '',
].join('\r\n');

const request = (method: string, lines: readonly string[], body = ''): string =>
  [
    `${method} sip:202@192.0.2.1:5061;transport=tls SIP/2.0`,
    'Via: SIP/2.0/TLS 192.0.2.10:5061;branch=z9hG4bK-524287-1---0a1b2c3d4e5f;rport;alias',
    'Max-Forwards: 70',
    'Contact: "Anna Berg" <sip:201@192.0.2.10:5061;transport=tls>;+sip.instance="<urn:uuid:0a1b>";reg-id=1',
    'To: <sip:202@192.0.2.1>',
    'From: "Anna Berg"<sip:201@192.0.2.1>;tag=8f7e6d5c',
    'Call-ID: 84672yTdhjfgYdfhsdkfjhskjdfhl',
    `CSeq: 1 ${method}`,
    ...lines,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');

const response = (status: string, lines: readonly string[], body = ''): string =>
  request('INVITE', lines, body).replace(/^[^\r\n]*/, `SIP/2.0 ${status}`);

const digest =
  'Digest username="201",realm="ringfence",nonce="0a1b",uri="sip:192.0.2.1",response="00ff",algorithm=SHA-256,qop=auth,nc=00000001,cnonce="x"';

const ordinary = [
  request(
    'INVITE',
    ['Supported: replaces, 100rel, timer', 'Session-Expires: 1800;refresher=uac', 'Content-Type: application/sdp'],
    session,
  ),
  request(
    'INVITE',
    ['k: timer', 'x: 90', 'c: application/sdp', `Proxy-Authorization: ${digest}`, 'Require: 100rel'],
    session,
  ),
  request('REGISTER', [
    'Expires: 3600',
    `Authorization: ${digest}`,
    'Supported: path, outbound',
    'Path: <sip:p.example.com;lr;ob>',
  ]),
  request('REGISTER', ['m: *', 'Expires: 0']),
  request('ACK', ['Route: <sip:192.0.2.1;lr>']),
  request('BYE', ['Reason: Q.850;cause=16;text="Normal call clearing"']),
  request('CANCEL', ['Reason: SIP;cause=200;text="Call completed elsewhere"']),
  request('OPTIONS', ['Accept: application/sdp']),
  request('PRACK', ['RAck: 1 1 INVITE']),
  request('UPDATE', ['Content-Type: application/sdp'], session),
  request('INFO', ['Info-Package: dtmf', 'Content-Type: application/dtmf-relay'], 'Signal=5\r\nDuration=160\r\n'),
  request('REFER', [
    'Refer-To: <sip:203@192.0.2.1?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>',
    'Referred-By: <sip:201@192.0.2.1>',
  ]),
  request('SUBSCRIBE', ['Event: dialog;id=1', 'Expires: 600', 'Accept: application/dialog-info+xml']),
  response('180 Ringing', ['RSeq: 1', 'Require: 100rel', 'Record-Route: <sip:192.0.2.1;lr>, <sip:192.0.2.2;lr>']),
  response('200 OK', ['Content-Type: application/sdp', 'Allow: INVITE, ACK, BYE, CANCEL, UPDATE'], session),
  response('401 Unauthorized', [
    'WWW-Authenticate: Digest realm="ringfence", nonce="0a1b", algorithm=SHA-256, qop="auth"',
  ]),
  response('302 Moved Temporarily', ['Contact: <sip:203@192.0.2.1>;q=0.5, <tel:+4930123>;expires=60']),
];

/** The messages to mutate. */
export const fuzzSeeds: readonly Buffer[] = [
  ...ordinary.map((text) => Buffer.from(text, 'latin1')),
  ...[...tortureMessages()].map((entry) => entry.bytes),
];
