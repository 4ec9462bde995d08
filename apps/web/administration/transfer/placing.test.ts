/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FieldDescription, Refusal } from '../../../portal/api.ts';
import { describedField } from '../../fields/testing.ts';
import { csvRows, letterOf, placesOf } from './placing.ts';

const field = (name: string, label: string, kind = 'text'): FieldDescription => describedField(name, { label, kind });
const fields = [field('number', 'Number'), field('name', 'Name'), field('sipSecret', 'SIP secret', 'secret')];
const refusal = (field: string, row?: number): Refusal => ({
  ...{ code: 'forms.not-digits', words: '', remedy: '', exit: 1, field },
  ...(row === undefined ? {} : { row }),
});

test('rows are counted as a spreadsheet does, with quotes, line breaks in cells and blank rows', () => {
  const rows = [...csvRows('number,name\r\n201,"Ann ""A"", x"\r\n\r\n202,"two\nlines"\r\n203,')];
  assert.deepEqual(rows, [['number', 'name'], ['201', 'Ann "A", x'], [''], ['202', 'two\nlines'], ['203', '']]);
  assert.deepEqual(
    [...csvRows('a;b\n1;2')],
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  );
  assert.deepEqual([...csvRows('')], []);
  assert.deepEqual([...csvRows('\uFEFFa\n"never closed')], [['a'], ['never closed']]);
});

test('a refusal is placed at its cell, in the order of the file', () => {
  const text = 'name,number\nAnn,201\nBob,2x2\nCid,203\n';
  const places = placesOf([refusal('name', 4), refusal('number', 3)], text, 'csv', fields);
  assert.deepEqual(
    places.map(({ row, letter, column, given }) => ({ row, letter, column, given })),
    [
      { row: 3, letter: 'B', column: 'Number', given: '2x2' },
      { row: 4, letter: 'A', column: 'Name', given: 'Cid' },
    ],
  );
});

test('a column that is no field is named as it stands; a whole row or file has no cell', () => {
  const text = 'number,colour\n201,red\n';
  const [whole, column] = placesOf([refusal('colour', 1), refusal('')], text, 'csv', fields);
  assert.deepEqual([column?.letter, column?.column, column?.given], ['B', 'colour', 'colour']);
  assert.deepEqual([whole?.row, whole?.letter], [undefined, '']);
});

test('a secret is never shown again', () => {
  const [place] = placesOf([refusal('sipSecret', 2)], 'number,sipSecret\n201,short\n', 'csv', fields);
  assert.deepEqual([place?.letter, place?.given], ['B', '']);
});

test('in JSON the record counts', () => {
  const text = '[{"number":"201"},{"number":"x","name":["a","b"]}]';
  const [place] = placesOf([refusal('name', 2)], text, 'json', fields);
  assert.deepEqual([place?.row, place?.letter, place?.given], [2, '', 'a b']);
  assert.deepEqual(placesOf([refusal('name', 2)], 'not json', 'json', fields)[0]?.given, '');
});

test('columns have the letters of a spreadsheet', () => {
  assert.deepEqual([0, 25, 26, 27, 701, 702].map(letterOf), ['A', 'Z', 'AA', 'AB', 'ZZ', 'AAA']);
});
