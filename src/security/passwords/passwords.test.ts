// Tests of password hashing and of the one-time passwords.

import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { limits, Secret } from '#base';
import { looksMade, makeOneTimePassword } from './one-time.ts';
import { Passwords, passwordCost } from './passwords.ts';

const cheap = { memoryKib: 64, passes: 1, lanes: 1 };
const word = new Secret('Grüne Tür 42');

async function hashOf(passwords: Passwords, password: Secret): Promise<string> {
  const made = await passwords.hash(password);
  assert.ok(made.ok);
  return made.value;
}

test('a password fits its own hash and no other', async () => {
  const passwords = new Passwords(cheap);
  const stored = await hashOf(passwords, word);
  assert.match(stored, /^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.deepEqual(await passwords.verify(stored, word), { ok: true, value: true });
  assert.deepEqual(await passwords.verify(stored, new Secret('Grüne Tür 43')), { ok: true, value: false });
  assert.deepEqual(await passwords.verify(undefined, word), { ok: true, value: false });
  assert.notEqual(await hashOf(passwords, word), stored);
});

test('composed and decomposed letters are the same password', async () => {
  const passwords = new Passwords(cheap);
  const stored = await hashOf(passwords, new Secret('T\u00fcr'));
  assert.deepEqual(await passwords.verify(stored, new Secret('Tu\u0308r')), { ok: true, value: true });
});

test('the hash is argon2id as others compute it, at the stored cost', async () => {
  const stored = await hashOf(new Passwords(), new Secret('password'));
  const [, , , cost, salt, hash] = stored.split('$');
  assert.equal(cost, 'm=65536,t=3,p=4');
  const expected = argon2Sync('argon2id', {
    message: 'password',
    nonce: Buffer.from(salt ?? '', 'base64'),
    memory: 65_536,
    passes: 3,
    parallelism: 4,
    tagLength: 32,
  });
  assert.equal(hash, expected.toString('base64').replace('=', ''));
});

test('a stored text that is none of ours is refused, whatever it asks for', async () => {
  const passwords = new Passwords(cheap);
  const stored = await hashOf(passwords, word);
  const damaged = ['', 'Grüne Tür 42', stored.slice(0, -1), stored.replace('argon2id', 'argon2i'), `${stored}$`];
  for (const text of [...damaged, stored.replace('m=64', 'm=9999999'), stored.replace('p=1', 'p=0')]) {
    const verdict = await passwords.verify(text, word);
    assert.ok(!verdict.ok, text);
    assert.equal(verdict.refusal.code, 'security.stored-password-damaged');
  }
});

test('too long, or too many at once, is refused; those who wait are all served', async () => {
  const passwords = new Passwords(cheap);
  const long = await passwords.hash(new Secret('x'.repeat(limits.passwords.bytes + 1)));
  assert.ok(!long.ok);
  assert.equal(long.refusal.code, 'security.password-too-long');
  const { atOnce, waiting } = limits.passwords;
  const from = (count: number) => ({ source: `192.0.2.${count}` });
  const all = await Promise.all(
    Array.from({ length: atOnce + waiting + 5 }, (_, count) => passwords.hash(word, from(count))),
  );
  assert.equal(all.filter((made) => made.ok).length, atOnce + waiting);
  const busy = all.find((made) => !made.ok);
  assert.ok(busy && !busy.ok);
  assert.equal(busy.refusal.code, 'security.passwords-busy');
  assert.ok((await passwords.hash(word)).ok);
});

test('one source fills its own places and no others; those who came later are served before its rest', async () => {
  const passwords = new Passwords(cheap);
  const served: string[] = [];
  const ask = async (source: string): Promise<boolean> => {
    const { ok } = await passwords.verify(undefined, word, source);
    if (ok) served.push(source);
    return ok;
  };
  const flood = Array.from({ length: 100 }, () => ask('192.0.2.66'));
  const others = ['192.0.2.1', '192.0.2.2'].map(ask);
  assert.deepEqual(await Promise.all(others), [true, true]);
  const answered = await Promise.all(flood);
  assert.equal(answered.filter((ok) => ok).length, limits.passwords.atOnce + limits.passwords.perSource);
  const places = ['192.0.2.1', '192.0.2.2'].map((source) => served.indexOf(source));
  assert.ok(Math.max(...places) < limits.passwords.atOnce + 4, served.join(' '));
});

test('a password that was drawn at random is hashed in a moment, and checked with the work of any other', async () => {
  const passwords = new Passwords();
  const random = await passwords.hash(word, { random: true });
  assert.ok(random.ok);
  assert.match(random.value, /\$m=64,t=1,p=1\$/);
  const took = async (stored: string | undefined): Promise<number> => {
    const began = performance.now();
    assert.ok((await passwords.verify(stored, word)).ok);
    return performance.now() - began;
  };
  const [cheapest, nobody] = [await took(random.value), await took(undefined)];
  assert.ok(cheapest > nobody / 4, `${cheapest} against ${nobody}`);
  assert.deepEqual(await passwords.verify(random.value, word), { ok: true, value: true });
});

test('a hash of a lower cost is outdated', async () => {
  const stored = await hashOf(new Passwords(cheap), word);
  assert.equal(new Passwords(cheap).isOutdated(stored), false);
  assert.equal(new Passwords(passwordCost).isOutdated(stored), true);
});

test('one-time passwords meet the strong rules and differ', () => {
  const seen = new Set<string>();
  for (let count = 0; count < 500; count++) {
    const text = makeOneTimePassword().reveal();
    assert.ok(text.length >= 20);
    for (const kind of [/[A-Z]/g, /[a-z]/g, /[0-9]/g, /[^A-Za-z0-9]/g])
      assert.ok((text.match(kind) ?? []).length >= 2, `too few of ${kind} in ${text}`);
    assert.doesNotMatch(text, /(.)\1/);
    assert.ok(looksMade(text));
    seen.add(text);
  }
  assert.equal(seen.size, 500);
});
