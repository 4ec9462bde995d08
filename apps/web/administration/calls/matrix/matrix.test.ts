// Tests of the matrix: lists of numbers, clicking, the change that it comes to, and the way by keyboard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf, highest, lineOf, pendingOf, restriction, rowsOf, sizeOf, stepFrom, toggled } from './matrix.ts';
import { parseNumbers, printNumbers } from './numbers.ts';

const record = (caller: number, denied: string, version = 1) => ({
  ...{ key: String(caller), version, changedAtMs: 0, changedBy: '' },
  values: { caller, denied },
});
const rows = rowsOf([record(1, '2-3, 5', 4), record(3, '1')]);
const clicked = (...cells: readonly (readonly [number, number])[]) =>
  cells.reduce(
    (draft, [caller, called]) => toggled(rows, draft, caller, called),
    new Map() as ReturnType<typeof toggled>,
  );

test('a list is printed as it was read, tidied', () => {
  for (const [list, numbers, tidy] of [
    ['', [], ''],
    ['1-5, 9', [1, 2, 3, 4, 5, 9], '1-5, 9'],
    ['9,1, 2', [1, 2, 9], '1-2, 9'],
    ['3 - 4', [3, 4], '3-4'],
  ] as const) {
    const read = parseNumbers(list);
    assert.deepEqual(
      [...read].sort((a, b) => a - b),
      numbers,
      list,
    );
    assert.equal(printNumbers(read), tidy, list);
  }
});

test('a cell that is clicked twice is as before', () => {
  assert.equal(clicked([1, 2], [1, 2]).size, 0);
  assert.deepEqual(
    [...clicked([1, 2], [2, 2])],
    [
      ['1 2', false],
      ['2 2', true],
    ],
  );
  const { denied, edited } = lineOf(rows, clicked([1, 2], [1, 4]), 1);
  assert.deepEqual([printNumbers(denied), printNumbers(edited)], ['3-5', '2, 4']);
});

test('what somebody else has done meanwhile is not done again', () => {
  const draft = clicked([1, 2], [2, 4]);
  assert.deepEqual([...pendingOf(rowsOf([record(1, '3, 5', 5)]), draft).keys()], ['2 4']);
});

test('the clicks come to one change: rows added, changed, and gone with their last number', () => {
  const draft = clicked([3, 1], [2, 4], [2, 5], [1, 4]);
  const common = { form: restriction };
  assert.deepEqual(changesOf(rows, draft, true), [
    { ...common, kind: 'change', key: '1', version: 4, patch: { denied: '2-5' } },
    { ...common, kind: 'add', patch: { caller: 2, denied: '4-5' } },
    { ...common, kind: 'delete', key: '3', version: 1 },
  ]);
  assert.deepEqual(changesOf(rows, clicked([3, 1]), false), [
    { ...common, kind: 'change', key: '3', version: 1, patch: { denied: '' } },
  ]);
});

test('it is as large as the numbers in use and one more', () => {
  assert.equal(sizeOf(new Map(), []), 2);
  assert.equal(sizeOf(rows, [1]), 6);
  assert.equal(sizeOf(rows, [1, 9]), 10);
  assert.equal(sizeOf(rows, [highest]), highest);
});

test('keys lead from cell to cell, and not out of it', () => {
  assert.deepEqual(stepFrom([1, 1], 'ArrowUp', 3), [1, 1]);
  assert.deepEqual(stepFrom([1, 1], 'ArrowDown', 3), [2, 1]);
  assert.deepEqual(stepFrom([2, 3], 'ArrowRight', 3), [2, 3]);
  assert.deepEqual(stepFrom([2, 3], 'ArrowLeft', 3), [2, 2]);
  assert.deepEqual(
    [stepFrom([2, 2], 'Home', 3), stepFrom([2, 2], 'End', 3)],
    [
      [2, 1],
      [2, 3],
    ],
  );
  assert.equal(stepFrom([1, 1], ' ', 3), undefined);
});
