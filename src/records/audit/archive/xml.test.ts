// Any content as XML: well-formed for every reader, read back exactly, and refused in any other spelling.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AuditEntry, emptyEnd, firstPrevious, nextEntry } from '../entry.ts';
import { fact, signingKey } from '../testing.ts';
import { escapeText, unescapeText } from './escape.ts';
import { parseArchiveHeading, parseArchiveItem } from './read-xml.ts';
import { printArchiveItem, printArchiveStart, signArchiveHeading } from './xml.ts';

/** What XML 1.0 calls a character (§2.2), without line breaks and tabs, which its readers may alter. */
const carried = /^[\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

const everyCharacter = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));
const texts = [
  '',
  ' ',
  ']]>',
  '<![CDATA[x]]>',
  '<!-- x -- >',
  '<?xml version="1.0"?>',
  '</entry></audit-archive>',
  '&amp; &#x0; &lt; &bogus; &',
  `"quoted" 'single'`,
  '\\ \\\\ \\u0000 \\n \\uD800',
  '\r\n\t\v\f\b\0\x1b[2J',
  '\ud800 \udc00 \udc00\ud800 x\ud83d',
  '😀 Ä “x” \u2028 \u2029 \u0085 \ufeff \ufffe \uffff \u{1fffe}',
  'user\u202etxt.exe \u2066x\u2069',
  ...[0, 0x4000, 0x8000, 0xc000].map((from) => everyCharacter.slice(from, from + 0x4000).join('')),
];

test('every text comes back from its spelling, of which every reader of XML can read every character', () => {
  for (const text of texts) {
    const spelled = escapeText(text);
    assert.match(spelled, carried);
    assert.doesNotMatch(spelled, /[<>"]|&(?!(amp|lt|gt|quot);)/);
    assert.equal(unescapeText(spelled), text);
  }
});

test('what could mislead a person who reads it is spelled out', () => {
  assert.equal(escapeText('a\u202eb'), 'a\\u202eb');
  assert.equal(escapeText('\x1b[2J'), '\\u001b[2J');
});

const entryOf = (text: string): AuditEntry => {
  const actor = { user: text, sourceIp: text, application: text, context: text };
  return nextEntry(emptyEnd, fact({ actor, action: text, data: text }), Date.UTC(2027, 0, 31));
};

test('an entry of any text is one line, and comes back with its hash', () => {
  for (const text of texts) {
    // What a forger put there, too: the trail itself keeps no halves of pairs.
    for (const entry of [entryOf(text), { ...entryOf(''), data: text, level: text }]) {
      const line = printArchiveItem({ kind: 'entry', entry });
      assert.match(line, /^<entry [^\n\r]*<\/entry>$/);
      assert.deepEqual(parseArchiveItem(line), { kind: 'entry', entry });
    }
  }
});

test('times and numbers that are none come back too', () => {
  for (const number of [0, -1, 8.64e15 + 1, Number.MAX_SAFE_INTEGER]) {
    const entry = { ...entryOf('x'), id: number, atMs: number };
    assert.deepEqual(parseArchiveItem(printArchiveItem({ kind: 'entry', entry })), { kind: 'entry', entry });
  }
});

const line = printArchiveItem({ kind: 'entry', entry: entryOf('a\\b & "c"') });
const checkpoint = printArchiveItem({
  kind: 'checkpoint',
  checkpoint: { lastId: 1, hash: firstPrevious, atMs: 1, entries: 1, signature: 'x' },
});

for (const [what, other] of [
  ['a space more', line.replace(' at=', '  at=')],
  ['a space before the end', line.replace('">', '" >')],
  ['other quotes', line.replace('level="medium"', "level='medium'")],
  ['another order of attributes', line.replace(/ (level="[^"]*") (user="[^"]*")/, ' $2 $1')],
  ['an attribute twice', line.replace(' level=', ' level="low" level=')],
  ['an attribute more', line.replace(' level=', ' note="x" level=')],
  ['an attribute less', line.replace(/ source-ip="[^"]*"/, '')],
  ['another spelling of a character', line.replace('&amp;', '&#38;')],
  ['a character that needs no spelling spelled', line.replace('level="medium"', 'level="\\u006dedium"')],
  ['an apostrophe spelled', line.replace('level="medium"', 'level="&apos;medium"')],
  ['a lone backslash', line.replace('\\\\', '\\')],
  ['another way to write the number', line.replace('id="1"', 'id="01"')],
  ['another way to write the time', line.replace('.000Z', 'Z')],
  ['another element', line.replaceAll('entry', 'entri')],
  ['an element inside', line.replace('</entry>', '<b/></entry>')],
  ['no end', line.replace('</entry>', '')],
  ['something after the end', `${line} `],
  ['something before the beginning', ` ${line}`],
  ['a line break of another system', `${line}\r`],
  ['a checkpoint that is not empty', checkpoint.replace('/>', '></checkpoint>')],
  ['a checkpoint with text', checkpoint.replace('/>', '>x</checkpoint>')],
  ['no element at all', 'x'],
  ['nothing', ''],
] as const)
  test(`${what} is another line, and refused`, () => {
    assert.notEqual(other, line);
    assert.equal(parseArchiveItem(other), undefined);
  });

test('the heading comes back with its signature', () => {
  const ends = { start: emptyEnd, end: { lastId: 7, hash: 'h' } };
  const heading = { system: 'Head "office" & <Co>\n', archivedAtMs: 3, firstAtMs: 1, lastAtMs: 2, ...ends };
  const signed = signArchiveHeading(heading, signingKey);
  const [, , third = ''] = printArchiveStart(signed).split('\n');
  assert.deepEqual(parseArchiveHeading(third), signed);
  assert.equal(parseArchiveHeading(third.replace(' last="7"', ' last="07"')), undefined);
  assert.equal(parseArchiveHeading(third.replace('urn:', 'uri:')), undefined);
  assert.equal(parseArchiveHeading(line), undefined);
});
