// Passkeys at the login: each challenge for one answer, of one account, from one place; several for one person, each with its name.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits, Secret } from '#base';
import type { FactorOffer, LoginWish, Shown } from '#security';
import { type Lie, SoftKey } from '../../src/security/factors/testing.ts';
import { type Bureau, password, shownOf, type Trying, value, withBureau } from './bureau.ts';

const host = 'pbx.example.org';
const origin = `https://${host}`;
const from = { address: '192.0.2.9', agent: 'Test/1.0', host };
const clear = new Secret(password);
const plain: Trying = { tool: 'desktop', host };

async function add(bureau: Bureau, shown: Shown, name: string, key: SoftKey, lie: Lie = {}): Promise<Shown> {
  const { factors } = bureau.accounts;
  const begun = value(await factors.beginPasskey(shown, clear, name, from));
  const finished = await factors.finishPasskey(shown, begun.id, key.make(begun.options, lie), from);
  return shownOf(value(finished).loggedIn);
}

/** Anne with one passkey. */
const withAnne = (work: (bureau: Bureau, key: SoftKey, shown: Shown) => Promise<void>): Promise<void> =>
  withBureau(async (bureau) => {
    await bureau.person('anne', { desktop: true });
    const key = new SoftKey(origin);
    const shown = shownOf(value(await bureau.login('anne', password, plain)));
    await work(bureau, key, await add(bureau, shown, 'Laptop', key));
  });

async function offered(bureau: Bureau, loginId = 'anne', trying: Trying = plain): Promise<FactorOffer> {
  const asked = await bureau.login(loginId, password, trying);
  const [refusal] = asked.ok ? [] : asked.refusal;
  assert.equal(refusal?.code, 'security.second-factor-needed');
  // This refusal brings it.
  return (refusal as { secondFactor?: FactorOffer }).secondFactor ?? { may: [] };
}

async function wishOf(bureau: Bureau, key: SoftKey, lie: Lie = {}): Promise<NonNullable<LoginWish['secondFactor']>> {
  const { passkey } = await offered(bureau);
  assert.ok(passkey !== undefined);
  return { kind: 'passkey', answer: key.answer(passkey, lie) };
}

const needed = ['security.second-factor-needed'];
const wrong = ['security.second-factor-wrong'];

test('a passkey lets in once for each challenge', () =>
  withAnne(async (bureau, key) => {
    const secondFactor = await wishOf(bureau, key);
    assert.deepEqual(await bureau.tries('anne', password, { ...plain, secondFactor }), ['ok']);
    // The challenge is gone: nothing is judged, and nothing counts.
    assert.deepEqual(await bureau.tries('anne', password, { ...plain, secondFactor }), needed);
    assert.equal(bureau.status('anne'), 'enabled');
  }));

test('a challenge holds for its account, its source, its tool and its time, and is worth nothing after a wrong answer', () =>
  withAnne(async (bureau, key) => {
    await bureau.person('bert', { desktop: true });
    const bertKey = new SoftKey(origin);
    await add(bureau, shownOf(value(await bureau.login('bert', password, plain))), 'Laptop', bertKey);
    const bertsOwn = await offered(bureau, 'bert');
    assert.ok(bertsOwn.passkey !== undefined);
    const stolen = { kind: 'passkey', answer: key.answer(bertsOwn.passkey) } as const;
    assert.deepEqual(await bureau.tries('anne', password, { ...plain, secondFactor: stolen }), needed);
    const elsewhere = await wishOf(bureau, key);
    const far = { ...plain, secondFactor: elsewhere, address: '192.0.2.99' };
    assert.deepEqual(await bureau.tries('anne', password, far), needed);
    const late = await wishOf(bureau, key);
    bureau.clock.advance(limits.factors.waitMs);
    assert.deepEqual(await bureau.tries('anne', password, { ...plain, secondFactor: late }), needed);
    const { passkey } = await offered(bureau);
    assert.ok(passkey !== undefined);
    const unverified = { kind: 'passkey', answer: key.answer(passkey, { verified: false }) } as const;
    assert.deepEqual(await bureau.tries('anne', password, { ...plain, secondFactor: unverified }), wrong);
    const second = { kind: 'passkey', answer: key.answer(passkey) } as const;
    assert.deepEqual(await bureau.tries('anne', password, { ...plain, secondFactor: second }), needed);
  }));

