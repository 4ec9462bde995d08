// A thousand profiles stay quick (ADM-5): made by one import, found, looked after, logged in to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '#base';
import { otherPassword, owner, value, withBureau } from './bureau.ts';

const profiles = 'user-authorization-profiles';
/** Several times what it takes, for a machine that is busy with other tests. */
const most = { importMs: 15_000, lookMs: 1_500, loginMs: 500, pageMs: 100 };

async function took<T>(mostMs: number, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  const tookMs = performance.now() - began;
  assert.ok(tookMs < mostMs, `took ${Math.round(tookMs)} ms, at most ${mostMs}`);
  return result;
}

test('a thousand profiles: imported with one-time passwords, listed, looked after, logged in to', () =>
  withBureau(async (bureau) => {
    const { administration, accounts } = bureau;
    const rows = Array.from(
      { length: 998 },
      (_, count) => `p${count},Person ${count},yes,2030-12-${10 + (count % 20)}`,
    );
    const file = ['loginId,userName,desktop,expiryDate', ...rows, ''].join('\r\n');
    const manner = { format: 'csv', mode: 'add' } as const;
    const imported = await took(most.importMs, () => administration.importRecords(owner, profiles, file, manner));
    const { added, made } = value(imported);
    assert.equal(added, 998);
    await took(most.importMs, () => accounts.settled());
    await took(most.lookMs, () => accounts.look());
    await took(most.pageMs, () => administration.query(owner, profiles, { search: 'person 99', limit: 50 }));
    const one = made.get('p500')?.password ?? new Secret('');
    const first = { tool: 'desktop', next: otherPassword } as const;
    assert.deepEqual(await took(most.loginMs, () => bureau.tries('p500', one.reveal(), first)), ['ok']);
    assert.deepEqual(await took(most.loginMs, () => bureau.tries('p501', 'wrong', first)), ['security.login-refused']);
    assert.deepEqual(
      await bureau.asks(owner, { kind: 'add', form: profiles, patch: { loginId: 'more', userName: 'More' } }),
      ['security.too-many-profiles'],
    );
  }));
