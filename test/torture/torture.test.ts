// Every torture message gets the treatment that the table gives it, and the table is the one in docs/torture.md.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Parsed, parseMessage, printResponse } from '#sip';
import { type ParserTreatment, tortureBytes, tortureCases, tortureMessages } from './expected.ts';
import { printTorture } from './print.ts';

function treatmentOf(parsed: Parsed): ParserTreatment {
  if (parsed.kind === 'message') return 'accepted';
  return parsed.kind === 'bad' ? { status: parsed.status, reason: parsed.reason } : { dropped: parsed.why };
}

for (const { name, rfc, section, parser, bytes } of tortureMessages()) {
  test(`RFC ${rfc} §${section} ${name}`, () => {
    assert.deepEqual(treatmentOf(parseMessage(bytes)), parser);
  });
}

test('the table has all 49 and all 12, each once', () => {
  const files = readdirSync(new URL('./messages/', import.meta.url)).sort();
  assert.deepEqual(tortureCases.map((entry) => `${entry.name}.dat`).sort(), files);
  assert.equal(tortureCases.filter((entry) => entry.rfc === 4475).length, 49);
  assert.equal(tortureCases.filter((entry) => entry.rfc === 5118).length, 12);
});

test('what the parser refuses, the system answers with the same status; what it drops, with nothing', () => {
  for (const { name, parser, stranger, extension } of tortureCases) {
    if (parser === 'accepted') continue;
    const status = 'dropped' in parser ? 0 : parser.status;
    assert.deepEqual([stranger, extension], [status, status], name);
  }
});

test('the answer to a bad message is a message, or names what it had to copy', () => {
  for (const { name, bytes } of tortureMessages()) {
    const parsed = parseMessage(bytes);
    if (parsed.kind !== 'bad') continue;
    const answer = printResponse(parsed.message, parsed.status, parsed.reason, 'ours');
    assert.match(answer, new RegExp(`^SIP/2.0 ${parsed.status} ${parsed.reason}\r\nVia: `), name);
    assert.match(answer, /\r\nCSeq: [^\r\n]+\r\nContent-Length: 0\r\n\r\n$/, name);
  }
});

test('the table, printed, is docs/torture.md', () => {
  const table = printTorture();
  console.log(table);
  assert.equal(table, readFileSync(new URL('../../docs/torture.md', import.meta.url), 'utf8'));
});

test('the messages are the RFCs’ own, byte for byte', () => {
  assert.equal(tortureBytes('intmeth').includes(Buffer.from([0x5c, 0x00])), true);
  assert.equal(tortureBytes('trws').includes(Buffer.from('SIP/2.0  \r\n')), true);
  assert.equal(tortureBytes('mpart01').length, 1290);
  for (const { name } of tortureCases)
    assert.doesNotMatch(tortureBytes(name).toString('latin1'), /(^|[^\r])\nVia/i, name);
});
