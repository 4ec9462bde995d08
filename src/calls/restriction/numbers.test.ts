import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numbersField, parseNumbers } from './numbers.ts';

const field = numbersField({ label: 'Members', help: 'Members.', most: 64 });
const stored = (list: string): unknown => {
  const read = field.read(list);
  return field.schema.safeParse(read).success ? read : undefined;
};

test('a list is kept sorted, without repetition, with neighbours as ranges', () => {
  assert.equal(stored('9, 3 1;2  5 - 6 4'), '1-6, 9');
  assert.equal(stored('64'), '64');
  assert.equal(stored('  '), '');
  assert.deepEqual([...(parseNumbers('1-3, 9', 64) ?? [])], [1, 2, 3, 9]);
});

test('what is no list of these numbers is refused', () => {
  for (const list of ['0', '65', '5-3', '1-99999', 'a', '1,,b', '-1', '1--2', '1-2-3'])
    assert.equal(stored(list), undefined, list);
});
