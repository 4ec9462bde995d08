/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantOf, localOf } from './moments.ts';

test('a moment is typed in local time and kept in UTC', () => {
  const at = '2027-01-31T18:05:00Z';
  assert.equal(instantOf(localOf(at)), at);
  assert.match(localOf(at), /^2027-0[12]-\d\dT\d\d:\d5$/);
});

test('what is no moment is blank', () => {
  assert.equal(localOf(''), '');
  assert.equal(localOf('soon'), '');
  assert.equal(instantOf(''), '');
});
