// Tests of the search: what is found, in which order, bounded, and never by a secret.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '#base';
import type { Administration } from './administration.ts';
import { add, anne, done, person, withBed } from './testing.ts';

async function found(administration: Administration, text: string): Promise<readonly string[]> {
  const all = await administration.search(anne, text);
  return all.map(({ kind, form, key, field, words }) => [kind, form, key ?? field ?? '-', words].join(' '));
}

test('forms, fields, help, actions and records are found, the best first', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201', { name: 'Lampard' }), add('teams', { name: 'Lamps' }));
    assert.deepEqual(await found(administration, 'LAMPS'), ['record teams Lamps Lamps', 'form lamps - Lamps']);
    assert.deepEqual(await found(administration, 'lamp'), [
      ...['form lamps - Lamps', 'record teams Lamps Lamps', 'record people 201 201', 'action lamps - Switch off'],
    ]);
    assert.deepEqual(await found(administration, 'net'), ['field people from Networks']);
    assert.deepEqual(await found(administration, 'the networks'), ['help people from Networks']);
  }));

test('all words must be found together, in any order', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201', { name: 'Anne Bell' }), person('202', { name: 'Bea Bell' }));
    assert.deepEqual(await found(administration, 'bell anne'), ['record people 201 201']);
    assert.deepEqual(await found(administration, '  20  BELL '), ['record people 201 201', 'record people 202 202']);
    assert.deepEqual(await found(administration, 'bell cleo'), []);
    assert.deepEqual(await found(administration, '   '), []);
  }));

test('what a record is found by is shown', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201', { name: 'Anne', email: 'bell@example.org' }));
    const [one] = await administration.search(anne, 'bell');
    assert.deepEqual(one, {
      ...{ kind: 'record', form: 'people', formTitle: 'People', key: '201', words: '201', field: 'email' },
      excerpt: 'Email: bell@example.org',
    });
  }));

test('a record is found as it is now', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201', { name: 'Anne' }));
    assert.equal((await found(administration, 'anne')).length, 1);
    await done(administration, { kind: 'change', form: 'people', key: '201', patch: { name: 'Bea' } });
    assert.deepEqual(
      [await found(administration, 'anne'), await found(administration, 'bea')],
      [...[[], ['record people 201 201']]],
    );
  }));

test('no secret is found, nor whether there is one', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201', { pin: 'findme' }), add('logins', { name: 'eva', password: 'findme' }));
    for (const text of ['findme', 'hash of', 'sealed:', '(set)', 'not set'])
      assert.deepEqual(await found(administration, text), [], text);
  }));

test('answers are bounded, however much there is and however long the question', () =>
  withBed(async ({ administration }) => {
    const many = Array.from({ length: 120 }, (_, index) => person(String(300 + index), { name: 'Same' }));
    await done(administration, ...many);
    assert.equal((await administration.search(anne, 'same')).length, limits.forms.found);
    assert.deepEqual(
      await administration.search(anne, 'same '.repeat(100_000)),
      await administration.search(anne, 'same'),
    );
    const words = await administration.search(anne, '__proto__ constructor <script> % _ \\ \0');
    assert.deepEqual(words, []);
  }));
