// Tests of views: read like forms, acted upon only by who may, on record before it is done, and never changed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lamps } from './examples/testing.ts';
import { add, anne, codesOf, done, refused, remove, withBed } from './testing.ts';

test('a view is listed and described beside the forms, with what can be done with it', () =>
  withBed(async ({ administration }) => {
    const listed = administration.list(anne).find(({ id }) => id === 'lamps');
    assert.deepEqual(listed, {
      ...{ id: 'lamps', title: 'Lamps', kind: 'view', group: 'System', single: false, duty: 'configuration' },
      ...{ records: 3, operations: ['read', 'export', 'act'] },
    });
    const shown = administration.show(anne, 'lamps');
    assert.deepEqual(shown.ok && shown.value.actions.map(({ name }) => name), ['switchOff']);
  }));

test('a view is searched, filtered, sorted and paged as a form is', () =>
  withBed(async ({ administration }) => {
    const keys = async (query: Parameters<typeof administration.query>[2]) => {
      const page = await administration.query(anne, 'lamps', query);
      assert.ok(page.ok, JSON.stringify(page));
      return page.value.records.map(({ key }) => key);
    };
    assert.deepEqual(await keys({}), ['Attic 9', 'attic 10', 'Yard']);
    assert.deepEqual(await keys({ sort: 'watts', descending: true }), ['Attic 9', 'Yard', 'attic 10']);
    assert.deepEqual(await keys({ search: 'ATTIC' }), ['Attic 9', 'attic 10']);
    assert.deepEqual(await keys({ where: { lit: 'yes' }, offset: 1, limit: 1 }), ['Yard']);
    const wrong = await administration.query(anne, 'lamps', { sort: 'colour' });
    assert.equal(!wrong.ok && wrong.refusal.code, 'administration.wrong-query');
  }));

test('one record of a view is found by its exact key', () =>
  withBed(async ({ administration }) => {
    const found = await administration.get(anne, 'lamps', 'Yard');
    assert.deepEqual(found.ok && found.value, {
      ...{ key: 'Yard', version: 0, changedAtMs: 0, changedBy: '' },
      values: { place: 'Yard', watts: 40, lit: true },
    });
    for (const [key, code] of [
      ['yard', 'forms.no-such-record'],
      ['Yard 2', 'forms.no-such-record'],
      [undefined, 'forms.key-missing'],
    ] as const) {
      const missing = await administration.get(anne, 'lamps', key);
      assert.equal(!missing.ok && missing.refusal.code, code);
    }
  }));

test('an action is on record before it is done', () =>
  withBed(async ({ administration, off, trail }) => {
    assert.ok((await administration.act(anne, 'lamps', 'switchOff', 'Yard')).ok);
    assert.deepEqual(off, ['switchOff Yard']);
    assert.deepEqual(await trail(), ['switchOff Form: Lamps; Key: Yard']);
  }));

test('an action that there is not, or upon nothing, is refused and not on record', () =>
  withBed(async ({ administration, off, trail }) => {
    const attempts = [
      ['lamps', 'switchOff', 'Cellar', 'forms.no-such-record'],
      ['lamps', 'explode', 'Yard', 'administration.no-such-action'],
      ['lamps', 'toString', 'Yard', 'administration.no-such-action'],
      ['people', 'switchOff', '201', 'administration.no-such-action'],
      ['nowhere', 'switchOff', 'Yard', 'forms.unknown-form'],
    ] as const;
    for (const [view, action, key, code] of attempts) {
      const result = await administration.act(anne, view, action, key);
      assert.equal(!result.ok && result.refusal.code, code);
    }
    assert.deepEqual([off, await trail()], [[], []]);
  }));

