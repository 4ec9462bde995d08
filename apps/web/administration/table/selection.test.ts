/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved, nothing, pageState, pageToggled, ranged, toggled } from './selection.ts';

const page = ['201', '202', '203', '204', '205'];
const keysOf = ({ keys }: { keys: ReadonlySet<string> }): string[] => [...keys].sort();

test('a range goes from the record selected last, either way', () => {
  const one = toggled(nothing, '203');
  assert.deepEqual(keysOf(ranged(one, '205', page)), ['203', '204', '205']);
  assert.deepEqual(keysOf(ranged(one, '201', page)), ['201', '202', '203']);
  const both = ranged(ranged(one, '205', page), '201', page);
  assert.deepEqual(keysOf(both), page);
});

test('a range whose beginning is on another page is one record', () => {
  const elsewhere = toggled(nothing, '900');
  assert.deepEqual(keysOf(ranged(elsewhere, '202', page)), ['202', '900']);
  assert.deepEqual(keysOf(ranged(nothing, '999', page)), []);
});

test('with the arrows a range begins where the focus is', () => {
  const two = ranged(nothing, '203', page, '202');
  assert.deepEqual(keysOf(two), ['202', '203']);
  assert.deepEqual(keysOf(ranged(two, '204', page, '203')), ['202', '203', '204']);
});

test('selecting twice selects no more', () => {
  assert.deepEqual(keysOf(toggled(toggled(nothing, '201'), '201')), []);
});

test('the page is selected as a whole and let go as a whole, other pages stay', () => {
  const some = toggled(toggled(nothing, '900'), '202');
  assert.equal(pageState(some, page), 'some');
  const all = pageToggled(some, page);
  assert.equal(pageState(all, page), 'all');
  assert.deepEqual(keysOf(pageToggled(all, page)), ['900']);
  assert.equal(pageState(nothing, []), 'none');
});

test('the focus moves within the page', () => {
  assert.equal(moved(0, 'ArrowDown', 5), 1);
  assert.equal(moved(4, 'ArrowDown', 5), 4);
  assert.equal(moved(0, 'ArrowUp', 5), 0);
  assert.equal(moved(1, 'PageDown', 5), 4);
  assert.equal(moved(3, 'Home', 5), 0);
  assert.equal(moved(0, 'End', 5), 4);
  assert.equal(moved(0, 'a', 5), undefined);
  assert.equal(moved(0, 'ArrowDown', 0), undefined);
});