test('the passkey of another account, a copy whose count went back, and one of another origin count and lock', () =>
  withAnne(async (bureau, key) => {
    const good = await wishOf(bureau, key, { counter: 9 });
    assert.deepEqual(await bureau.tries('anne', password, { ...plain, secondFactor: good }), ['ok']);
    const lies: Lie[] = [{ counter: 9 }, { credentialId: 'AAAA' }, { origin: 'https://evil.example' }];
    for (const lie of lies) {
      const secondFactor = await wishOf(bureau, key, { counter: 10, ...lie });
      assert.deepEqual(await bureau.tries('anne', password, { ...plain, secondFactor }), wrong);
    }
    assert.equal(bureau.status('anne'), 'locked-temporary');
  }));

test('under another name, at an address or at a foreign port a passkey is not offered', () =>
  withAnne(async (bureau) => {
    for (const other of ['other.example.org', '192.0.2.1', `${host}:9000`, ''])
      assert.deepEqual(await offered(bureau, 'anne', { ...plain, host: other }), { may: ['recovery'] }, other);
    const { may, passkey } = await offered(bureau);
    assert.deepEqual([may, passkey?.rpId], [['passkey', 'recovery'], host]);
  }));

test('several passkeys, each with its own name; the same one not twice; so many and no more', () =>
  withAnne(async (bureau, key, first) => {
    const { factors } = bureau.accounts;
    const taken = await factors.beginPasskey(first, clear, 'Laptop', from);
    assert.deepEqual(!taken.ok && taken.refusal[0]?.code, 'security.factor-name');
    const begun = value(await factors.beginPasskey(first, clear, 'Again', from));
    assert.deepEqual(
      begun.options.excludeCredentials.map(({ id }) => id),
      [key.id],
    );
    const again = await factors.finishPasskey(first, begun.id, key.make(begun.options), from);
    assert.deepEqual(!again.ok && again.refusal[0]?.code, 'security.passkey-refused');
    let shown = first;
    for (let count = 1; count < limits.factors.passkeys; count++)
      shown = await add(bureau, shown, `Key ${count}`, new SoftKey(origin));
    const more = await factors.beginPasskey(shown, clear, 'One more', from);
    assert.deepEqual(!more.ok && more.refusal[0]?.code, 'security.too-many-passkeys');
    const own = value(factors.own(shown, from));
    assert.deepEqual([own.factors.length, own.factors[0]?.host, own.passkeyHost], [10, host, host]);
  }));

test('what an enrolment brings is judged: not verified, of another origin, or for another challenge is refused', () =>
  withBureau(async (bureau) => {
    await bureau.person('anne', { desktop: true });
    const shown = shownOf(value(await bureau.login('anne', password, plain)));
    const { factors } = bureau.accounts;
    for (const lie of [{ verified: false }, { origin: 'https://evil.example' }, { challenge: 'AAAA' }, { rpId: 'x' }]) {
      const begun = value(await factors.beginPasskey(shown, clear, 'Laptop', from));
      const made = new SoftKey(origin).make(begun.options, lie);
      const refused = await factors.finishPasskey(shown, begun.id, made, from);
      assert.deepEqual(!refused.ok && refused.refusal[0]?.code, 'security.passkey-refused');
      const second = await factors.finishPasskey(shown, begun.id, new SoftKey(origin).make(begun.options), from);
      assert.deepEqual(!second.ok && second.refusal[0]?.code, 'security.factor-not-begun');
    }
    const nowhere = await factors.beginPasskey(shown, clear, 'Laptop', { ...from, host: '192.0.2.1' });
    assert.deepEqual(!nowhere.ok && nowhere.refusal[0]?.code, 'security.passkey-not-here');
    assert.deepEqual(await bureau.storage.secondFactors.all(), []);
  }));
