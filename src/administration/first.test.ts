// Tests of a new system's first records, and of loading what is stored.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people, settings, teams } from './examples/testing.ts';
import type { Change } from './requests.ts';
import { anne, codesOf, done, person, remove, withBed } from './testing.ts';

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
