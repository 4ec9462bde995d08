// Tests of the one walk: what is accepted is written, recorded and told; what is refused changes nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people, settings, teams } from './examples/testing.ts';
import type { Change } from './requests.ts';
import { add, anne, codesOf, done, person, refused, remove, withBed } from './testing.ts';

test('a record that is added is stored, in the configuration, on record and told, and its made secret is told once', () =>
  withBed(async ({ administration, events, trail, restarted, clock }) => {
    const { records } = await done(administration, person('201', { name: 'Anne; or Bea', from: '10.0.0.0/8' }));
    const [added] = records;
    assert.deepEqual([added?.kind, added?.key, added?.version], ['add', '201', 1]);
    const pin = added?.made.pin?.reveal() ?? '';
    assert.equal(pin.length, 8);
    assert.doesNotMatch(JSON.stringify(records), new RegExp(pin));
    assert.deepEqual(await trail(), [
      'add Form: People; Key: 201; Number: 201; Name: "Anne; or Bea"; Grade: low; Networks: 10.0.0.0/8; PIN: (set)',
    ]);
    assert.deepEqual(
      events.map(({ form, key, before, after, secrets }) => [form, key, before, after?.name, secrets]),
      [['people', '201', undefined, 'Anne; or Bea', ['pin']]],
    );
    for (const now of [administration, await restarted()]) {
      assert.equal(now.configuration.records(people).get('201')?.name, 'Anne; or Bea');
      const view = await now.get(anne, 'people', '201');
      assert.ok(view.ok);
      const { values, ...about } = view.value;
      assert.deepEqual(about, { key: '201', version: 1, changedAtMs: clock.nowMs(), changedBy: 'anne' });
      assert.equal(values.pin, 'set');
      const revealed = now.reveal(people, '201', 'pin');
      assert.equal(revealed.ok && revealed.value.reveal(), pin);
    }
  }));

test('a change says its difference, counts the version, and leaves what it does not name', () =>
  withBed(async ({ administration, events, trail }) => {
    await done(administration, person('201', { name: 'Anne', pin: 'first-pin' }));
    const change = { kind: 'change', form: 'people', key: '201', version: 1 } as const;
    const { records } = await done(administration, { ...change, patch: { name: 'Bea', pin: 'second-pin' } });
    assert.deepEqual(records[0]?.differences, [
      { field: 'name', label: 'Name', old: 'Anne', new: 'Bea' },
      { field: 'pin', label: 'PIN', old: '(set)', new: '(set anew)' },
    ]);
    assert.equal((await trail()).at(-1), 'change Form: People; Key: 201; Name: Anne → Bea; PIN: (set) → (set anew)');
    assert.doesNotMatch((await trail()).join(), /first-pin|second-pin/);
    assert.deepEqual([events.at(-1)?.before?.name, events.at(-1)?.after?.name], ['Anne', 'Bea']);
    const revealed = administration.reveal(people, '201', 'pin');
    assert.equal(revealed.ok && revealed.value.reveal(), 'second-pin');
  }));

test('a change that changes nothing writes nothing', () =>
  withBed(async ({ administration, events, stored }) => {
    await done(administration, person('201', { name: 'Anne' }));
    const before = await stored();
    const { records } = await done(administration, {
      kind: 'change',
      form: 'people',
      key: '201',
      patch: { name: 'Anne' },
    });
    assert.deepEqual([records[0]?.kind, records[0]?.version, events.length], ['unchanged', 1, 1]);
    assert.equal(await stored(), before);
  }));

test('a deleted record is gone and on record with its values', () =>
  withBed(async ({ administration, events, trail, restarted }) => {
    await done(administration, person('201', { name: 'Anne' }));
    await done(administration, remove('people', '201'));
    assert.equal(
      (await trail()).at(-1),
      'delete Form: People; Key: 201; Number: 201; Name: Anne; Grade: low; PIN: (set)',
    );
    assert.deepEqual([events.at(-1)?.before?.name, events.at(-1)?.after], ['Anne', undefined]);
    assert.equal((await restarted()).configuration.records(people).size, 0);
    assert.deepEqual(codesOf(await refused(administration, remove('people', '201'))), [
      '0 people/201 - forms.no-such-record',
    ]);
  }));

