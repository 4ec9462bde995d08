/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { merge, rebased } from './merge.ts';

const base = { name: 'Ann', enabled: true, devices: 3, secret: 'set' };

test('a field that both changed to different values is a conflict', () => {
  const merged = merge(base, { name: 'Anne', devices: '5' }, { ...base, name: 'Hannah' });
  assert.deepEqual(merged.conflicts, [{ field: 'name', base: 'Ann', mine: 'Anne', theirs: 'Hannah' }]);
  assert.deepEqual(merged.mine, ['devices']);
  assert.deepEqual(merged.theirs, []);
});

test('what both changed to the same value is no conflict and no edit any more', () => {
  const now = { ...base, devices: 5 };
  const merged = merge(base, { devices: '5' }, now);
  assert.deepEqual(merged.conflicts, []);
  assert.deepEqual(rebased({ devices: '5' }, now, merged, {}), {});
});

test('what only they changed is told and kept', () => {
  const now = { ...base, enabled: false };
  const merged = merge(base, { name: 'Anne' }, now);
  assert.deepEqual(merged.theirs, ['enabled']);
  assert.deepEqual(rebased({ name: 'Anne' }, now, merged, {}), { name: 'Anne' });
});

test('a conflict ends as chosen, and as theirs when nothing was chosen', () => {
  const now = { ...base, name: 'Hannah' };
  const draft = { name: 'Anne' };
  const merged = merge(base, draft, now);
  assert.deepEqual(rebased(draft, now, merged, { name: 'mine' }), { name: 'Anne' });
  assert.deepEqual(rebased(draft, now, merged, { name: 'theirs' }), {});
  assert.deepEqual(rebased(draft, now, merged, {}), {});
});

test('a secret that I set stays mine, though it cannot be compared', () => {
  const secrets = new Set(['secret']);
  const now = { ...base, secret: 'not set' };
  const merged = merge(base, { secret: '' }, now, secrets);
  assert.deepEqual(merged.conflicts, []);
  assert.deepEqual(merged.mine, ['secret']);
  assert.deepEqual(rebased({ secret: '' }, now, merged, {}, secrets), { secret: '' });
});
