// Tests of the keys that somebody else knows: found again however they are written, and no longer told apart beyond the limit.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '#base';
import { SpentKeys } from './spent-keys.ts';

const line = (key: string): string => `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}\r\n`;

test('a key that was shown is not fresh, whatever stands behind it', () => {
  const spent = new SpentKeys();
  spent.add(line('AAAA=|2^20|1:4') + line('BBBB;inline:CCCC'));
  for (const key of ['AAAA', 'AAAA==', 'BBBB', 'CCCC|2^31']) assert.equal(spent.isFreshIn(line(key)), false, key);
  assert.equal(spent.isFreshIn(line('DDDD')), true);
  assert.equal(spent.isFreshIn('v=0\r\n'), true);
});

test('what is taken along is a copy', () => {
  const first = new SpentKeys();
  first.add(line('AAAA'));
  const second = new SpentKeys(first);
  second.add(line('BBBB'));
  assert.deepEqual([first.isFreshIn(line('BBBB')), second.isFreshIn(line('AAAA'))], [true, false]);
  first.addAll(second);
  assert.equal(first.isFreshIn(line('BBBB')), false);
});

test('beyond the limit no key is taken for fresh', () => {
  const spent = new SpentKeys();
  for (let count = 0; count <= limits.calls.spentKeys; count++) spent.add(line(`K${count}`));
  assert.equal(spent.isFreshIn(line('new')), false);
  assert.equal(new SpentKeys(spent).isFreshIn(line('new')), false);
});
