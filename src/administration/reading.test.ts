// Tests of reading: search, filter, sort and pages, and that secrets are nowhere in it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Administration } from './administration.ts';
import type { Query } from './requests.ts';
import { anne, withBed } from './testing.ts';

const rows = [
  { number: '210', name: 'Zoe', grade: 'high' },
  { number: '202', name: 'anne', grade: 'low', pin: 'anne-secret' },
  { number: '203', name: 'Bea', grade: 'high', email: 'bea@example.org' },
];

const withPeople = (work: (administration: Administration) => Promise<void>): Promise<void> =>
  withBed(async ({ administration }) => {
    const changes = rows.map((patch) => ({ kind: 'add', form: 'people', patch }) as const);
    assert.ok((await administration.change(anne, changes)).ok);
    await work(administration);
  });

async function keys(administration: Administration, query: Query): Promise<string[]> {
  const page = await administration.query(anne, 'people', query);
  assert.ok(page.ok, JSON.stringify(page));
  return page.value.records.map(({ key }) => key);
}

test('a page is searched, filtered and sorted as asked', () =>
  withPeople(async (administration) => {
    assert.deepEqual(await keys(administration, {}), ['202', '203', '210']);
    assert.deepEqual(await keys(administration, { sort: 'name', descending: true }), ['210', '203', '202']);
    assert.deepEqual(await keys(administration, { search: ' EXAMPLE ' }), ['203']);
    assert.deepEqual(await keys(administration, { where: { grade: 'HIGH' } }), ['203', '210']);
    assert.deepEqual(await keys(administration, { where: { grade: 'high' }, search: 'zo' }), ['210']);
    assert.deepEqual(await keys(administration, { offset: 1, limit: 1 }), ['203']);
    const page = await administration.query(anne, 'people', { offset: 1, limit: 1 });
    assert.equal(page.ok && page.value.total, 3);
  }));

test('a secret is shown as set, and neither searched nor sorted nor filtered by', () =>
  withPeople(async (administration) => {
    assert.deepEqual(await keys(administration, { search: 'secret' }), []);
    assert.deepEqual(await keys(administration, { search: 'not set' }), []);
    const view = await administration.get(anne, 'people', '202');
    assert.equal(view.ok && view.value.values.pin, 'set');
    for (const query of [
      { sort: 'pin' },
      { where: { pin: 'set' } },
      { sort: '__proto__' },
      { limit: 0 },
      { offset: -1 },
    ]) {
      const page = await administration.query(anne, 'people', query);
      assert.equal(!page.ok && page.refusal.code, 'administration.wrong-query', JSON.stringify(query));
    }
  }));

test('a form is described for those who draw it', () =>
  withPeople(async (administration) => {
    const shown = administration.show(anne, 'people');
    assert.ok(shown.ok);
    const pin = shown.value.fields.find(({ name }) => name === 'pin');
    assert.deepEqual([pin?.kind, pin?.made, pin?.required, pin?.initial], ['secret', true, false, '']);
    assert.equal(JSON.parse(JSON.stringify(shown.value)).schema.properties.pin.writeOnly, true);
  }));
