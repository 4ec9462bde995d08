// Tests of the keys that phones have shown: known again however they are written, and to whom they were shown.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '#base';
import { ShownKeys } from './shown-keys.ts';

const line = (key: string): string => `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}\r\n`;
const [one, other] = [Symbol('one'), Symbol('other')];

test('a key is the own one of the pair in which alone it was shown, whatever stands behind it', () => {
  const shown = new ShownKeys();
  const [first, second, third] = ['A', 'B', 'C'].map((letter) => letter.repeat(40));
  shown.add(line(`${first}|2^20|1:4`) + line(`${second};inline:${third}`), one);
  for (const key of [`${first}`, `${first}==`, `${second}`, `${third}|2^31`]) {
    assert.equal(shown.areOurs(line(key), one), true, key);
    assert.equal(shown.areOurs(line(key), other), false, key);
  }
  assert.equal(shown.areOurs(line('D'.repeat(40)), other), true);
  assert.equal(shown.areOurs('v=0\r\n', other), true);
});

test('a longer key that begins like one gives it away', () => {
  const shown = new ShownKeys();
  shown.add(line('E'.repeat(59)), one);
  assert.equal(shown.areOurs(line('E'.repeat(40)), other), false);
});

test('one that was shown in two pairs is nobody’s any more', () => {
  const shown = new ShownKeys();
  shown.add(line('AAAA'), one);
  shown.add(line('AAAA'), other);
  shown.add(line('AAAA'), one);
  assert.deepEqual([shown.areOurs(line('AAAA'), one), shown.areOurs(line('AAAA'), other)], [false, false]);
});

test('of very many the oldest are forgotten, and one that is shown again is not old', () => {
  const shown = new ShownKeys();
  shown.add(line('old'), one);
  shown.add(line('kept'), one);
  for (let count = 0; count < limits.calls.shownKeys - 1; count++) {
    shown.add(line(`K${count}`), one);
    shown.add(line('kept'), one);
  }
  assert.deepEqual([shown.areOurs(line('old'), other), shown.areOurs(line('kept'), other)], [true, false]);
});
