// Tests of one-time codes: the vectors of RFC 6238 Appendix B and RFC 4226 Appendix D, drift, and that none is taken twice.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchTotp, printBase32, totpCode, totpStep, totpUri } from './totp.ts';

const secret = Buffer.from('12345678901234567890', 'ascii');

test('codes are those of RFC 6238 Appendix B, SHA-1, cut to six digits', () => {
  const vectors: readonly (readonly [number, string])[] = [
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ];
  for (const [seconds, code] of vectors)
    assert.equal(totpCode(secret, totpStep(seconds * 1_000)), code.slice(-6), String(seconds));
});

test('codes are those of RFC 4226 Appendix D', () => {
  const codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');
  assert.deepEqual(
    codes.map((_, count) => totpCode(secret, count)),
    codes,
  );
});

test('a code is taken one step before and after its own, no further, and only once', () => {
  const step = 1_000;
  const nowMs = step * 30_000 + 12_345;
  for (const near of [-1, 0, 1]) assert.equal(matchTotp(secret, totpCode(secret, step + near), nowMs, 0), step + near);
  for (const far of [-2, 2]) assert.equal(matchTotp(secret, totpCode(secret, step + far), nowMs, 0), undefined);
  assert.equal(matchTotp(secret, totpCode(secret, step), nowMs, step), undefined);
  assert.equal(matchTotp(secret, totpCode(secret, step - 1), nowMs, step), undefined);
  assert.equal(matchTotp(secret, totpCode(secret, step + 1), nowMs, step), step + 1);
});

test('blanks and hyphens do not matter; what is no six digits is none', () => {
  const code = totpCode(secret, 7);
  assert.equal(matchTotp(secret, ` ${code.slice(0, 3)} ${code.slice(3)} `, 7 * 30_000, 0), 7);
  for (const wrong of ['', code.slice(1), `${code}0`, code.replace(/^./, 'x'), '１２３４５６'])
    assert.equal(matchTotp(secret, wrong, 7 * 30_000, 0), undefined, wrong);
});

test('the secret is told in base32, and as a key URI', () => {
  assert.equal(printBase32(secret), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  for (const [clear, text] of Object.entries({ f: 'MY', fo: 'MZXQ', foo: 'MZXW6', foob: 'MZXW6YQ', fooba: 'MZXW6YTB' }))
    assert.equal(printBase32(Buffer.from(clear)), text);
  assert.equal(
    totpUri(secret, 'Office: North & Co', 'anne@x'),
    'otpauth://totp/Office%20%20North%20%26%20Co:anne%40x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Office%20%20North%20%26%20Co&algorithm=SHA1&digits=6&period=30',
  );
});
