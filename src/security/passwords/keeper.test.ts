// What is kept of passwords, and which may not be used again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, Secret } from '#base';
import { PasswordKeeper } from './keeper.ts';
import { readKept } from './kept-password.ts';
import { Passwords } from './passwords.ts';

const cheap = { memoryKib: 64, passes: 1, lanes: 1 };
const place = { form: 'user-authorization-profiles', key: 'anne', field: 'password' };

class Account {
  limit: number;
  kept: string | undefined;
  readonly clock = new FakeClock();
  readonly passwords = new Passwords(cheap);
  readonly keeper = new PasswordKeeper({
    ...{ passwords: this.passwords, clock: this.clock },
    previousPasswordLimit: () => this.limit,
  });

  constructor(limit: number) {
    this.limit = limit;
  }

  /** `ok`, or why not. */
  async set(text: string, made = false): Promise<string> {
    const next = await this.keeper.next(place, this.kept, new Secret(text), made);
    if (!next.ok) return next.refusal.map(({ code }) => code).join();
    this.kept = next.value;
    return 'ok';
  }

  own(text: string): Promise<string> {
    return this.keeper.asOwn('anne', () => this.set(text));
  }
}

const used = 'security.password-used-before';

test('neither the current password nor as many before it as is set may be used again', async () => {
  for (const limit of [0, 1, 5, 24]) {
    const account = new Account(limit);
    for (let count = 0; count <= limit + 1; count++) assert.equal(await account.own(`word ${count}`), 'ok');
    for (let count = 1; count <= limit + 1; count++) assert.equal(await account.own(`word ${count}`), used);
    assert.equal(await account.own('word 0'), 'ok', `limit ${limit}`);
  }
});

test('a limit that is raised remembers what is still there; one that is lowered forgets', async () => {
  const account = new Account(2);
  for (const text of ['a', 'b', 'c', 'd']) await account.own(text);
  account.limit = 24;
  assert.equal(await account.own('b'), used);
  account.limit = 0;
  assert.equal(await account.own('c'), 'ok');
});

test('only a password that its own person has chosen need not be changed', async () => {
  const account = new Account(5);
  const oneTime = () => readKept(account.kept)?.oneTime;
  await account.set('made at random', true);
  assert.equal(oneTime(), true);
  assert.equal(await account.own('made at random'), used);
  assert.equal(await account.own('chosen'), 'ok');
  assert.equal(oneTime(), false);
  await account.set('by an administrator');
  assert.equal(oneTime(), true);
  assert.equal(await account.own('by an administrator'), used);
  await account.set('made again', true);
  assert.equal(await account.own('chosen'), used, 'what a person has chosen is remembered over a reset');
});

test('what is kept: hashes and a moment, and no password', async () => {
  const account = new Account(2);
  for (const text of ['first word', 'second word']) await account.own(text);
  const kept = readKept(account.kept);
  assert.deepEqual([kept?.setAtMs, kept?.earlier.length], [account.clock.nowMs(), 2]);
  assert.ok(kept);
  assert.ok([kept.hash, ...kept.earlier].every((hash) => hash.startsWith('$argon2id$')));
  const salts = new Set([kept.hash, ...kept.earlier].map((hash) => hash.split('$')[4]));
  assert.equal(salts.size, 1, 'all are compared by one hash');
  assert.equal(new Set(kept.earlier).size, 2);
  assert.ok(!/word/.test(account.kept ?? ''));
});

test('passwords of another cost are compared by their own', async () => {
  const account = new Account(5);
  for (const text of ['a', 'b']) await account.own(text);
  const later = new PasswordKeeper({
    ...{ passwords: new Passwords({ ...cheap, passes: 2 }), clock: account.clock },
    previousPasswordLimit: () => 5,
  });
  const next = (text: string) => later.asOwn('anne', () => later.next(place, account.kept, new Secret(text)));
  for (const text of ['a', 'b']) assert.equal((await next(text)).ok, false);
  const fresh = await next('c');
  assert.ok(fresh.ok);
  assert.match(readKept(fresh.value)?.hash ?? '', /t=2/);
});

test('a text that cannot be read is no password', () => {
  for (const text of [undefined, '', '{', 'null', '[]', '{"hash":1}', '{"hash":"x","setAtMs":1,"oneTime":true}'])
    assert.equal(readKept(text), undefined);
});
