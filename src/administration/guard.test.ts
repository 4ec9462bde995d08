// Tests of what is asked beyond which form it is: duties of fields, the guard, and that hidden forms stay hidden in refusals.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Wish } from '#security';
import type { May } from './access.ts';
import type { Change } from './requests.ts';
import { add, anne, codesOf, copy, done, person, refused, remove, withBed } from './testing.ts';

const bea = { ...anne, user: 'bea' };
const guard = { ...anne, user: 'guard' };
const change = (form: string, key: string, patch: Record<string, unknown>): Change => ({
  kind: 'change',
  ...{ form, key, patch },
});

test('a field of security is changed by the security administrator alone, and the others by anybody else', () =>
  withBed(
    async ({ administration, stored }) => {
      await done(administration, add('logins', { name: 'eva' }));
      const before = await stored();
      const weakened = await administration.change(bea, [change('logins', 'eva', { guarded: 'no', note: 'x' })]);
      assert.deepEqual(!weakened.ok && codesOf(weakened.refusal), [
        '0 logins/eva guarded administration.not-your-duty',
      ]);
      assert.match(!weakened.ok ? (weakened.refusal[0]?.words ?? '') : '', /only by the security administrator/);
      const both = await administration.change(guard, [change('logins', 'eva', { guarded: 'no', note: 'x' })]);
      assert.deepEqual(!both.ok && codesOf(both.refusal), ['0 logins/eva note administration.not-your-duty']);
      assert.equal(await stored(), before);
      assert.ok((await administration.change(guard, [change('logins', 'eva', { guarded: 'no' })])).ok);
      assert.ok((await administration.change(bea, [change('logins', 'eva', { note: 'x', guarded: false })])).ok);
    },
    {
      duties: ({ user }) =>
        user === 'anne' ? ['configuration', 'security'] : user === 'bea' ? ['configuration'] : ['security'],
    },
  ));

test('a new record, a copy and an import have what is not theirs to give as it initially is', () =>
  withBed(
    async ({ administration }) => {
      const given = await administration.change(bea, [add('logins', { name: 'eva', guarded: 'no' })]);
      assert.deepEqual(!given.ok && codesOf(given.refusal), ['0 logins/eva guarded administration.not-your-duty']);
      assert.ok((await administration.change(bea, [add('logins', { name: 'eva', guarded: 'yes' })])).ok);
      await done(administration, add('logins', { name: 'open', guarded: 'no' }));
      const copied = await administration.change(bea, [copy('logins', 'open', { name: 'two' })]);
      assert.equal(!copied.ok && copied.refusal[0]?.code, 'administration.not-your-duty');
      const csv = 'name,guarded\neva,no\n';
      const imported = await administration.importRecords(bea, 'logins', csv, { format: 'csv', mode: 'upsert' });
      assert.deepEqual(!imported.ok && imported.refusal.map(({ row, code }) => [row, code]), [
        [2, 'administration.not-your-duty'],
      ]);
    },
    { duties: ({ user }) => (user === 'anne' ? ['configuration', 'security'] : ['configuration']) },
  ));

test('the guard is asked for every record that would change, with what it was and what it would be', () => {
  const wishes: string[] = [];
  const ask = ({ actor, form, operation, key, before, after, secrets, copyOf, look }: Wish) => {
    const parts = [actor.user, operation, form.id, key, before?.name, after?.name, secrets.join(), copyOf];
    wishes.push([...parts, [...look.keys('people')].join()].join(' '));
    return [];
  };
  return withBed(
    async ({ administration }) => {
      await done(administration, person('201', { name: 'Anne' }));
      await done(
        administration,
        copy('people', '201', { number: '202' }),
        change('people', '201', { name: 'Bea', pin: 'secret-pin' }),
        add('teams', { name: 'Sales' }),
      );
      await done(administration, change('people', '201', { name: 'Bea' }), remove('people', '202'));
      assert.deepEqual(wishes, [
        'anne add people 201  Anne pin  201',
        ...['anne copy people 202  Anne pin 201 201,202', 'anne change people 201 Anne Bea pin  201,202'],
        ...['anne add teams Sales  Sales   201,202', 'anne delete people 202 Anne    201'],
      ]);
    },
    {
      guard: (wish) => ask(wish),
    },
  );
});

test('what the guard refuses is told with everything else, and nothing is made', () =>
  withBed(
    async ({ administration, stored }) => {
      const before = await stored();
      assert.deepEqual(codesOf(await refused(administration, person('201', { team: 'None' }), person('202'))), [
        ...[
          '0 people/201 name test.guarded',
          '0 people/201 team forms.points-nowhere',
          '1 people/202 name test.guarded',
        ],
      ]);
      assert.equal(await stored(), before);
    },
    { guard: () => [{ code: 'test.guarded', words: 'Guarded.', field: 'name' }] },
  ));

