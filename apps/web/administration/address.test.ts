/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closed, printAddress, readAddress, shownRecord } from './address.ts';

test('what the address says is read and printed as it was', () => {
  const given = { search: 'an', sort: '-name', page: '3', 'where.enabled': 'no', record: '201', show: 'history' };
  const address = readAddress(given);
  assert.equal(address.sort, 'name');
  assert.ok(address.descending);
  assert.deepEqual(address.where, { enabled: 'no' });
  assert.deepEqual(printAddress(address), given);
});

test('a plain page has a plain address', () => {
  assert.deepEqual(printAddress(readAddress({})), {});
  assert.deepEqual(printAddress({ ...readAddress({ record: '201', show: 'history' }), ...closed }), {});
});

test('an address that was typed wrongly is read as far as it can be', () => {
  assert.equal(readAddress({ page: '-4' }).page, 1);
  assert.equal(readAddress({ page: 'x' }).page, 1);
  assert.equal(readAddress({ sort: '-' }).sort, undefined);
});

test('a new record and a copy are not the record that was open', () => {
  const copy = readAddress({ copy: '201' });
  assert.ok(copy.adding);
  assert.deepEqual(printAddress(copy), { copy: '201' });
  assert.notEqual(shownRecord(copy), shownRecord(readAddress({ record: '201' })));
  assert.deepEqual(printAddress(readAddress({ add: 'new' })), { add: 'new' });
});
