// Every kind of change once more, with each of its steps made to fail in turn: nothing is changed, nothing told, and the next try works.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Result } from '#base';
import type { Change } from './requests.ts';
import { anne, type TestBed, withBed } from './testing.ts';

const person = (number: string): Change => ({ kind: 'add', form: 'people', patch: { number, name: 'Anne' } });
const change: Change = { kind: 'change', form: 'people', key: '201', patch: { name: 'Bea', pin: 'another-pin' } };
const remove: Change = { kind: 'delete', form: 'people', key: '202' };
const single: Change = { kind: 'change', form: 'settings', patch: { key: 'sesame' } };

type Work = (bed: TestBed) => Promise<Result<unknown, unknown>>;
const making =
  (...changes: readonly Change[]): Work =>
  ({ administration }) =>
    administration.change(anne, changes);
const csv = 'number,name\n201,Cleo\n203,Dora\n204,Eva\n';

const works: readonly (readonly [string, Work, number])[] = [
  ['add', making(person('203')), 4],
  ['change', making(change), 4],
  ['delete', making(remove), 4],
  ['change of a single form', making(single), 4],
  ['hashed secret', making({ kind: 'add', form: 'logins', patch: { name: 'eva' } }), 4],
  ['several changes', making(person('203'), person('204'), change, remove, single), 7],
  ['import', ({ administration: a }) => a.importRecords(anne, 'people', csv, { format: 'csv', mode: 'replace' }), 7],
  ['export', ({ administration: a }) => a.exportRecords(anne, 'people', 'csv'), 2],
  ['first records', ({ administration: a }) => a.addFirstRecords(anne), 5],
  ['undo', ({ administration: a }) => a.undo(anne, 2), 5],
  ['action of a view', ({ administration: a }) => a.act(anne, 'lamps', 'switchOff', 'Yard'), 2],
];

for (const [name, work, steps] of works)
  test(`${name}: nothing is changed whichever of its ${steps} steps fails`, () =>
    withBed(async (bed) => {
      assert.ok((await making(person('201'), person('202'))(bed)).ok);
      for (let failing = 1; failing <= steps; failing++) await failAt(bed, work, failing);
      bed.steps.count = 0;
      bed.steps.failing = 0;
      assert.ok((await work(bed)).ok);
      assert.equal(bed.steps.count, steps);
    }));

async function failAt(bed: TestBed, work: Work, failing: number): Promise<void> {
  const { administration, stored, steps, events, off } = bed;
  const state = async () => ({
    ...{ stored: await stored(), configuration: administration.configuration },
    ...{ events: events.length, off: off.length },
  });
  const before = await state();
  steps.count = 0;
  steps.failing = failing;
  const result = await work(bed);
  assert.match(JSON.stringify(result), /administration\.not-written/, `step ${failing} was not the failing one`);
  assert.doesNotMatch(JSON.stringify(result), /made to fail/);
  assert.deepEqual(await state(), before, `step ${failing} left something behind`);
}