test('a single form has initial values until it is changed, and is neither added nor deleted', () =>
  withBed(async ({ administration, restarted }) => {
    assert.equal(administration.configuration.single(settings).length, 3);
    await done(administration, { kind: 'change', form: 'settings', patch: { length: '4' }, version: 0 });
    await done(administration, { kind: 'change', form: 'settings', patch: { key: 'sesame' }, version: 1 });
    assert.deepEqual({ ...(await restarted()).configuration.single(settings) }, { length: 4, key: true });
    assert.deepEqual(codesOf(await refused(administration, add('settings', {}), remove('settings', ''))), [
      '0 settings/ - forms.single',
      '1 settings/ - forms.single',
    ]);
  }));

test('everything that is wrong with several changes is told at once, and none of them is made', () =>
  withBed(async ({ administration, stored, events }) => {
    await done(
      administration,
      add('teams', { name: 'Sales' }),
      person('201', { email: 'a@example.org', team: 'Sales' }),
    );
    const before = await stored();
    const refusals = await refused(
      administration,
      person('202', { grade: 'middling', name: 'x'.repeat(31), nonsense: 1 }),
      person('203', { email: 'a@example.org' }),
      person('204', { team: 'Nobody' }),
      person('2055'),
      person('206'),
      person('201'),
      { kind: 'change', form: 'people', key: '201', patch: { name: 'Bea' }, version: 7 },
      remove('teams', 'Sales'),
      person('206'),
      { kind: 'change', form: 'people', patch: {} },
      add('nowhere', {}),
    );
    assert.deepEqual(codesOf(refusals), [
      '0 people/202 nonsense forms.unknown-field',
      '0 people/202 name forms.out-of-range',
      '0 people/202 grade forms.not-a-choice',
      '1 people/203 email forms.not-unique',
      '2 people/204 team forms.points-nowhere',
      '3 people/2055 number test.length',
      '5 people/201 number forms.duplicate-key',
      '6 people/201 - forms.stale-version',
      '7 teams/Sales - forms.in-use',
      '8 people/206 - administration.twice',
      '9 people/ - forms.key-missing',
      '10 nowhere/ - forms.unknown-form',
    ]);
    assert.equal(await stored(), before);
    assert.equal(events.length, 2);
  }));

test('a stale version says who was faster', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201'));
    const change = { kind: 'change', form: 'people', key: '201', version: 1 } as const;
    await done(administration, { ...change, patch: { name: 'Bea' } });
    const [refusal] = await refused(administration, { ...change, patch: { name: 'Cleo' } });
    assert.equal(refusal?.words, '201 was changed by anne in the meantime (version 2, not 1).');
  }));

test('of two changes made at the same time on the same version one is refused', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201'));
    const change = { kind: 'change', form: 'people', key: '201', version: 1 } as const;
    const both = ['Bea', 'Cleo'].map((name) => administration.change(anne, [{ ...change, patch: { name } }]));
    assert.deepEqual(
      (await Promise.all(both)).map(({ ok }) => ok),
      [true, false],
    );
    assert.equal(administration.configuration.records(people).get('201')?.name, 'Bea');
  }));

test('what was changed behind its back is not overwritten', () =>
  withBed(async ({ administration, restarted }) => {
    await done(administration, person('201'));
    const other = await restarted();
    await done(other, { kind: 'change', form: 'people', key: '201', patch: { name: 'Bea' } });
    const change: Change = { kind: 'change', form: 'people', key: '201', patch: { name: 'Cleo' } };
    assert.deepEqual(
      (await refused(administration, change)).map(({ code }) => code),
      ['storage.conflict'],
    );
    assert.equal((await restarted()).configuration.records(people).get('201')?.name, 'Bea');
  }));

