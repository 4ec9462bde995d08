/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FieldDescription } from '../../portal/api.ts';
import { describedField } from './testing.ts';
import { accessOf, initialOf, initialValues, inWords, isSet, listOf, printed } from './values.ts';

const field = (kind: string, initial: string): FieldDescription => describedField('f', { kind, initial });

test('values are printed as every other surface prints them', () => {
  assert.equal(printed(true), 'yes');
  assert.equal(printed(false), 'no');
  assert.equal(printed(0), '0');
  assert.equal(printed(undefined), '');
  assert.equal(printed(['SHA-256', 'MD5']), 'SHA-256 MD5');
  assert.equal(printed({ b: 'read', a: 'write' }), 'a=write b=read');
});

test('an initial value is read from its text by its kind', () => {
  assert.equal(initialOf(field('yesNo', 'yes')), true);
  assert.deepEqual(initialOf(field('choices', 'a b')), ['a', 'b']);
  assert.deepEqual(initialOf(field('access', 'x=read')), { x: 'read' });
  assert.equal(initialOf(field('whole', '3')), '3');
  assert.equal(initialOf(field('secret', '')), 'not set');
  assert.deepEqual(initialValues([field('text', 'a')]), { f: 'a' });
});

test('access that cannot be read grants nothing', () => {
  assert.deepEqual(accessOf(undefined), {});
  assert.deepEqual(accessOf(7), {});
  assert.deepEqual(accessOf('a=read b=none'), { a: 'read', b: 'none' });
});

test('lists and secrets come in two forms', () => {
  assert.deepEqual(listOf('a, b;c'), ['a', 'b', 'c']);
  assert.deepEqual(listOf(['a']), ['a']);
  assert.deepEqual(listOf(3), []);
  assert.ok(isSet(true) && isSet('set') && !isSet('not set') && !isSet(false));
});

test('choices are told in the words of their field', () => {
  const field = { kind: 'choices', choices: { a: 'First', b: 'Second' } };
  assert.equal(inWords(field, 'a b c'), 'First, Second, c');
  assert.equal(inWords({ ...field, kind: 'choice' }, 'a'), 'First');
  assert.equal(inWords({ kind: 'text' }, 'a b'), 'a b');
});
