// Tests of printing, and of the names of headers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header, headerIdAt, headerName, unknownHeader } from './headers.ts';
import type { SipMessage } from './message.ts';
import { parseMessage } from './parse.ts';
import { printRequest, printResponse } from './print.ts';
import { reasonPhrase } from './reasons.ts';

const headers = 'From: <sip:a@b>;tag=1\r\nTo: sip:c@d\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n';
const via = 'SIP/2.0/UDP h;branch=z9hG4bK1;rport, SIP/2.0/TCP i\r\nv: SIP/2.0/TLS j';

function received(text: string): SipMessage {
  const parsed = parseMessage(Buffer.from(text, 'latin1'));
  return parsed.kind === 'message' ? parsed.message : assert.fail(JSON.stringify(parsed));
}

test('a response carries what it must, in order', () => {
  const request = received(printRequest('INVITE', 'sip:c@d', via, headers));
  request.source = { address: '192.0.2.7', port: 40000 };
  assert.equal(
    printResponse(request, 486, '', 'ours', 'Retry-After: 5\r\n'),
    'SIP/2.0 486 Busy Here\r\n' +
      'Via: SIP/2.0/UDP h;branch=z9hG4bK1;received=192.0.2.7;rport=40000, SIP/2.0/TCP i\r\n' +
      'Via: SIP/2.0/TLS j\r\n' +
      'From: <sip:a@b>;tag=1\r\nTo: sip:c@d;tag=ours\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n' +
      'Retry-After: 5\r\nContent-Length: 0\r\n\r\n',
  );
});

test('To keeps its own tag, and has none in a 100', () => {
  const tagged = received(
    printRequest('BYE', 'sip:c@d', via, headers.replace('INVITE', 'BYE').replace('c@d', 'c@d;tag=theirs')),
  );
  assert.match(printResponse(tagged, 200, '', 'ours'), /\r\nTo: sip:c@d;tag=theirs\r\n/);
  const request = received(printRequest('INVITE', 'sip:c@d', via, headers));
  assert.match(printResponse(request, 100, '', 'ours'), /\r\nTo: sip:c@d\r\n/);
  assert.match(printResponse(request, 180, '', ''), /\r\nTo: sip:c@d\r\n/);
});

test('an answer that makes a dialog has the proxies that want to stay on the way, in their order, and no other has them', () => {
  const routes = 'Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\nRecord-Route: <sip:p3;lr>\r\n';
  const request = received(printRequest('INVITE', 'sip:c@d', via, headers + routes));
  for (const status of [183, 200])
    assert.ok(printResponse(request, status, '', 'ours').includes(`CSeq: 1 INVITE\r\n${routes}`), String(status));
  for (const status of [100, 486]) assert.doesNotMatch(printResponse(request, status, '', 'ours'), /Record-Route/);
});

test('a body has its type and length', () => {
  const text = printRequest('INVITE', 'sip:c@d', 'SIP/2.0/UDP h', headers, 'text/plain', 'gr\xc3\xbc');
  assert.match(text, /\r\nContent-Type: text\/plain\r\nContent-Length: 4\r\n\r\ngr\xc3\xbc$/);
  assert.equal(received(text).body, 'gr\xc3\xbc');
});

test('folded values are printed on one line', () => {
  const request = received(
    printRequest(
      'INVITE',
      'sip:c@d',
      'SIP/2.0/UDP h',
      headers.replace('To: ', 'To:\r\n  "A\r\n B" <').replace('c@d', 'c@d>'),
    ),
  );
  assert.match(printResponse(request, 200, '', 'ours'), /\r\nTo: "A B" <sip:c@d>;tag=ours\r\n/);
});

test('reason phrases, with those of the class for the unknown', () => {
  assert.deepEqual([200, 299, 488, 499, 799].map(reasonPhrase), [
    'OK',
    'OK',
    'Not Acceptable Here',
    'Bad Request',
    'Unknown',
  ]);
});

test('each header is found by its name in any case, and by nothing else', () => {
  for (const id of Object.values(Header)) {
    const name = headerName(id);
    assert.notEqual(name, '');
    for (const spelled of [name, name.toLowerCase(), name.toUpperCase()])
      assert.equal(headerIdAt(spelled, 0, spelled.length), id);
    assert.equal(headerIdAt(`${name}x`, 0, name.length + 1), unknownHeader, name);
    if (id !== Header.To) assert.equal(headerIdAt(name.slice(0, -1), 0, name.length - 1), unknownHeader, name);
  }
  const compact = { v: Header.Via, L: Header.ContentLength, k: Header.Supported, z: unknownHeader };
  for (const [letter, id] of Object.entries(compact)) assert.equal(headerIdAt(letter, 0, 1), id);
});
