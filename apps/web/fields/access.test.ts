/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FormSummary } from '../../portal/api.ts';
import { accessGroups, countLevels, defaultLevel, withLevel } from './access.ts';
import { describedField } from './testing.ts';

const form = (id: string, group: string): FormSummary => ({
  ...{ id, title: id, group, kind: 'table', single: false, records: 0, operations: ['read'] },
});

test('rows stand in the groups of the tree, named or by default', () => {
  const groups = accessGroups([form('a', 'Phones and people'), form('b', 'Records'), form('c', 'Phones and people')], {
    c: 'read',
  });
  assert.deepEqual(
    groups.map(({ group, rows }) => [group, rows.map(({ id, level }) => [id, level])]),
    [
      [
        'Phones and people',
        [
          ['a', undefined],
          ['c', 'read'],
        ],
      ],
      ['Records', [['b', undefined]]],
    ],
  );
});

test('a form that is named though it is not known keeps its row', () => {
  const groups = accessGroups([form('a', 'Phones and people')], { z: 'write', a: 'odd' });
  assert.deepEqual(groups.at(-1)?.rows, [{ id: 'z', title: 'z', level: 'write' }]);
  assert.equal(groups[0]?.rows[0]?.level, undefined);
});

test('a level is set, or left to the default again', () => {
  assert.deepEqual(withLevel({ a: 'read' }, 'b', 'none'), { a: 'read', b: 'none' });
  assert.deepEqual(withLevel({ a: 'read', b: 'none' }, 'a', undefined), { b: 'none' });
});

test('the default is the field beside it whose choices are the levels', () => {
  const level = describedField('defaultAccess', { choices: { none: 'No', read: 'Read', write: 'Write' } });
  assert.equal(
    defaultLevel([describedField('name'), level], () => 'read'),
    'read',
  );
  assert.equal(
    defaultLevel([describedField('name')], () => 'read'),
    undefined,
  );
  assert.deepEqual(countLevels({ a: 'read', b: 'read', c: 'none' }), { none: 1, read: 2, write: 0 });
});
