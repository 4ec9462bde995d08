// Tests of reading messages: what is found, what is refused, and how.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from './headers.ts';
import type { SipMessage } from './message.ts';
import { type Parsed, parseMessage } from './parse.ts';

const ordinary = [
  'INVITE sip:202@example.com SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.10:5062;branch=z9hG4bKa;rport',
  'Max-Forwards: 70',
  'From: "Anna Berg" <sip:201@example.com>;tag=a1',
  'To: <sip:202@example.com>',
  'Call-ID: c1@192.0.2.10',
  'CSeq: 1 INVITE',
  'Contact: <sip:201@192.0.2.10:5062>',
  'Content-Type: application/sdp',
  'Content-Length: 4',
];

const written = (lines: readonly string[], body = 'v=0\n'): Buffer =>
  Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');

/** The ordinary INVITE with the lines that begin with `start` replaced by others. */
const changed = (start: string, ...others: string[]): Buffer =>
  written(ordinary.flatMap((line) => (line.startsWith(start) ? others : [line])));

function accepted(parsed: Parsed): SipMessage {
  assert.equal(parsed.kind, 'message', JSON.stringify(parsed));
  return parsed.kind === 'message' ? parsed.message : assert.fail();
}

function assertBad(bytes: Buffer, status: number, reason: string): void {
  const parsed = parseMessage(bytes);
  assert.deepEqual(
    parsed.kind === 'bad' ? [parsed.status, parsed.reason] : parsed,
    [status, reason],
    bytes.toString('latin1'),
  );
}

function assertHopeless(bytes: Buffer, why: string): void {
  assert.deepEqual(parseMessage(bytes), { kind: 'hopeless', why });
}

test('an ordinary INVITE', () => {
  const message = accepted(parseMessage(written(ordinary)));
  assert.equal(message.isRequest, true);
  assert.equal(message.method, 'INVITE');
  assert.equal(message.uri, 'sip:202@example.com');
  assert.equal(message.target?.user, '202');
  assert.equal(message.via?.branch, 'z9hG4bKa');
  assert.equal(message.from?.display, 'Anna Berg');
  assert.equal(message.from?.tag, 'a1');
  assert.equal(message.to?.tag, '');
  assert.deepEqual(message.cseq, { number: 1, method: 'INVITE' });
  assert.equal(message.callId, 'c1@192.0.2.10');
  assert.equal(message.maxForwards, 70);
  assert.equal(message.expires, undefined);
  assert.equal(message.contact === '*' ? '' : message.contact?.uri, 'sip:201@192.0.2.10:5062');
  assert.equal(message.body, 'v=0\n');
});

test('a response', () => {
  const lines = ['SIP/2.0 180 Ringing', ...ordinary.slice(1)];
  const message = accepted(parseMessage(written(lines)));
  assert.equal(message.isRequest, false);
  assert.equal(message.status, 180);
  assert.equal(message.reason, 'Ringing');
  assert.equal(message.method, 'INVITE');
  assert.equal(message.uri, '');
});

test('compact names, odd case, folded lines and space before the colon', () => {
  const bytes = written([
    'OPTIONS sip:202@example.com SIP/2.0',
    'v: SIP / 2.0 / TLS',
    '\t host.example.com : 5061 ; branch = z9hG4bKb',
    'f  : sip:201@example.com',
    ' ;tag=x',
    'T: <sip:202@example.com>',
    'i: c2',
    'cSEQ: 0009',
    '   OPTIONS',
    'K: a, b',
    'supported:',
    'Supported: c ,, d',
    'l: 0',
  ]);
  const message = accepted(parseMessage(bytes));
  assert.deepEqual([message.via?.transport, message.via?.host, message.via?.port], ['TLS', 'host.example.com', 5061]);
  assert.equal(message.via?.branch, 'z9hG4bKb');
  assert.equal(message.get(Header.From), 'sip:201@example.com ;tag=x');
  assert.deepEqual([message.from?.uri, message.from?.tag], ['sip:201@example.com', 'x']);
  assert.equal(message.cseq?.number, 9);
  assert.deepEqual(message.list(Header.Supported), ['a', 'b', 'c', 'd']);
  assert.deepEqual(message.all(Header.Supported), ['a, b', '', 'c ,, d']);
  assert.equal(message.body, '');
});

test('lists are split outside quotes and brackets', () => {
  const bytes = changed('Contact', 'Contact: "Berg, Anna" <sip:a,b@c>;q=0.5, <sip:d@e>', 'm: "\\",<" <sip:f@g>');
  const message = accepted(parseMessage(bytes));
  const expected = ['"Berg, Anna" <sip:a,b@c>;q=0.5', '<sip:d@e>', '"\\",<" <sip:f@g>'];
  assert.deepEqual(message.list(Header.Contact), expected);
  assert.equal(message.contact === '*' ? '' : message.contact?.display, 'Berg, Anna');
});

test('headers without a number are found by their name', () => {
  const message = accepted(parseMessage(changed('Contact', 'X-Queue: one', 'x-qUEUE: two', 'X-Queues: three')));
  assert.deepEqual(message.other('X-QUEUE'), ['one', 'two']);
  assert.deepEqual(message.other('X-Nothing'), []);
  assert.equal(message.has(Header.Contact), false);
  assert.deepEqual(
    [...message.lines()].slice(5, 8).map((line) => line.name),
    ['CSeq', 'X-Queue', 'x-qUEUE'],
  );
});

