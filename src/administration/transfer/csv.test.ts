// Properties of CSV: cells come back as they were, however long the text, and no written cell begins like a formula.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printCsvRow, readCsv } from './csv.ts';
import type { Pieces } from './decode.ts';
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

interface Row {
  readonly row: number;
  readonly cells: readonly string[];
}

async function rowsOf(pieces: Pieces): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const read = await readCsv(pieces, (cells, row) => rows.push({ row, cells }) > 0);
  assert.ok(read.ok, JSON.stringify(read));
  return rows;
}

/** A text in pieces of `length` characters. */
function* cut(text: string, length: number): Generator<string> {
  for (let from = 0; from < text.length; from += length) yield text.slice(from, from + length);
}

test('rows that are written are read back, however they are cut', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell)), fc.integer({ min: 1, max: 40 }), async (rows, length) => {
      const all = [['one', 'two'], ...rows];
      const expected = all.map((cells, index) => ({ row: index + 1, cells }));
      assert.deepEqual(await rowsOf(cut(all.map(printCsvRow).join(''), length)), expected);
    }),
  ));

test('a text of many pieces is read as one of one piece', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => [`${index}`, `Name "${index}",\nin two lines`]);
  for (const end of ['\r\n', '\n']) {
    const text = rows.map(([a = '', b = '']) => `${a},"${b.replaceAll('"', '""')}"${end}`).join('');
    const [heading, ...read] = await rowsOf(cut(`one,two${end}${text}`, 16_384));
    assert.deepEqual(heading, { row: 1, cells: ['one', 'two'] });
    assert.deepEqual(
      read.map(({ cells }) => cells),
      rows,
    );
    assert.equal(read.at(-1)?.row, rows.length + 1);
  }
});

test('reading ends when it was told that it is enough', async () => {
  let taken = 0;
  const read = await readCsv(cut('a\nb\nc\n"d\n', 2), () => ++taken < 2);
  assert.deepEqual([read.ok, taken], [true, 2]);
});

test('a row of endless length is refused before it is kept', async () => {
  function* endless(): Generator<string> {
    yield 'a,b\n"';
    for (;;) yield 'x'.repeat(16_384);
  }
  const read = await readCsv(endless(), () => true);
  assert.match(!read.ok ? read.refusal.words : '', /row 2 has more than 262144 characters/);
});
