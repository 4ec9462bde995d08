// Properties of reading and printing, for whatever comes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseNameAddress, quoteDisplay } from './address.ts';
import { splitList } from './lists.ts';
import { parseMessage } from './parse.ts';
import { decodeText, encodeText } from './text.ts';
import { parseUri, printUri, sameUri } from './uri.ts';
import { parseVia } from './via.ts';

const token = fc.stringMatching(/^[A-Za-z0-9\-.!%*_+`'~]{2,12}$/).map((text) => `X-${text}`);
const value = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);

test('what is kept is what came: names, values, order and every byte', () => {
  const headers = fc.array(fc.tuple(token, value), { maxLength: 8 });
  fc.assert(
    fc.property(headers, fc.uint8Array({ maxLength: 40 }), (lines, body) => {
      const mandatory = 'Via: SIP/2.0/UDP h\r\nTo: sip:a@b\r\nFrom: sip:a@b\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n';
      const rest = lines.map(([name, text]) => `${name}: ${text}\r\n`).join('');
      const head = `INVITE sip:a@b SIP/2.0\r\n${mandatory}${rest}Content-Length: ${body.length}\r\n\r\n`;
      const parsed = parseMessage(Buffer.concat([Buffer.from(head, 'latin1'), body]));
      assert.ok(parsed.kind === 'message', JSON.stringify(parsed));
      const kept = [...parsed.message.lines()].slice(5, -1).map((line) => [line.name, line.value]);
      assert.deepEqual(kept, lines);
      assert.equal(parsed.message.head, head);
      assert.deepEqual(Buffer.from(parsed.message.body, 'latin1'), Buffer.from(body));
    }),
  );
});

test('a URI printed and read is the same', () => {
  const latin1 = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
  const uri = fc.record({
    scheme: fc.constantFrom('sip', 'sips'),
    user: latin1,
    password: fc.constant(''),
    host: fc.constantFrom('example.com', '192.0.2.1', '[2001:db8::1]', 'h'),
    port: fc.integer({ min: 0, max: 65_535 }),
    parameters: fc.constantFrom('', ';lr', ';transport=tls;x=%3B', ';a=[::1]'),
    headers: fc.constantFrom('', '?a=b', '?a=&b=%20'),
  });
  fc.assert(
    fc.property(uri, (made) => {
      const read = parseUri(printUri(made));
      assert.deepEqual(read, { ...made });
      assert.equal(sameUri(read, made), true);
    }),
  );
});

test('a display name quoted and read is the same', () => {
  const name = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));
  fc.assert(
    fc.property(name, (text) => {
      const address = parseNameAddress(`${quoteDisplay(encodeText(text))} <sip:a@b>`);
      assert.equal(decodeText(address?.display ?? '?'), text);
    }),
  );
});

test('a list of well-formed values splits into them', () => {
  const listed = fc
    .tuple(fc.string({ maxLength: 8 }), fc.constantFrom('', ';q=1', ';x="a,b"'))
    .map(([name, rest]) => `${quoteDisplay(name)} <sip:a,b@c>${rest}`);
  fc.assert(
    fc.property(fc.array(listed, { maxLength: 5 }), (values) =>
      assert.deepEqual(splitList(values.join(' , ')), values),
    ),
  );
});

test('a Via that is read is read again from what was kept of it', () => {
  const made = fc.array(fc.constantFrom(';', 'a', '=', '"', ',', ' ', ':', '1', 'rport', 'branch', '[', ']'), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(made, (pieces) => {
      const via = parseVia(`SIP/2.0/UDP h${pieces.join('')}`);
      if (via !== undefined) assert.deepEqual(parseVia(via.raw), via);
    }),
    { numRuns: 2000 },
  );
});
