// Properties of CSV: cells come back as they were, however long the text, and no written cell begins like a formula.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printCsvRow, readCsv } from './csv.ts';
import { neutralise, restore } from './formulas.ts';

test('a neutralised cell does not begin like a formula and is restored as it was', () => {
  const begins = fc.constantFrom('', "'", "''", '=', '+', '-', '@', "'=", "''-", '\t', '＝');
  fc.assert(
    fc.property(begins, fc.string(), (begin, rest) => {
      const cell = begin + rest;
      assert.doesNotMatch(neutralise(cell), /^[=+\-@\t\r\n＝＋－＠]/);
      assert.equal(restore(neutralise(cell)), cell);
    }),
  );
});

const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', "'", '=', ' ', 'ß') });

test('rows that are written are read back', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell)), async (rows) => {
      const read = await readCsv([['one', 'two'], ...rows].map(printCsvRow).join(''));
      assert.ok(read.ok);
      assert.deepEqual(read.value.columns, ['one', 'two']);
      assert.deepEqual(
        read.value.rows,
        rows.map((cells, index) => ({ row: index + 2, cells })),
      );
    }),
  ));

test('a text of many pieces is read as one of one piece', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => [`${index}`, `Name "${index}",\nin two lines`]);
  for (const end of ['\r\n', '\n']) {
    const text = rows.map(([a = '', b = '']) => `${a},"${b.replaceAll('"', '""')}"${end}`).join('');
    const read = await readCsv(`one,two${end}${text}`);
    assert.ok(read.ok);
    assert.deepEqual(
      read.value.rows.map(({ cells }) => cells),
      rows,
    );
    assert.equal(read.value.rows.at(-1)?.row, rows.length + 1);
  }
});