test('a view is exported, formulas neutralised, on record', () =>
  withBed(async ({ administration, trail }) => {
    const csv = await administration.exportRecords(anne, 'lamps', 'csv');
    assert.equal(
      csv.ok && csv.value,
      '"place","watts","lit"\r\n"Attic 9","100","no"\r\n"attic 10","9","yes"\r\n"Yard","40","yes"\r\n',
    );
    const json = await administration.exportRecords(anne, 'lamps', 'json');
    assert.deepEqual(json.ok && JSON.parse(json.value).at(-1), { place: 'Yard', watts: 40, lit: true });
    assert.deepEqual(await trail(), Array(2).fill('export Form: Lamps; Records: 3'));
  }));

test('a view is not changed, imported or asked for its history', () =>
  withBed(async ({ administration, stored }) => {
    const before = await stored();
    const refusals = await refused(
      administration,
      add('lamps', { place: 'Cellar' }),
      { kind: 'change', form: 'lamps', key: 'Yard', patch: { lit: false } },
      remove('lamps', 'Yard'),
    );
    assert.deepEqual(codesOf(refusals), [
      ...['0 lamps/ - administration.only-a-view', '1 lamps/Yard - administration.only-a-view'],
      '2 lamps/Yard - administration.only-a-view',
    ]);
    const imported = await administration.importRecords(anne, 'lamps', 'place\nx\n', { format: 'csv', mode: 'add' });
    assert.equal(!imported.ok && imported.refusal[0]?.code, 'administration.only-a-view');
    const history = await administration.history(anne, 'lamps', 'Yard');
    assert.equal(!history.ok && history.refusal.code, 'administration.only-a-view');
    assert.equal(await stored(), before);
  }));

test('a view without a source is empty, and its actions are not there yet', () =>
  withBed(async ({ administration }) => {
    administration.source(lamps, {
      query: async () => ({ ok: true, value: { total: 0, offset: 0, records: [] } }),
      count: () => 0,
    });
    assert.equal(administration.list(anne).find(({ id }) => id === 'lamps')?.records, 0);
    const there = { key: 'Yard', version: 0, changedAtMs: 0, changedBy: '', values: {} };
    const page = { ok: true, value: { total: 1, offset: 0, records: [there] } } as const;
    administration.source(lamps, { query: () => page, count: () => 1 });
    const result = await administration.act(anne, 'lamps', 'switchOff', 'Yard');
    assert.equal(!result.ok && result.refusal.code, 'administration.not-running');
  }));

test('who may not act is refused, who may not see a view knows of none; both are noted', () =>
  withBed(
    async ({ administration, off, notes }) => {
      const reading = await administration.act({ ...anne, user: 'bea' }, 'lamps', 'switchOff', 'Yard');
      assert.equal(!reading.ok && reading.refusal.code, 'administration.not-permitted');
      const cleo = { ...anne, user: 'cleo' };
      const answers = [
        await administration.act(cleo, 'lamps', 'switchOff', 'Yard'),
        await administration.query(cleo, 'lamps'),
        await administration.get(cleo, 'lamps', 'Yard'),
        await administration.exportRecords(cleo, 'lamps', 'csv'),
        administration.show(cleo, 'lamps'),
      ];
      for (const answer of answers) assert.equal(!answer.ok && answer.refusal.code, 'forms.unknown-form');
      const changed = await administration.change(cleo, [remove('lamps', 'Yard')]);
      assert.deepEqual(!changed.ok && codesOf(changed.refusal), ['0 lamps/Yard - forms.unknown-form']);
      assert.deepEqual(off, []);
      assert.deepEqual(notes.slice(0, 2), ['bea act refused: Form: Lamps', 'cleo act refused: Form: Lamps']);
      assert.ok(!administration.list(cleo).some(({ id }) => id === 'lamps'));
      await done(administration, add('teams', { name: 'Sales' }));
    },
    {
      may: ({ user }, { id }, operation) => {
        if (user === 'anne' || id !== 'lamps') return 'allowed';
        if (user === 'cleo') return 'invisible';
        return operation === 'read' ? 'allowed' : 'refused';
      },
    },
  ));
