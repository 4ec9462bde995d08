// HMAC-SHA1 against node:crypto, for every length around the block borders.

import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { HmacSha1, matchesCode, writeCode } from './sha1.ts';

function code(hmac: HmacSha1, data: Uint8Array, end: number, suffix?: number): Buffer {
  hmac.run(data, end, suffix);
  const out = Buffer.alloc(20);
  writeCode(out, 0, 20);
  return out;
}

test('every length up to four blocks gives the code of node:crypto, with and without a suffix', () => {
  const key = randomBytes(20);
  const hmac = new HmacSha1(key);
  const data = randomBytes(256);
  const suffix = Buffer.from('fedcba98', 'hex');
  for (let end = 0; end <= data.length; end++) {
    const part = data.subarray(0, end);
    assert.deepEqual(code(hmac, data, end), createHmac('sha1', key).update(part).digest(), `${end}`);
    assert.deepEqual(
      code(hmac, data, end, 0xfedcba98),
      createHmac('sha1', key).update(part).update(suffix).digest(),
      `${end} with suffix`,
    );
  }
});

test('keys of every length work', () => {
  for (const bytes of [0, 1, 20, 63, 64, 65, 200]) {
    const key = randomBytes(bytes);
    const data = randomBytes(100);
    assert.deepEqual(code(new HmacSha1(key), data, 100), createHmac('sha1', key).update(data).digest(), `${bytes}`);
  }
});

test('a code matches itself, and not with any bit changed', () => {
  const hmac = new HmacSha1(randomBytes(20));
  const data = randomBytes(172);
  const good = code(hmac, data, 172, 1);
  assert.ok(matchesCode(good, 0, 10));
  for (let bit = 0; bit < 80; bit++) {
    const bad = Buffer.from(good);
    bad.writeUInt8(bad.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    assert.ok(!matchesCode(bad, 0, 10), `bit ${bit}`);
  }
});

test('a closed code knows its key no more', () => {
  const key = randomBytes(20);
  const hmac = new HmacSha1(key);
  const before = code(hmac, key, 20);
  hmac.close();
  assert.notDeepEqual(code(hmac, key, 20), before);
});
