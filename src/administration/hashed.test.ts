// Tests of hashed secrets: kept as they were hashed, told once when made, revealed never; and of what is settled and ruled with them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logins, people } from './examples/testing.ts';
import { add, anne, codesOf, copy, done, person, refused, withBed } from './testing.ts';

const login = (name: string, more: Record<string, unknown> = {}) => add('logins', { name, ...more });
const password = (text: string) => ({ kind: 'change', form: 'logins', key: 'eva', patch: { password: text } }) as const;

test('a password is kept as its hash, before and after a restart, and given back by nothing', () =>
  withBed(async ({ administration, restarted, stored, trail }) => {
    await done(administration, login('eva', { password: 'open-sesame' }));
    for (const now of [administration, await restarted()]) {
      assert.equal(now.kept(logins, 'eva', 'password'), 'hash of open-sesame');
      const revealed = now.reveal(logins, 'eva', 'password');
      assert.equal(!revealed.ok && revealed.refusal.code, 'administration.no-such-secret');
      const view = await now.get(anne, 'logins', 'eva');
      assert.equal(view.ok && view.value.values.password, 'set');
    }
    const exported = await administration.exportRecords(anne, 'logins', 'json');
    const history = await administration.history(anne, 'logins', 'eva');
    const found = await administration.search(anne, 'sesame');
    const surfaces = JSON.stringify([exported, history, found, await trail()]);
    assert.doesNotMatch(surfaces, /sesame|hash of/);
    assert.match(await stored(), /hash of open-sesame/);
    assert.equal(administration.kept(logins, 'eva', 'name'), undefined);
  }));

test('a sealed secret is not given as a kept one', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201', { pin: 'first-pin' }));
    assert.equal(administration.kept(people, '201', 'pin'), undefined);
  }));

test('a password that is made is told once, and the record is settled by it', () =>
  withBed(async ({ administration }) => {
    const added = await done(administration, login('eva'));
    assert.equal(added.records[0]?.made.password?.reveal(), 'made-once');
    assert.equal(administration.configuration.records(logins).get('eva')?.state, 'new');
    await done(administration, { kind: 'change', form: 'logins', key: 'eva', patch: { state: 'open' } });
    await done(administration, password('another'));
    assert.equal(administration.configuration.records(logins).get('eva')?.state, 'open');
    const dry = await administration.change(anne, [password('')], { dryRun: true });
    assert.ok(dry.ok);
    assert.deepEqual(
      dry.value.records[0]?.differences.map((one) => [one.field, one.old, one.new]),
      [
        ['password', '(set)', '(set anew)'],
        ['state', 'open', 'new'],
      ],
    );
    assert.deepEqual(
      [dry.value.records[0]?.made, administration.kept(logins, 'eva', 'password')],
      [{}, 'hash of another'],
    );
    const reset = await done(administration, password(''));
    assert.equal(reset.records[0]?.made.password?.reveal(), 'made-once');
    assert.equal(administration.kept(logins, 'eva', 'password'), 'hash of made-once');
  }));

test('a password that was used before is refused, in a dry run too, and nothing is changed', () =>
  withBed(async ({ administration, stored }) => {
    await done(administration, login('eva', { password: 'open-sesame' }));
    const before = await stored();
    for (const dryRun of [true, false]) {
      const result = await administration.change(anne, [password('open-sesame')], { dryRun });
      assert.deepEqual(!result.ok && codesOf(result.refusal), ['0 logins/eva password test.used-before']);
    }
    assert.equal(await stored(), before);
  }));

test('the rules of a password are told with all other refusals, and repeat nothing of it', () =>
  withBed(async ({ administration }) => {
    const refusals = await refused(
      administration,
      login('eva', { password: 'eva-1234' }),
      login('ben', { note: 'a\nb\nc\nd' }),
    );
    assert.deepEqual(codesOf(refusals), ['0 logins/eva password test.weak', '1 logins/ben note forms.not-text']);
    assert.doesNotMatch(JSON.stringify(refusals), /1234/);
  }));

test('a copy has a password of its own', () =>
  withBed(async ({ administration }) => {
    await done(administration, login('eva', { password: 'open-sesame', note: 'One\nTwo', policy: 'a=read' }));
    await done(administration, copy('logins', 'eva', { name: 'ben' }));
    assert.equal(administration.kept(logins, 'ben', 'password'), 'hash of made-once');
    const { note, policy } = administration.configuration.records(logins).get('ben') ?? {};
    assert.deepEqual([note, policy], ['One\nTwo', { a: 'read' }]);
  }));

test('passwords of an import are hashed each', () =>
  withBed(async ({ administration }) => {
    const csv = 'name,password,note\neva,first-one,"a\nb"\nben,,\n';
    const imported = await administration.importRecords(anne, 'logins', csv, { format: 'csv', mode: 'add' });
    assert.ok(imported.ok);
    assert.deepEqual([...imported.value.made.keys()], ['ben']);
    assert.equal(administration.kept(logins, 'eva', 'password'), 'hash of first-one');
    assert.equal(administration.kept(logins, 'ben', 'password'), 'hash of made-once');
    assert.equal(administration.configuration.records(logins).get('eva')?.note, 'a\nb');
  }));
