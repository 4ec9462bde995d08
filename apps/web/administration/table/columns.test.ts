/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FieldDescription } from '../../../portal/api.ts';
import { describedField } from '../../fields/testing.ts';
import { fitting, hiddenFields, movedColumn, orderedFields, readChoice } from './columns.ts';

const field = (name: string, kind = 'text'): FieldDescription => describedField(name, { kind });
const fields = [field('a'), field('number', 'digits'), field('s', 'secret'), field('nets', 'networks'), field('b')];
const namesOf = (some: readonly FieldDescription[]): string[] => some.map(({ name }) => name);

test('the key comes first and secrets never', () => {
  assert.deepEqual(namesOf(orderedFields(fields, 'number', undefined)), ['number', 'a', 'nets', 'b']);
});

test('a choice gives the order; fields that came later stand behind it', () => {
  const choice = { order: ['b', 'a'], hidden: ['a'] };
  assert.deepEqual(namesOf(orderedFields(fields, 'number', choice)), ['number', 'b', 'a', 'nets']);
  assert.deepEqual([...hiddenFields(orderedFields(fields, 'number', choice), 'number', choice)].sort(), ['a', 'nets']);
});

test('without a choice the first ten are shown, none that takes much room', () => {
  const many = [...'abcdefghijkl'].map((name) => field(name));
  assert.deepEqual([...hiddenFields(many, 'a', undefined)], ['k', 'l']);
  assert.deepEqual([...hiddenFields(fields, 'number', undefined)].sort(), ['nets', 's']);
});

test('the key cannot be hidden', () => {
  const choice = { order: ['number', 'a'], hidden: ['number'] };
  assert.ok(!hiddenFields(fields, 'number', choice).has('number'));
});

test('columns move one place, not beyond the ends', () => {
  assert.deepEqual(movedColumn(['a', 'b', 'c'], 'b', -1), ['b', 'a', 'c']);
  assert.deepEqual(movedColumn(['a', 'b', 'c'], 'b', 1), ['a', 'c', 'b']);
  assert.deepEqual(movedColumn(['a', 'b', 'c'], 'c', 1), ['a', 'b', 'c']);
  assert.deepEqual(movedColumn(['a'], 'x', 1), ['a']);
});

test('at least two columns stay beside an open record', () => {
  const many = [...'abcdefgh'].map((name) => field(name));
  assert.equal(fitting(many, 'a', 100).length, 2);
  assert.equal(fitting(many, 'a', 2000).length, 8);
  assert.equal(fitting(many, 'a', 560).length, 4);
  const [key, text, yes] = [describedField('a'), describedField('b'), describedField('c', { kind: 'yesNo' })];
  const other = describedField('d');
  assert.deepEqual(namesOf(fitting([key, other, yes, text], 'a', 380)), ['a', 'd', 'c']);
});

test('a kept choice that is not one is none', () => {
  assert.deepEqual(readChoice('{"order":["a"],"hidden":[]}'), { order: ['a'], hidden: [] });
  assert.equal(readChoice('{"order":"a","hidden":[]}'), undefined);
  assert.equal(readChoice('['), undefined);
  assert.equal(readChoice('null'), undefined);
  assert.equal(readChoice(''), undefined);
});
