// Timing: a refused login does the same work whatever the reason, and is answered at the same moments. Counted, not measured: what
// the clock of a busy machine says proves nothing. bench/login measures.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Secret } from '#base';
import { type Bureau, password, shownOf, type Trying, value, withBureau } from '../accounts/bureau.ts';

interface Work {
  readonly hashes: number;
  readonly transactions: number;
}

const same: Work = { hashes: 1, transactions: 1 };
const from = { address: '192.0.2.9', agent: 'Test/1.0' };
const wrongPassword = 'Not-the-Password-1';
let source = 0;

/** What a login costs that ends with this code. */
async function workOf(
  t: TestContext,
  bureau: Bureau,
  [loginId, clear, trying]: readonly [string, string, Trying],
  code: string,
): Promise<Work> {
  const hashes = bureau.hashes;
  const written = t.mock.method(bureau.storage, 'transaction');
  // Each from elsewhere: no source has to wait.
  const address = `198.51.100.${source++ % 250}`;
  assert.deepEqual(await bureau.tries(loginId, clear, { tool: 'desktop', address, ...trying }), [code], loginId);
  const transactions = written.mock.callCount();
  written.mock.restore();
  return { hashes: bureau.hashes - hashes, transactions };
}

async function withFactor(bureau: Bureau, loginId: string): Promise<void> {
  const shown = shownOf(value(await bureau.login(loginId, password, { tool: 'desktop' })));
  const { factors } = bureau.accounts;
  const { TOTP, Secret: Base32 } = await import('otpauth');
  const begun = value(await factors.beginTotp(shown, new Secret(password), 'Phone', from));
  const code = new TOTP({ secret: Base32.fromBase32(begun.secret) }).generate({ timestamp: bureau.clock.nowMs() });
  value(await factors.finishTotp(shown, begun.id, code, from));
}

test('every refused login makes one hash and one transaction: unknown, wrong, disabled, locked, of another tool, with a wrong second factor', (t) =>
  withBureau(async (bureau) => {
    for (const loginId of ['anne', 'bert', 'carl', 'dora', 'emil']) await bureau.person(loginId, { desktop: true });
    await withFactor(bureau, 'dora');
    await bureau.set('bert', { status: 'disabled' });
    const refused: Readonly<Record<string, readonly [string, string, Trying]>> = {
      unknown: ['nobody', password, {}],
      'no name that can be one': ['No Name|', password, {}],
      wrong: ['anne', wrongPassword, {}],
      'wrong, the second time': ['anne', wrongPassword, {}],
      'wrong, which locks': ['anne', wrongPassword, {}],
      'locked, right': ['anne', password, {}],
      'locked, wrong': ['anne', wrongPassword, {}],
      'disabled, right': ['bert', password, {}],
      'disabled, wrong': ['bert', wrongPassword, {}],
      'another tool': ['carl', password, { tool: 'system-administration' }],
      'wrong, with a second factor': ['dora', wrongPassword, { secondFactor: { kind: 'totp', code: '000000' } }],
    };
    for (const [kind, wish] of Object.entries(refused))
      assert.deepEqual(await workOf(t, bureau, wish, 'security.login-refused'), same, kind);
    assert.equal(bureau.status('anne'), 'locked-temporary');
    const asked = await workOf(t, bureau, ['dora', password, {}], 'security.second-factor-needed');
    assert.deepEqual(asked, same, 'the second factor is asked for');
    for (const kind of ['totp', 'recovery'] as const) {
      const wish = ['dora', password, { secondFactor: { kind, code: '000000' } }] as const;
      assert.deepEqual(await workOf(t, bureau, wish, 'security.second-factor-wrong'), same, kind);
    }
    // And so does one that is taken: nothing is told by the work of those that are not.
    assert.deepEqual(await workOf(t, bureau, ['emil', password, {}], 'ok'), same);
  }));

test('an answer comes at its moment, not when the work is done', () =>
  withBureau(
    async (bureau) => {
      for (const loginId of ['nobody', 'security']) {
        let answered = false;
        const login = bureau.tries(loginId, wrongPassword).then((codes) => {
          answered = true;
          return codes;
        });
        const entries = await bureau.trail.entries();
        while ((await bureau.trail.entries()).length === entries.length)
          await new Promise((resolve) => setImmediate(resolve));
        for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
        bureau.clock.advance(249);
        await new Promise((resolve) => setImmediate(resolve));
        assert.equal(answered, false, loginId);
        bureau.clock.advance(1);
        assert.deepEqual(await login, ['security.login-refused']);
      }
    },
    { answerEveryMs: 250 },
  ));
