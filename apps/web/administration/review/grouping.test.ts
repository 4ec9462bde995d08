/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChangedRecord, countChanged, grouped, madeIn } from './grouping.ts';

const changed = (key: string, old: string, now: string, kind = 'change'): ChangedRecord => ({
  ...{ form: 'users', key, kind, version: 2, made: {} },
  differences: kind === 'unchanged' ? [] : [{ label: 'Enabled', old, new: now }],
});

test('records that change alike are told once, the others each', () => {
  const groups = grouped([changed('201', 'yes', 'no'), changed('202', '', 'no'), changed('203', 'yes', 'no')]);
  assert.deepEqual(
    groups.map(({ keys }) => keys),
    [['201', '203'], ['202']],
  );
});

test('what changes nothing is not told', () => {
  const records = [changed('201', '', '', 'unchanged'), changed('202', 'yes', 'no')];
  assert.equal(grouped(records).length, 1);
  assert.equal(countChanged(records), 1);
});

test('deleting and changing are different, though the differences are the same', () => {
  assert.equal(grouped([changed('201', 'yes', ''), changed('202', 'yes', '', 'delete')]).length, 2);
});

test('made secrets are told with their record', () => {
  const record = { ...changed('201', '', ''), made: { sipSecret: 'abc' } };
  assert.deepEqual(madeIn([record]), [{ form: 'users', key: '201', field: 'sipSecret', text: 'abc' }]);
});
