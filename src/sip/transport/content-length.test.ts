import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentLength } from './content-length.ts';

/** What a head with these lines announces. */
function of(...lines: string[]): number | string {
  const bytes = Buffer.from(`INVITE sip:1 SIP/2.0\r\n${lines.join('\r\n')}\r\n\r\nbody`, 'latin1');
  return contentLength(bytes, 0, bytes.indexOf('\r\n\r\n'));
}

test('both forms, any case, space before and after the colon, folded', () => {
  for (const line of [
    'Content-Length: 12',
    'CONTENT-length:12',
    'l: 12',
    'L:12',
    'l \t:\t 12 \t',
    'Content-Length:\r\n 12',
    'Content-Length: \r\n\t 12\r\n ',
    'l: 0000000012',
  ]) {
    assert.equal(of(line), 12, line);
    assert.equal(of('Via: x', line, 'From: y'), 12, line);
  }
  assert.equal(of('l: 0'), 0);
});

test('everything but digits is malformed', () => {
  for (const value of ['', '-5', '+5', '5a', '5 5', '5,5', '0x5', '5.', '"5"', '\u00b2', ' \r\n ', '5\r\n 5'])
    assert.equal(of(`Content-Length: ${value}`, 'Via: x'), 'Malformed Content-Length', value);
});

test('a huge number stays one', () => {
  for (const digits of ['99999', '4294967301', '9'.repeat(400)])
    assert.ok(Number(of(`l: ${digits}`)) >= 99_999, digits);
});

test('a second one is refused, whatever it says', () => {
  assert.equal(of('l: 5', 'Content-Length: 5'), 'Repeated Content-Length');
  assert.equal(of('l: 5', 'Via: x', 'l: 6'), 'Repeated Content-Length');
});

test('other headers and folded text are not taken for it', () => {
  for (const line of [
    'Via: x',
    'X-Content-Length: 5',
    'Content-Lengths: 5',
    'Content-Length',
    'Contact: l: 5',
    'Subject: a\r\n l: 5',
    'Subject: a\nl: 5',
    'la: 5',
  ])
    assert.equal(of(line, 'From: y'), 'Missing Content-Length', line);
  const start = Buffer.from('l: 5\r\n\r\n');
  assert.equal(contentLength(start, 0, 4), 'Missing Content-Length', 'the start line is no header');
});
