// What a password must be: every rule at every level, all failures at once, and never a password in the words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Secret } from '#base';
import { isCommon } from './common.ts';
import { makeOneTimePassword } from './one-time.ts';
import { checkPassword, type PasswordSettings, passwordRules } from './rules.ts';

const settings = (change: Partial<PasswordSettings> = {}): PasswordSettings => ({
  ...{ passwordStrength: 'weak', passwordComplexity: 'low', minimumPasswordLength: 6 },
  ...change,
});

const codes = (text: string, change: Partial<PasswordSettings> = {}, loginId = 'anne') =>
  checkPassword(new Secret(text), loginId, settings(change)).map(({ code }) => code.slice('security.password-'.length));

test('length: the strength asks for one, and the minimum for more', () => {
  assert.deepEqual(codes('vxqpw'), ['short']);
  assert.deepEqual(codes('vxqpwm'), []);
  assert.deepEqual(codes('vxqpwm', { passwordStrength: 'medium' }), ['short']);
  assert.deepEqual(codes('vxqpwmk', { passwordStrength: 'medium' }), []);
  assert.deepEqual(codes('vxqpwmk', { minimumPasswordLength: 8 }), ['short']);
  assert.deepEqual(codes('vxqpwmkz', { minimumPasswordLength: 8 }), []);
  assert.deepEqual(codes('vX4!qP7_wMzk', { passwordStrength: 'strong' }), ['short']);
});

test('strong: two of each kind at least', () => {
  const strong = { passwordStrength: 'strong' } as const;
  assert.deepEqual(codes('vX4!qP7_wMzkbgt', strong), []);
  for (const text of ['vx4!qP7_wmzkbgt', 'vX4!qPa_wMzkbgt', 'vX4aqP7_wMzkbgt', 'VX4!QP7_WMZKbGT'])
    assert.deepEqual(codes(text, strong), ['not-strong'], text);
});

test('complexity: characters of two or three kinds, none twice in a row', () => {
  assert.deepEqual(codes('vxqpwmk', { passwordComplexity: 'medium' }), ['too-simple']);
  assert.deepEqual(codes('vxqpwm4', { passwordComplexity: 'medium' }), []);
  assert.deepEqual(codes('vxqpwm4', { passwordComplexity: 'high' }), ['too-simple']);
  assert.deepEqual(codes('vxqPwm4', { passwordComplexity: 'high' }), []);
  assert.deepEqual(codes('vxqqpwm4'), []);
  for (const passwordComplexity of ['medium', 'high'] as const)
    assert.deepEqual(codes('vXqqpwm4', { passwordComplexity }), ['repeats']);
});

test('the login ID: forwards or backwards, alone or within, in any case', () => {
  for (const text of ['xx-Anne-4711', '4711-ENNA-xx', 'annexq71']) assert.deepEqual(codes(text), ['holds-login'], text);
  assert.deepEqual(codes('vxqpbo4', {}, 'bo'), []);
  assert.deepEqual(codes('bo', {}, 'BO'), ['short', 'holds-login']);
});

test('common passwords, in every usual disguise', () => {
  for (const text of [
    ...['password', 'PassWord', 'p@55w0rd', 'Password1', 'password2024!', '!!dragon!!', '2024monkey', 'adm1n123'],
    ...['123456', '87654321', 'abcdefgh', 'aaaaaaaa', 'xyxyxyxy', '121212', 'qwertyuiop', 'Summer2024', 'ringfence1'],
  ])
    assert.ok(isCommon(text), text);
  for (const text of ['vxqpwmk', 'Walnut-Harbour-61', 'correct horse battery staple', 'T4!kQz', 'love7k9qx2mzb4w'])
    assert.ok(!isCommon(text), text);
});

test('everything that is wrong is told at once, at its field, and the password never', () => {
  const refusals = checkPassword(
    new Secret('enna'),
    'anne',
    settings({ passwordStrength: 'strong', passwordComplexity: 'high' }),
    'new',
  );
  assert.deepEqual(
    refusals.map(({ code, field }) => [code.slice('security.password-'.length), field]),
    [
      ['short', 'new'],
      ['not-strong', 'new'],
      ['too-simple', 'new'],
      ['repeats', 'new'],
      ['holds-login', 'new'],
    ],
  );
  assert.ok(!JSON.stringify(refusals).includes('enna'));
});

test('a password that meets a stronger rule meets every weaker one', () => {
  const strengths = ['weak', 'medium', 'strong'] as const;
  const complexities = ['low', 'medium', 'high'] as const;
  const text = fc.oneof(
    fc.string({ maxLength: 24 }),
    fc.constantFrom(0).map(() => makeOneTimePassword().reveal()),
  );
  fc.assert(
    fc.property(text, fc.nat(2), fc.nat(2), (clear, strength, complexity) => {
      const at = (s: number, c: number) =>
        codes(clear, { passwordStrength: strengths[s] ?? 'weak', passwordComplexity: complexities[c] ?? 'low' });
      if (at(strength, complexity).length > 0) return;
      for (let s = 0; s <= strength; s++) for (let c = 0; c <= complexity; c++) assert.deepEqual(at(s, c), [], clear);
    }),
  );
});

test('the rules in words say what is checked', () => {
  assert.deepEqual(
    passwordRules(settings({ passwordStrength: 'medium', passwordComplexity: 'medium', minimumPasswordLength: 9 }), 24),
    [
      'At least 9 characters.',
      'Characters of at least 2 of: upper-case letters, lower-case letters, digits, special characters.',
      'No character twice in a row.',
      'Not the login ID, forwards or backwards, alone or within.',
      'None of the passwords that many people use, nor a slight variation of one.',
      'Not the current password, nor one of the 24 before it.',
    ],
  );
  assert.equal(passwordRules(settings({ passwordStrength: 'strong' }), 0).at(-1), 'Not the current password.');
});
