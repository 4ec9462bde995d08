import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '#base';
import { Framer } from './framer.ts';

/** A framer whose findings are written down: messages as they are, 'e2' for two empty lines, '!400 …' when it broke. */
function setUp() {
  const found: string[] = [];
  const framer = new Framer({
    onFrame: (bytes) => found.push(bytes.toString('latin1')),
    onEmptyLines: (count) => found.push(`e${count}`),
    onBroken: (status, reason, head) => found.push(`!${status} ${reason}${head === undefined ? '' : ' answerable'}`),
  });
  const push = (text: string): string[] => {
    framer.push(Buffer.from(text, 'latin1'));
    return found;
  };
  return { framer, found, push };
}

const options = 'OPTIONS sip:a SIP/2.0\r\nl: 0\r\n\r\n';
const invite = 'INVITE sip:a SIP/2.0\r\nSubject: x\r\n y\r\nContent-Length:\r\n 8\r\n\r\nv=0\r\n\r\n\u00ff';

test('whole messages, several in one chunk, in order', () => {
  assert.deepEqual(setUp().push(options), [options]);
  assert.deepEqual(setUp().push(options + invite + options), [options, invite, options]);
});

test('a stream cut at any two bytes gives the same', () => {
  const stream = `\r\n\r\n${invite}\r\n${options}\r\n\r\n${options}`;
  const messages = [invite, options, options];
  for (let first = 0; first < stream.length; first++)
    for (let second = first; second < stream.length; second += 7) {
      const { push, found, framer } = setUp();
      push(stream.slice(0, first));
      push(stream.slice(first, second));
      push(stream.slice(second));
      assert.deepEqual(
        found.filter((text) => !text.startsWith('e')),
        messages,
        `cut at ${first} and ${second}`,
      );
      assert.equal(emptyLines(found), 5, `cut at ${first} and ${second}`);
      assert.equal(framer.partBytes, 0);
    }
});

test('byte by byte', () => {
  const { push, found } = setUp();
  for (const byte of `\r\n\r\n${invite}${options}\r\n`) push(byte);
  assert.deepEqual(found, ['e1', 'e1', invite, options, 'e1']);
});

const emptyLines = (found: readonly string[]): number =>
  found.filter((text) => text.startsWith('e')).reduce((sum, text) => sum + Number(text.slice(1)), 0);

test('one whole message in a chunk is handed on without a copy', () => {
  let same = false;
  const chunk = Buffer.from(options);
  const framer = new Framer({
    onFrame: (bytes) => {
      same = bytes === chunk;
    },
    onEmptyLines: () => undefined,
    onBroken: () => undefined,
  });
  framer.push(chunk);
  assert.ok(same);
});

test('a run of empty lines is told once', () => {
  assert.deepEqual(setUp().push('\r\n'.repeat(1000)), ['e1000']);
});

test('a head that does not tell its length breaks the stream and may be answered', () => {
  const head = 'OPTIONS sip:a SIP/2.0\r\n';
  for (const [lines, reason] of [
    ['Via: x', 'Missing Content-Length'],
    ['l: -1', 'Malformed Content-Length'],
    ['l: 1, 1', 'Malformed Content-Length'],
    ['l: 0\r\nContent-Length: 0', 'Repeated Content-Length'],
  ]) {
    const { push, framer } = setUp();
    assert.deepEqual(push(`${head}${lines}\r\n\r\n`), [`!400 ${reason} answerable`]);
    assert.deepEqual(push(options), [`!400 ${reason} answerable`], 'nothing is cut afterwards');
    assert.equal(framer.partBytes, 0);
  }
});

test('what is announced too large is refused before it is kept', () => {
  const { push, framer } = setUp();
  assert.deepEqual(push('OPTIONS sip:a SIP/2.0\r\nl: 4294967296\r\n\r\nabc'), ['!513 Message Too Large answerable']);
  assert.equal(framer.partBytes, 0);
  const head = (length: number): string => `OPTIONS sip:a SIP/2.0\r\nl: ${length}\r\n\r\n`;
  const most = limits.sip.messageBytes - head(10_000).length;
  assert.deepEqual(setUp().push(head(most)), []);
  assert.deepEqual(setUp().push(head(most + 1)), ['!513 Message Too Large answerable']);
});

test('a head without end is refused at its limit, in pieces as in one', () => {
  const endless = `OPTIONS sip:a SIP/2.0\r\n${'a: b\r\n'.repeat(limits.sip.headBytes / 6)}`;
  assert.deepEqual(setUp().push(endless), ['!513 Head Too Large']);
  const { push, found, framer } = setUp();
  let most = 0;
  for (let at = 0; at < endless.length; at += 100) {
    push(endless.slice(at, at + 100));
    most = Math.max(most, framer.partBytes);
  }
  assert.deepEqual(found, ['!513 Head Too Large']);
  assert.ok(most <= limits.sip.headBytes + 100);
});

test('bytes that cannot begin a message break the stream at once', () => {
  for (const bytes of ['\u0016\u0003\u0001\u0002\u0000', '\n', ' OPTIONS', '\rO', '\u0000', '\u00ff'])
    assert.deepEqual(setUp().push(bytes), ['!400 Not SIP'], JSON.stringify(bytes));
});

test('a user that stops the framer in the middle of a chunk hears no more', () => {
  const found: string[] = [];
  const framer: Framer = new Framer({
    onFrame: (bytes) => {
      found.push(bytes.toString('latin1'));
      framer.stop();
    },
    onEmptyLines: () => undefined,
    onBroken: () => undefined,
  });
  framer.push(Buffer.from(options + options));
  assert.deepEqual(found, [options]);
});
