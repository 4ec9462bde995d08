/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordView } from '../../../portal/api.ts';
import { describedField } from '../../fields/testing.ts';
import { csvRows } from './placing.ts';
import { printCsv, printRecords } from './writing.ts';

const fields = [describedField('number'), describedField('name'), describedField('secret', { kind: 'secret' })];
const record = (values: RecordView['values']): RecordView => ({
  ...{ key: '1', version: 1, changedAtMs: 0, changedBy: '', values },
});

test('a cell that begins like a formula is no formula', () => {
  assert.equal(printCsv([['=1+1', '-2', "'=x", 'a"b']]), `"'=1+1","'-2","''=x","a""b"\r\n`);
});

test('secrets are in no file', () => {
  const records = [record({ number: '201', name: 'Ann, "A"', secret: 'set' })];
  const csv = printRecords(records, fields, 'csv');
  assert.deepEqual(
    [...csvRows(csv)],
    [
      ['number', 'name'],
      ['201', 'Ann, "A"'],
    ],
  );
  assert.deepEqual(JSON.parse(printRecords(records, fields, 'json')), [{ number: '201', name: 'Ann, "A"' }]);
  assert.deepEqual(JSON.parse(printRecords([], fields, 'json')), []);
});
