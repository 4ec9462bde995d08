// Tests of a new system's first records, and of loading what is stored.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Guard } from './access.ts';
import type { Administration } from './administration.ts';
import { people, settings, teams } from './examples/testing.ts';
import type { Change } from './requests.ts';
import { anne, codesOf, done, person, remove, type TestBed, withBed } from './testing.ts';

test('the first records are added once, and what was deleted stays away', () =>
  withBed(async ({ administration, restarted }) => {
    assert.ok((await administration.addFirstRecords(anne)).ok);
    assert.deepEqual([...administration.configuration.records(teams).keys()], ['Sales', 'Support']);
    await done(administration, remove('teams', 'Sales'));
    const later = await restarted();
    assert.ok((await later.addFirstRecords(anne)).ok);
    assert.deepEqual([...later.configuration.records(teams).keys()], ['Support']);
  }));

test('wishes for first records are joined to them, and one that is refused keeps everything from being made', () =>
  withBed(async ({ administration }) => {
    const wish = (form: string, key: string, patch: Record<string, unknown>): Change => ({
      kind: 'change',
      form,
      key,
      patch,
    });
    const wrong = await administration.addFirstRecords(anne, [wish('teams', 'Sales', { open: 'perhaps' })]);
    assert.deepEqual(!wrong.ok && codesOf(wrong.refusal), ['0 teams/Sales open forms.not-yes-or-no']);
    assert.equal(administration.configuration.records(teams).size, 0);
    const wishes = [wish('teams', 'Sales', { open: 'yes' }), wish('settings', '', { length: 4 }), person('2001')];
    assert.ok((await administration.addFirstRecords(anne, wishes)).ok);
    assert.equal(administration.configuration.records(teams).get('Sales')?.open, true);
    assert.equal(administration.configuration.single(settings).length, 4);
    assert.ok(administration.configuration.records(people).has('2001'));
  }));

/** As if this version were the first to have these first records. */
const forget = (bed: TestBed, keys: readonly string[]): Promise<void> =>
  bed.storage.transaction((tx) => bed.storage.system.put(tx, 'first-records.teams', JSON.stringify(keys)));

const teamsOf = (administration: Administration): string[] => [...administration.configuration.records(teams).keys()];

test('a first record that a later version brings comes at its first start, and once', () =>
  withBed(async (bed) => {
    const { administration, restarted } = bed;
    await forget(bed, ['Sales']);
    const wish: Change = { kind: 'change', form: 'teams', key: 'Support', patch: { open: 'no' } };
    assert.ok((await administration.addFirstRecords(anne, [wish])).ok);
    assert.deepEqual(teamsOf(administration), ['Support']);
    assert.equal(administration.configuration.records(teams).get('Support')?.open, false);
    await done(administration, remove('teams', 'Support'));
    const later = await restarted();
    assert.ok((await later.addFirstRecords(anne)).ok);
    assert.deepEqual(teamsOf(later), []);
  }));

test('a first record whose place somebody has taken already is theirs', () =>
  withBed(async (bed) => {
    const { administration } = bed;
    await forget(bed, ['Sales']);
    await done(administration, { kind: 'add', form: 'teams', patch: { name: 'Support', open: false } });
    assert.ok((await administration.addFirstRecords(anne)).ok);
    assert.equal(administration.configuration.records(teams).get('Support')?.open, false);
    await done(administration, remove('teams', 'Support'));
    assert.ok((await administration.addFirstRecords(anne)).ok);
    assert.deepEqual(teamsOf(administration), []);
  }));

test('a late first record that does not fit is left out and tried again; the start goes on', () => {
  let isFull = true;
  const guard: Guard = ({ after }) =>
    isFull && after?.name === 'Support' ? [{ code: 'test.full', words: 'There is no place.' }] : [];
  return withBed(
    async (bed) => {
      const { administration } = bed;
      await forget(bed, ['Sales']);
      assert.ok((await administration.addFirstRecords(anne)).ok);
      assert.deepEqual(teamsOf(administration), []);
      isFull = false;
      assert.ok((await administration.addFirstRecords(anne)).ok);
      assert.deepEqual(teamsOf(administration), ['Support']);
    },
    { guard: (wish) => guard(wish) },
  );
});

test('a first record of a new system that does not fit keeps the system from being made', () =>
  withBed(
    async ({ administration, stored }) => {
      const before = await stored();
      const result = await administration.addFirstRecords(anne);
      assert.deepEqual(!result.ok && codesOf(result.refusal), ['0 teams/Sales - test.no', '1 teams/Support - test.no']);
      assert.equal(await stored(), before);
    },
    { guard: () => [{ code: 'test.no', words: 'No.' }] },
  ));

test('a stored record that its form refuses is not loaded; one from before a field was there is', () =>
  withBed(async ({ administration, storage }) => {
    const write = (key: string, body: string) => ({ form: 'people', key, body, changedAtMs: 1, changedBy: 'x' });
    await storage.transaction((tx) => storage.forms.addMany(tx, [write('201', '{"number":"201","gone":1}')]));
    assert.ok((await administration.load()).ok);
    assert.equal(administration.configuration.records(people).get('201')?.grade, 'low');
    const broken = [write('202', '{"number":"202","grade":"middling"}'), write('203', 'no JSON')];
    await storage.transaction((tx) => storage.forms.addMany(tx, broken));
    const loaded = await administration.load();
    assert.ok(!loaded.ok);
    assert.deepEqual(
      loaded.refusal.map(({ code }) => code),
      Array(2).fill('administration.stored-record'),
    );
    assert.match(loaded.refusal[0]?.words ?? '', /202 of People.*Grade must be one of low, high/);
  }));
