// Tests of the order of lists: as people expect it, and the same after any change as if it were made anew.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Pace } from '#base';
import { people } from './examples/testing.ts';
import { Orders, orderOf } from './orders.ts';
import type { Row } from './snapshot.ts';
import { sortInSlices, sortText } from './sorting.ts';

test('texts stand where people look for them', () => {
  const sorted = [
    '-',
    '1',
    '02',
    '2',
    '10',
    '100',
    '9999999999',
    'a 2',
    'A 10',
    'apple',
    'Ärger',
    'Øre',
    'over',
    'straße',
    'Strasse 2',
    'zoo',
  ];
  assert.deepEqual(
    sorted
      .toReversed()
      .sort((a, b) => (sortText(a) < sortText(b) ? -1 : sortText(a) > sortText(b) ? 1 : a < b ? -1 : 1)),
    sorted,
  );
});

test('any list is sorted as the language itself sorts it, and equal items keep their order', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.nat()), { maxLength: 2_000 }),
      async (items) => {
        const compare = ([a]: [number, number], [b]: [number, number]): number => a - b;
        assert.deepEqual(await sortInSlices(items, compare, new Pace()), items.toSorted(compare));
      },
    ),
    { numRuns: 30 },
  ));

const row = (name: string): Row => ({
  record: { number: '', name },
  ...{ sealed: {}, version: 1, changedAtMs: 0, changedBy: '' },
});

test('an order that follows changes is the order made anew', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.tuple(fc.nat({ max: 30 }), fc.option(fc.constantFrom('a', 'B', 'c', 'D 2', 'D 10')))), {
        maxLength: 6,
      }),
      async (rounds) => {
        const orders = new Orders();
        let rows: ReadonlyMap<string, Row> = new Map();
        for (const changes of rounds) {
          const next = new Map(rows);
          for (const [key, name] of changes) {
            if (name === null) next.delete(String(key));
            else next.set(String(key), row(name));
          }
          rows = next;
          assert.deepEqual(await orders.of(people, 'name', rows), await orderOf(people, 'name', rows));
        }
      },
    ),
  ));

test('lists that are asked for at the same time of the same table are one work', async () => {
  const orders = new Orders();
  const rows = new Map([
    ['1', row('b')],
    ['2', row('a')],
  ]);
  const [one, two] = await Promise.all([orders.of(people, 'name', rows), orders.of(people, 'name', rows)]);
  assert.equal(one, two);
  assert.deepEqual(
    one?.map(({ key }) => key),
    ['2', '1'],
  );
});

test('work that failed is done again for who asks next', async () => {
  const orders = new Orders();
  const field = people.fields.name;
  const broken = { ...people, fields: { ...people.fields, name: { ...field, print: () => JSON.parse('{') } } };
  const rows = new Map([['1', row('b')]]);
  await assert.rejects(orders.of(broken, 'name', rows));
  assert.equal((await orders.of(people, 'name', rows)).length, 1);
});

test('lists that are asked for at the same time, while the table changes, are each of their own time', async () => {
  const orders = new Orders();
  const tables = [1, 2, 3].map(
    (size) => new Map(Array.from({ length: size }, (_, n) => [String(n), row(`x${9 - n}`)])),
  );
  const asked = [...tables, ...tables.toReversed()].map((table) => orders.of(people, 'name', table));
  assert.deepEqual(
    (await Promise.all(asked)).map(({ length }) => length),
    [1, 2, 3, 3, 2, 1],
  );
});