test('the body: without a length, longer than it, and with a length that lies', () => {
  assert.equal(accepted(parseMessage(changed('Content-Length'))).body, 'v=0\n');
  assert.equal(accepted(parseMessage(changed('Content-Length', 'l: 2'))).body, 'v=');
  assertBad(changed('Content-Length', 'Content-Length: 5'), 400, 'Body Shorter Than Content-Length');
  assertBad(changed('Content-Length', 'Content-Length: 99999999999999999999999'), 400, 'Malformed Content-Length');
  assertBad(changed('Content-Length', 'Content-Length: -1'), 400, 'Malformed Content-Length');
  assertBad(changed('Content-Length', 'l: 4', 'Content-Length: 4'), 400, 'Repeated Content-Length');
  assertBad(changed('Content-Length', 'Content-Length: 20000'), 413, 'Request Entity Too Large');
});

test('line breaks before the start line are passed over', () => {
  accepted(parseMessage(Buffer.concat([Buffer.from('\r\n\r\n'), written(ordinary)])));
  assertHopeless(Buffer.from('\r\n\r\n'), 'neither a request nor a response');
});

test('what is missing or malformed is named', () => {
  assertBad(changed('From'), 400, 'Missing From');
  assertBad(changed('To'), 400, 'Missing To');
  assertBad(changed('Call-ID'), 400, 'Missing Call-ID');
  assertBad(changed('Call-ID', 'Call-ID: a b'), 400, 'Malformed Call-ID');
  assertBad(changed('From', 'From: "Anna <sip:201@example.com>'), 400, 'Malformed From');
  assertBad(changed('To', 'To: <sip:202@example.com', 'Contact: *'), 400, 'Malformed To');
  assertBad(changed('Via', 'Via: SIP/2.0/UDP host;;;'), 400, 'Malformed Via');
  assertBad(changed('CSeq', 'CSeq: 1'), 400, 'Malformed CSeq');
  assertBad(changed('CSeq', 'CSeq: 2147483648 INVITE'), 400, 'Malformed CSeq');
  assertBad(changed('CSeq', 'CSeq: 1 BYE'), 400, 'CSeq Method Mismatch');
  assertBad(changed('CSeq', 'CSeq: 1 INVITE', 'CSeq: 1 INVITE'), 400, 'Repeated CSeq');
  assertBad(changed('Max-Forwards', 'Max-Forwards: 256'), 400, 'Malformed Max-Forwards');
  assertBad(changed('Contact', 'Contact: sip:a@b?c=d'), 400, 'Malformed Contact');
  assertBad(changed('Contact', 'No colon here'), 400, 'Malformed Header');
  assertBad(changed('Contact', ': value'), 400, 'Malformed Header');
  assertBad(changed('Contact', 'Subject: a\0b'), 400, 'Control Character');
  assertBad(Buffer.from(`${ordinary.join('\r\n')}\r\n`), 400, 'Head Not Ended');
});

test('the start line', () => {
  assertBad(changed('INVITE', 'INVITE sip:202@example.com SIP/7.0'), 505, 'Version Not Supported');
  assertBad(changed('INVITE', 'INVITE soap.beep://192.0.2.103 SIP/2.0'), 416, 'Unsupported URI Scheme');
  assertBad(changed('INVITE', 'INVITE sip:202@example.com?Subject=x SIP/2.0'), 400, 'Request-URI With Headers');
  assertBad(changed('INVITE', 'INVITE <sip:202@example.com> SIP/2.0'), 400, 'Malformed Request-URI');
  assertBad(changed('INVITE', 'INVITE sip:202@example.com  SIP/2.0'), 400, 'Malformed Request-Line');
  assertBad(changed('INVITE', 'INVITE sip:202@example.com SIP/2.0 '), 400, 'Malformed Request-Line');
  assertBad(changed('INVITE', `INVITE sip:${'2'.repeat(3000)}@example.com SIP/2.0`), 414, 'Request-URI Too Long');
  accepted(parseMessage(changed('INVITE', 'INVITE tel:+4930123;ext=5 sip/2.0')));
  for (const line of ['GET / HTTP/1.1', 'SIP/2.0 99 Odd', 'SIP/2.0 1000 Odd', 'SIP/3.0 200 OK', '', 'hello'])
    assertHopeless(changed('INVITE', line), 'neither a request nor a response');
});

test('responses, ACKs and what shows no way back are never answered', () => {
  assertHopeless(changed('INVITE', 'ACK sip:202@example.com SIP/2.0'), 'ACK: CSeq Method Mismatch');
  assertHopeless(written(['SIP/2.0 200 OK', ...ordinary.slice(2)]), 'response: Missing Via');
  assertHopeless(changed('Via'), 'unanswerable: Missing Via');
  assertHopeless(changed('Contact', 'Subject: a\nVia: b'), 'CR or LF alone');
  assertHopeless(changed('Contact', 'Subject: a\rVia: b'), 'CR or LF alone');
});

test('limits', () => {
  const many = (count: number): string[] => Array.from({ length: count }, () => 'X-A: y');
  accepted(parseMessage(changed('Contact', ...many(110))));
  assertBad(changed('Contact', ...many(200)), 513, 'Too Many Headers');
  assertBad(changed('Contact', `X-A: ${'y'.repeat(8200)}`), 513, 'Header Too Large');
  assertBad(changed('Contact', ...Array.from({ length: 5 }, () => `X-A: ${'y'.repeat(8000)}`)), 513, 'Head Too Large');
  const via = 'Via: SIP/2.0/UDP h;branch=z9hG4bKx';
  assertBad(changed('Via', ...Array.from({ length: 36 }, () => `${via}, SIP/2.0/UDP h`)), 482, 'Too Many Via');
  assertHopeless(Buffer.alloc(65_536, 32), 'message too large');
});
