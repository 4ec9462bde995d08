/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edit, isEdited, valueIn } from './draft.ts';

const base = { name: 'Ann', enabled: true, networks: ['192.0.2.0/24'], secret: 'set' };

test('a field is edited while it differs from what is there', () => {
  const renamed = edit({}, 'name', 'Anne', base);
  assert.deepEqual(renamed, { name: 'Anne' });
  assert.ok(isEdited(renamed));
  assert.deepEqual(edit(renamed, 'name', 'Ann', base), {});
});

test('lists and yes or no are compared by what they print', () => {
  assert.deepEqual(edit({}, 'networks', ['192.0.2.0/24'], base), {});
  assert.deepEqual(edit({}, 'enabled', true, base), {});
  assert.deepEqual(edit({}, 'enabled', false, base), { enabled: false });
});

test('a secret is edited whatever it is set to, until it is taken back', () => {
  const set = edit({}, 'secret', 'set', base, true);
  assert.deepEqual(set, { secret: 'set' });
  assert.deepEqual(edit(set, 'secret', undefined, base, true), {});
});

test('the edited value is shown, also when it is blank', () => {
  assert.equal(valueIn({ name: '' }, base, 'name'), '');
  assert.equal(valueIn({}, base, 'name'), 'Ann');
});
