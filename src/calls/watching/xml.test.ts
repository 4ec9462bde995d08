// The little XML of phones: what is read, what refuses the whole, and that nothing of it can hurt.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '#base';
import { childOf, escapeXml, parseXml } from './xml.ts';

test('a document is read without its prefixes', () => {
  const root = parseXml(
    '\ufeff<?xml version="1.0"?>\n<!-- x --><a:b xmlns:a="u" k=\'1 &amp; 2\'> <c/>te&#x41;<a:c>&lt;</a:c></a:b>\n<!-- y -->',
  );
  assert.ok(root !== undefined);
  assert.deepEqual([root.name, root.text, root.attributes.get('k')], ['b', 'teA', '1 & 2']);
  assert.deepEqual(
    root.children.map(({ name, text }) => [name, text]),
    [
      ['c', ''],
      ['c', '<'],
    ],
  );
  assert.equal(childOf(root, 'c')?.text, '');
  assert.equal(childOf(root, 'd'), undefined);
});

test('anything but plain elements refuses the whole', () => {
  const bad = [
    ...[
      '',
      ' ',
      'a',
      '<a>',
      '</a>',
      '<a></b>',
      '<a><b></a></b>',
      '<a/><b/>',
      '<a/>x',
      'x<a/>',
      '<a b=c/>',
      '<a b="1" b="2"/>',
    ],
    ...[
      '<!DOCTYPE a><a/>',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      '<a>&b;</a>',
      '<a>& b</a>',
    ],
    ...[
      '<a>&#0;</a>',
      '<a>&#xd800;</a>',
      '<a>&#x110000;</a>',
      '<a><![CDATA[x]]></a>',
      '<a><?php x ?></a>',
      '<a b="<"/>',
      '<1/>',
    ],
    ...['<!-- a -- b --><a/>', '<a><!-- a </a>', '<a b="&x;"/>'],
  ];
  for (const document of bad) assert.equal(parseXml(document), undefined, document);
});

test('what is larger than a phone has to say is refused', () => {
  const { xmlDepth, xmlElements, xmlTextLength } = limits.watching;
  const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
  assert.ok(parseXml(nested(xmlDepth)) !== undefined);
  assert.equal(parseXml(nested(xmlDepth + 1)), undefined);
  assert.ok(parseXml(`<a>${'<b/>'.repeat(xmlElements - 1)}</a>`) !== undefined);
  assert.equal(parseXml(`<a>${'<b/>'.repeat(xmlElements)}</a>`), undefined);
  assert.equal(parseXml(`<a>${'x'.repeat(xmlTextLength + 1)}</a>`), undefined);
});

test('every text comes back as it was written, in ASCII alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (text) => {
      const written = escapeXml(text);
      assert.match(written, /^[ -~]*$/);
      const seen = [...text]
        .filter((one) => /^[^\p{Cc}\p{Cs}\ufffe\uffff]$/u.test(one) || /[\u007f-\u009f]/.test(one))
        .join('');
      assert.equal(parseXml(`<a k="${written}">x${written}x</a>`)?.text, `x${seen}x`);
    }),
  );
});

test('no text makes the reader throw or tarry', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '</',
    '/>',
    '<a',
    ' b="',
    '"',
    "'",
    '&',
    ';',
    '<!--',
    '-->',
    'a',
    ' ',
    '<?',
    '?>',
    '=',
    '\u00e9',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => {
      parseXml(parts.join(''));
    }),
  );
  const began = performance.now();
  for (const piece of ['<a ', '<a b="', '<!--', '<!-- -', '&#', '<a b="1" ', '</a ', '<a><!-'])
    parseXml(piece.repeat(2_000));
  assert.ok(performance.now() - began < 500, 'it tarries');
});
