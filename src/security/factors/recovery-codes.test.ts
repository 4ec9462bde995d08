// Tests of recovery codes: ten, each taken once, however it is typed; nothing of them is kept readable.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KeptRecovery, makeRecoveryCodes, spendRecoveryCode } from './recovery-codes.ts';

test('each of ten codes is taken once', () => {
  const { codes, kept } = makeRecoveryCodes();
  assert.equal(new Set(codes).size, 10);
  let left: KeptRecovery = kept;
  for (const code of codes) {
    assert.match(code, /^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
    const used = spendRecoveryCode(left, code);
    assert.ok(used !== undefined && used.hashes.length === left.hashes.length - 1);
    left = used;
    assert.equal(spendRecoveryCode(left, code), undefined);
  }
  assert.equal(left.hashes.length, 0);
});

test('case, blanks and hyphens do not matter; another code, a part, or nothing is none', () => {
  const { codes, kept } = makeRecoveryCodes();
  const [code = ''] = codes;
  assert.ok(spendRecoveryCode(kept, ` ${code.toUpperCase().replaceAll('-', ' ')}`) !== undefined);
  for (const wrong of ['', '-', code.slice(1), `${code}a`, makeRecoveryCodes().codes[0] ?? ''])
    assert.equal(spendRecoveryCode(kept, wrong), undefined, wrong);
});

test('nothing readable is kept, and two sets do not fit each other', () => {
  const { codes, kept } = makeRecoveryCodes();
  const text = JSON.stringify(kept);
  for (const code of codes) assert.ok(!text.includes(code) && !text.includes(code.replaceAll('-', '')));
  const other = makeRecoveryCodes().kept;
  assert.equal(spendRecoveryCode({ key: other.key, hashes: kept.hashes }, codes[0] ?? ''), undefined);
});
