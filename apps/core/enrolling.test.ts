// A session that must set up a second factor first: every request of a person but a few is refused, those of later versions too.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok } from '#base';
import { makePortalAnswer, methods } from './requests.ts';
import { CoreForTests, sessionForTests, shownForTests } from './testing.ts';

const free = [
  ...['factors.own', 'factors.passkey.begin', 'factors.passkey.finish', 'factors.totp.begin', 'factors.totp.finish'],
  ...['logout', 'session'],
];

test('it may set one up and leave, and nothing else', async () => {
  const core = new CoreForTests();
  const session = { ...sessionForTests, session: { ...sessionForTests.session, mustEnrol: true } };
  const accounts = { ...core.accounts, session: () => ok(session) };
  const answer = makePortalAnswer(Object.assign(core, { accounts }));
  const allowed: string[] = [];
  for (const [method, { callers }] of methods) {
    if (callers !== 'person' && callers !== 'both') continue;
    const request = { id: 1, method, session: shownForTests, from: { address: '192.0.2.1', agent: 'x' } };
    const answered = await answer(request, { write: async () => undefined, signal: new AbortController().signal });
    const codes = answered.ok ? [] : answered.refusal.map(({ code }) => code);
    if (!codes.includes('security.second-factor-must-be-set-up')) allowed.push(method);
  }
  assert.deepEqual(allowed.sort(), free);
});
