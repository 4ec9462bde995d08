// Tests of locations as they travel: the parts of the body, the elements and their order, and that no text breaks out of its element.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeXml, printPidfLo, withLocation } from './pidf-lo.ts';
import { locationForTests } from './testing.ts';

const sdp = 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n';
const entity = 'sip:+49891234560@example.org';

test('the session description and the location are parts of one body, which a header refers to', () => {
  const { contentType, body, headers } = withLocation(sdp, locationForTests, entity);
  const boundary = /^multipart\/mixed;boundary=([\w-]+)$/.exec(contentType)?.[1];
  const id = /^Geolocation: <cid:([^>]+)>\r\nGeolocation-Routing: yes\r\n$/.exec(headers)?.[1];
  assert.ok(boundary !== undefined && id !== undefined);
  const parts = body.split(`--${boundary}`);
  assert.equal(parts.length, 4);
  assert.deepEqual([parts[0], parts[3]], ['', '--\r\n']);
  assert.equal(parts[1], `\r\nContent-Type: application/sdp\r\n\r\n${sdp}\r\n`);
  assert.ok(parts[2]?.includes(`Content-ID: <${id}>\r\n`));
  assert.ok(parts[2]?.endsWith(`\r\n\r\n${printPidfLo(locationForTests, entity)}\r\n`));
  assert.match(body, /^[\r\n\x20-\x7e]*$/, 'as many bytes as characters');
});

test('no two bodies share a boundary or an id', () => {
  const one = withLocation(sdp, locationForTests, entity);
  const other = withLocation(sdp, locationForTests, entity);
  assert.notEqual(one.contentType, other.contentType);
  assert.notEqual(one.headers, other.headers);
});

test('the address is told with the elements of RFC 5139 in the order of its schema, without those that are blank', () => {
  const document = printPidfLo({ ...locationForTests, state: '' }, entity);
  const elements = [...document.matchAll(/<cl:(\w+)>([^<]*)<\/cl:\w+>/g)].map(([, name, value]) => [name, value]);
  assert.deepEqual(elements, [
    ['country', 'DE'],
    ['A3', 'M&#252;nchen'],
    ['RD', 'Hauptstra&#223;e'],
    ['HNO', '5'],
    ['LOC', 'north entrance'],
    ['FLR', '2'],
    ['NAM', 'Head office'],
    ['PC', '80331'],
    ['ROOM', '12'],
  ]);
  assert.match(document, /entity="sip:\+49891234560@example\.org"/);
});

test('whatever a text holds, it stays a text', () => {
  assert.equal(escapeXml('a<b>&"c\''), 'a&#60;b&#62;&#38;&#34;c&#39;');
  assert.equal(escapeXml('\u{1f6a8}'), '&#128680;');
  assert.equal(escapeXml('\0\ud800\uffff\n'), '&#65533;'.repeat(4));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeXml(text);
      assert.match(escaped, /^[\x20-\x7e]*$/);
      assert.doesNotMatch(escaped, /[<>"']/);
      assert.doesNotMatch(escaped.replaceAll(/&#\d+;/g, ''), /&/);
    }),
  );
});
