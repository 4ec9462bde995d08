// Tests of name-addresses, parameters and display names.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNameAddress, quoteDisplay } from './address.ts';
import { parameter } from './parameters.ts';
import { decodeText, encodeText, ownText } from './text.ts';

test('with and without brackets and display names', () => {
  const read = (text: string): unknown => {
    const address = parseNameAddress(text);
    return address === undefined ? undefined : [address.display, address.uri, address.parameters, address.tag];
  };
  assert.deepEqual(read('<sip:a@b>'), ['', 'sip:a@b', '', '']);
  assert.deepEqual(read('sip:a@b;tag=1'), ['', 'sip:a@b', ';tag=1', '1']);
  assert.deepEqual(read('Anna Berg  <sip:a@b;x=y>;tag=1'), ['Anna Berg', 'sip:a@b;x=y', ';tag=1', '1']);
  assert.deepEqual(read('"Berg, \\"A\\"" <sip:a@b> ; Tag = "1"'), ['Berg, "A"', 'sip:a@b', '; Tag = "1"', '1']);
  assert.deepEqual(read('caller<http://x.y/z?a=b>'), ['caller', 'http://x.y/z?a=b', '', '']);
  assert.deepEqual(read('M\xc3\xbcller <sip:a@b>'), ['M\xc3\xbcller', 'sip:a@b', '', '']);
  assert.deepEqual(read('"" <tel:+1>'), ['', 'tel:+1', '', '']);
});

test('what is refused', () => {
  const texts = [
    '',
    ' ',
    'Anna',
    '<sip:a@b',
    'sip:a@b>',
    '< sip:a@b>',
    '<sip:a@b >',
    '<>',
    '<sip:>',
    '<a@b>',
    '"A <sip:a@b>',
  ];
  texts.push(
    'Bell, A <sip:a@b>',
    'A@b <sip:a@b>',
    '"A" sip:a@b',
    'sip:a@b?x=y',
    'sip:a@b,sip:c@d',
    '<sip:a@b>;',
    '<sip:a@b>;;x',
  );
  texts.push(
    '<sip:a@b>;=x',
    '<sip:a@b>;x=',
    '<sip:a@b> x',
    '<sip:a@b>;x="y',
    '<sip:a@b>;x=y z',
    '<sip:a"b@c>',
    '<1:a>',
    '*',
  );
  for (const text of texts) assert.equal(parseNameAddress(text), undefined, text);
});

test('as many parameters as the limit allows', () => {
  assert.equal(parseNameAddress(`<sip:a@b>${';x=y'.repeat(63)};tag=1`)?.tag, '1');
  assert.equal(parseNameAddress(`<sip:a@b>${';x=y'.repeat(64)};tag=1`), undefined);
});

test('a parameter of a raw list', () => {
  const raw = ';expires=60 ; +sip.instance="<urn:uuid:1;expires=5>";LR;q = 0.5;v="a\\"b";tag=';
  assert.equal(parameter(raw, 'Expires'), '60');
  assert.equal(parameter(raw, '+sip.instance'), '<urn:uuid:1;expires=5>');
  assert.equal(parameter(raw, 'lr'), '');
  assert.equal(parameter(raw, 'q'), '0.5');
  assert.equal(parameter(raw, 'v'), 'a"b');
  assert.equal(parameter(raw, 'tag'), '');
  assert.equal(parameter(raw, 'pires'), undefined);
  assert.equal(parameter('', 'lr'), undefined);
});

test('display names are quoted as UTF-8 bytes, given as text or as such bytes', () => {
  assert.equal(quoteDisplay('Anna "A" \\'), '"Anna \\"A\\" \\\\"');
  assert.equal(quoteDisplay('Müller'), '"M\xc3\xbcller"');
  assert.equal(quoteDisplay('M\xc3\xbcller'), '"M\xc3\xbcller"');
  assert.equal(quoteDisplay('Łukasz €'), '"\xc5\x81ukasz \xe2\x82\xac"');
  assert.equal(quoteDisplay('a\r\nVia: b\0\x7f'), '"aVia: b"');
});

test('text to bytes and back', () => {
  assert.equal(decodeText(encodeText('Grüße 大停電')), 'Grüße 大停電');
  assert.equal(decodeText('\xff'), '\ufffd');
  assert.equal(ownText('abc\xff'), 'abc\xff');
});