/** Bea does not know that there are people, or settings. */
const blind: May = ({ user }, { id }) =>
  user === 'bea' && (id === 'people' || id === 'settings') ? 'invisible' : 'allowed';

test('what is used by records that one may not see is refused without naming them', () =>
  withBed(
    async ({ administration }) => {
      const members = Array.from({ length: 7 }, (_, index) => person(`20${index}`, { team: 'Sales' }));
      await done(administration, add('teams', { name: 'Sales' }), ...members);
      const hidden = await administration.change(bea, [remove('teams', 'Sales')]);
      assert.deepEqual(!hidden.ok && codesOf(hidden.refusal), ['0 teams/Sales - forms.in-use']);
      assert.doesNotMatch(JSON.stringify(hidden), /People|20[0-9]|people|7/);
      const [seen] = await refused(administration, remove('teams', 'Sales'));
      assert.match(seen?.words ?? '', /People 200, People 201.*and 2 more/);
    },
    { may: blind },
  ));

test('a reference to a form that one may not see is checked, and the form is not named', () =>
  withBed(
    async ({ administration }) => {
      const result = await administration.change(bea, [person('201', { team: 'Nobody' })]);
      assert.deepEqual(!result.ok && codesOf(result.refusal), ['0 people/201 team forms.points-nowhere']);
      assert.doesNotMatch(JSON.stringify(result), /Teams/);
      const shown = administration.show(bea, 'people');
      assert.ok(shown.ok);
      assert.doesNotMatch(JSON.stringify(shown.value), /teams/);
      await done(administration, add('teams', { name: 'Sales' }));
      assert.ok((await administration.change(bea, [person('201', { team: 'Sales' })])).ok);
    },
    { may: ({ user }, { id }) => (user === 'bea' && id === 'teams' ? 'invisible' : 'allowed') },
  ));

test('what a rule finds in a form that one may not see is told without its words', () =>
  withBed(
    async ({ administration }) => {
      await done(administration, { kind: 'change', form: 'settings', patch: { length: 4 } });
      const hidden = await administration.change(bea, [person('201', { name: 'Nobody' })]);
      assert.deepEqual(!hidden.ok && hidden.refusal.map(({ code, words }) => [code, words]), [
        ['administration.hidden-conflict', 'Number does not agree with a form that you may not see.'],
        ['test.nobody', 'Nobody is no name.'],
      ]);
      assert.deepEqual(codesOf(await refused(administration, person('201', { name: 'Nobody' }))), [
        ...['0 people/201 number test.length', '0 people/201 name test.nobody'],
      ]);
    },
    { may: ({ user }, { id }) => (user === 'bea' && id === 'settings' ? 'invisible' : 'allowed') },
  ));

test('whoever may not see a form finds nothing of it: not listed, not described, not found, not in the past', () =>
  withBed(
    async ({ administration, notes }) => {
      await done(administration, person('201', { name: 'Anne' }));
      const listed = administration.list(bea).map(({ id }) => id);
      assert.deepEqual(listed, ['teams', 'logins', 'lamps']);
      const history = await administration.history(bea, 'people', '201');
      assert.equal(!history.ok && history.refusal.code, 'forms.unknown-form');
      assert.deepEqual(await administration.lastChanges(bea, 10), []);
      assert.equal((await administration.lastChanges(anne, 10)).length, 1);
      for (const text of ['people', '201', 'anne', 'pin']) assert.deepEqual(await administration.search(bea, text), []);
      const [known, unknown] = [await administration.undo(bea, 1), await administration.undo(bea, 99)];
      const told = (answer: typeof known) => JSON.stringify(answer).replace('99', '1');
      assert.equal(told(known), told(unknown));
      assert.deepEqual(notes, Array(2).fill('bea read refused: Form: People'));
    },
    { may: blind },
  ));

test('what somebody may do with a form is told with it', () =>
  withBed(
    async ({ administration }) => {
      const people = administration.list(bea).find(({ id }) => id === 'people');
      assert.deepEqual(people?.operations, ['read', 'change']);
      const shown = administration.show(bea, 'logins');
      assert.ok(shown.ok);
      assert.deepEqual(shown.value.operations, ['read', 'change']);
      const changeable = shown.value.fields.filter((field) => field.changeable).map(({ name }) => name);
      assert.deepEqual(changeable, ['password', 'state', 'note', 'policy']);
    },
    {
      may: ({ user }, _, operation) =>
        user === 'anne' || ['read', 'change'].includes(operation) ? 'allowed' : 'refused',
      duties: () => ['configuration'],
    },
  ));