test('references are checked in the state that a change leads to', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201', { team: 'New' }), add('teams', { name: 'New' }));
    assert.deepEqual(codesOf(await refused(administration, remove('teams', 'New'))), ['0 teams/New - forms.in-use']);
    await done(administration, remove('teams', 'New'), remove('people', '201'));
    assert.equal(administration.configuration.records(teams).size, 0);
  }));

test('a list of references keeps its order, names each record once, and holds on to all of them', () =>
  withBed(async ({ administration }) => {
    const order = (...given: readonly string[]): Change => ({
      ...{ kind: 'change', form: 'teams', key: 'Sales' },
      patch: { order: given },
    });
    await done(administration, add('teams', { name: 'Sales' }), person('201'), person('202'), person('203'));
    await done(administration, order('203', '201', '203'));
    assert.deepEqual(administration.configuration.records(teams).get('Sales')?.order, ['203', '201']);
    assert.deepEqual(codesOf(await refused(administration, order('201', '999', '998'))), [
      '0 teams/Sales order forms.points-nowhere',
      '0 teams/Sales order forms.points-nowhere',
    ]);
    for (const number of ['201', '203'])
      assert.deepEqual(codesOf(await refused(administration, remove('people', number))), [
        `0 people/${number} - forms.in-use`,
      ]);
    await done(administration, remove('people', '202'), remove('people', '203'), order('201'));
    await done(administration, order(), remove('people', '201'));
  }));

test('rules look at the state that a change leads to', () =>
  withBed(async ({ administration }) => {
    await done(administration, { kind: 'change', form: 'settings', patch: { length: 4 } }, person('2001'));
    assert.deepEqual(codesOf(await refused(administration, person('201'))), ['0 people/201 number test.length']);
  }));

test('a copy takes over everything but key, secrets and what must be unique', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201', { name: 'Anne', grade: 'high', pin: 'first-pin' }));
    const { records } = await done(administration, {
      kind: 'add',
      form: 'people',
      copyOf: '201',
      patch: { number: '202' },
    });
    assert.deepEqual(
      { ...administration.configuration.records(people).get('202') },
      {
        ...{ number: '202', name: 'Anne', team: '', email: '', grade: 'high', from: [], pin: true },
      },
    );
    assert.notEqual(records[0]?.made.pin?.reveal() ?? 'first-pin', 'first-pin');
    const missing: Change = { kind: 'add', form: 'people', copyOf: '999', patch: { number: '203' } };
    assert.deepEqual(codesOf(await refused(administration, missing)), ['0 people/203 - forms.no-such-record']);
  }));

test('a dry run tells the difference, makes no secret known and writes nothing', () =>
  withBed(async ({ administration, stored }) => {
    const before = await stored();
    const result = await administration.change(anne, [person('201', { name: 'Anne' })], { dryRun: true });
    assert.ok(result.ok);
    assert.equal(result.value.dryRun, true);
    assert.deepEqual(result.value.records[0]?.made, {});
    assert.ok(result.value.records[0]?.differences.some(({ field, new: now }) => field === 'name' && now === 'Anne'));
    assert.equal(await stored(), before);
    assert.equal(administration.configuration.records(people).size, 0);
  }));

test('a snapshot that somebody holds does not change under them', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201'));
    const held = administration.configuration;
    await done(administration, person('202'), remove('people', '201'));
    assert.deepEqual([...held.records(people).keys()], ['201']);
    assert.deepEqual([...administration.configuration.records(people).keys()], ['202']);
    assert.ok(Object.isFrozen(held.records(people).get('201')));
  }));

test('a listener that throws harms neither the change nor the other listeners', () =>
  withBed(async ({ administration, events }) => {
    administration.onChange(people, () => {
      throw new Error('mine');
    });
    const names: string[] = [];
    const end = administration.onChange(people, ({ after }) => names.push(after?.name ?? ''));
    await done(administration, person('201', { name: 'Anne' }), add('teams', { name: 'Sales' }));
    end();
    await done(administration, person('202', { name: 'Bea' }));
    assert.deepEqual(names, ['Anne']);
    assert.equal(events.length, 3);
  }));
