// Logins: the first one, the refused ones, the banner, and that nothing is accepted that cannot be recorded.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '#base';
import { type Bureau, dayMs, minuteMs, otherPassword, password, value, withBureau } from './bureau.ts';

const oneTimeOf = (bureau: Bureau, loginId: string): string => bureau.oneTime.get(loginId) ?? '';
const refused = ['security.login-refused'];
const fromElsewhere = (count: number) => ({ address: `198.51.100.${count}` });

test('the first login changes the one-time password, which is worth nothing afterwards', () =>
  withBureau(async (bureau) => {
    const oneTime = oneTimeOf(bureau, 'administrator');
    assert.deepEqual(await bureau.tries('administrator', oneTime), ['security.password-must-change']);
    assert.deepEqual(await bureau.tries('administrator', oneTime, { next: 'rotartsinimda' }), [
      'security.password-must-change',
      'security.password-too-simple newPassword',
      'security.password-holds-login newPassword',
    ]);
    assert.deepEqual(await bureau.tries('administrator', oneTime, { next: oneTime }), [
      'security.password-must-change',
      'security.password-used-before newPassword',
    ]);
    assert.deepEqual(await bureau.tries('administrator', oneTime, { next: '' }), [
      'security.password-must-change',
      'security.password-blank newPassword',
    ]);
    const { session } = value(await bureau.login(' Administrator', oneTime, { next: password }));
    assert.deepEqual(
      [session.loginId, session.userName, session.policy, session.lastLoginAtMs, session.passwordExpiresInDays],
      ['administrator', 'Root administrator', 'root', 0, -1],
    );
    assert.equal(bureau.status('administrator'), 'enabled');
    assert.deepEqual(await bureau.tries('administrator', oneTime), refused);
    assert.deepEqual(await bureau.tries('administrator', password), ['ok']);
  }));

test('unknown, wrong, disabled, locked, expired, another tool: one refusal, in the same words', () =>
  withBureau(async (bureau) => {
    await bureau.person('anne', { desktop: true });
    await bureau.person('bert', { desktop: true });
    await bureau.person('carl', { desktop: true });
    await bureau.person('dora', { desktop: true, expiryDate: '2026-11-22' });
    await bureau.set('bert', { status: 'disabled' });
    bureau.clock.advance(dayMs);
    for (let count = 0; count < 3; count++) await bureau.tries('carl', 'wrong', { tool: 'desktop' });
    const answers: unknown[] = [];
    const wishes = [
      ['nobody', password],
      ['', password],
      ['x'.repeat(1_000), password],
      ['anne', 'wrong'],
      ['anne', ''],
      ['anne', 'x'.repeat(limits.passwords.bytes + 1)],
      ['bert', password],
      ['carl', password],
      ['dora', password],
      ['security', password],
    ] as const;
    for (const [loginId, clear] of wishes) answers.push(await bureau.login(loginId, clear, { tool: 'desktop' }));
    answers.push(await bureau.login('anne', password));
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    assert.equal(bureau.status('carl'), 'locked-temporary');
    assert.equal(bureau.status('dora'), 'locked-expired');
  }));

test('every outcome is on record, with its reason; never a password, nor a name that is no account', () =>
  withBureau(async (bureau) => {
    await bureau.firstLogin('administrator');
    await bureau.tries('my-secret-password', 'x');
    await bureau.tries('administrator', 'not-the-password');
    await bureau.tries('administrator', password, { tool: 'desktop' });
    await bureau.tries('administrator', password);
    const entries = (await bureau.trail.entries()).slice(-6);
    assert.deepEqual(
      entries.map((entry) => entry.replace(/Session ID: [0-9a-f]{16}/, 'Session ID: …')),
      [
        'administrator change: Form: User Authorization Profiles; Key: administrator; Password: (set) → (set anew); Account Status: force-new-password → enabled',
        'administrator login: User Validated: true; Session Available: true; Session ID: …; System Admin Policy: root; Comments: ',
        '(unknown) login refused: User Validated: false; Comments: no such login ID (18 characters)',
        'administrator login refused: User Validated: false; Comments: wrong password, 1 of 3',
        'administrator login refused: User Validated: true; Comments: no access to the Desktop Tool',
        'administrator login: User Validated: true; Session Available: true; Session ID: …; System Admin Policy: root; Comments: ',
      ],
    );
    const all = (await bureau.trail.entries()).join('\n');
    for (const secret of [password, 'not-the-password', 'my-secret-password', ...bureau.oneTime.values()])
      assert.ok(!all.includes(secret), secret);
  }));

test('nothing is accepted that cannot be recorded', () =>
  withBureau(async (bureau) => {
    const shown = await bureau.firstLogin('administrator');
    bureau.trail.isFailing = true;
    const before = await bureau.storage.sessions.all();
    assert.deepEqual(await bureau.tries('administrator', password), refused);
    assert.deepEqual(await bureau.tries('administrator', 'wrong'), refused);
    assert.deepEqual(await bureau.tries('nobody', password), refused);
    assert.deepEqual(await bureau.tries('security', oneTimeOf(bureau, 'security')), refused);
    assert.deepEqual(await bureau.tries('security', oneTimeOf(bureau, 'security'), { next: otherPassword }), refused);
    assert.deepEqual(await bureau.storage.sessions.all(), before);
    assert.equal(bureau.status('security'), 'force-new-password');
    assert.ok(!(await bureau.accounts.logout(shown)).ok);
    assert.equal(bureau.holds(shown), false, 'a session that was left is over, recorded or not');
    bureau.trail.isFailing = false;
    assert.deepEqual(await bureau.tries('administrator', password), ['ok']);
  }));

test('a banner must be accepted before anything is looked at, and that it was is on record', () =>
  withBureau(async (bureau) => {
    assert.equal(bureau.accounts.banner(), '');
    await bureau.settings({ loginBanner: true, bannerText: 'Private.\r\nLeave now.' });
    assert.equal(bureau.accounts.banner(), 'Private.\nLeave now.');
    const oneTime = oneTimeOf(bureau, 'administrator');
    for (const clear of [oneTime, 'wrong'])
      assert.deepEqual(await bureau.tries('administrator', clear), ['security.banner-not-accepted']);
    assert.deepEqual(await bureau.tries('administrator', oneTime, { next: password, bannerAccepted: true }), ['ok']);
    assert.match((await bureau.trail.entries()).at(-1) ?? '', /login: .*Comments: the banner was accepted$/);
  }));

test('a source that fails too often must wait, whatever name it tries and whatever password; others need not', () =>
  withBureau(async (bureau) => {
    await bureau.firstLogin('administrator');
    const guesser = { address: '203.0.113.5' };
    for (let count = 0; count < limits.accounts.failuresPerSource; count++)
      assert.deepEqual(await bureau.tries(`nobody${count}`, 'x', guesser), refused);
    const entries = (await bureau.trail.entries()).length;
    assert.deepEqual(await bureau.tries('administrator', password, guesser), refused);
    assert.deepEqual(await bureau.tries('administrator', password, { address: '::ffff:203.0.113.5' }), refused);
    assert.equal((await bureau.trail.entries()).length, entries);
    assert.match(bureau.trail.notes.at(-1) ?? '', /too many failures of this source/);
    assert.deepEqual(await bureau.tries('administrator', password), ['ok']);
    bureau.clock.advance(10 * minuteMs);
    assert.deepEqual(await bureau.tries('administrator', password, guesser), ['ok']);
  }));

test('one site of IPv6 is one source', () =>
  withBureau(async (bureau) => {
    await bureau.firstLogin('administrator');
    for (let count = 0; count < limits.accounts.failuresPerSource; count++)
      await bureau.tries('nobody', 'x', { address: `2001:db8:1:2::${count.toString(16)}` });
    assert.deepEqual(await bureau.tries('administrator', password, { address: '2001:db8:1:2:ffff::1' }), refused);
    assert.deepEqual(await bureau.tries('administrator', password, { address: '2001:db8:1:3::1' }), ['ok']);
  }));

test('guesses that come all at once are counted like those one after another', () =>
  withBureau(async (bureau) => {
    await bureau.firstLogin('administrator');
    const guesses = Array.from({ length: 12 }, (_, count) =>
      bureau.tries('administrator', count === 11 ? password : 'wrong', fromElsewhere(count)),
    );
    assert.deepEqual((await Promise.all(guesses)).flat(), new Array(12).fill('security.login-refused'));
    assert.equal(bureau.status('administrator'), 'locked-temporary');
  }));

test('the answer comes at a quarter of a second or its multiples, whatever it is', () =>
  withBureau(
    async (bureau) => {
      for (const loginId of ['administrator', 'nobody']) {
        const sinceMs = bureau.clock.steadyMs();
        let answered = false;
        const answer = bureau.login(loginId, 'wrong').then(() => {
          answered = true;
        });
        while (bureau.clock.waiting < 2) await new Promise((resolve) => setImmediate(resolve));
        bureau.clock.advance(limits.accounts.answerEveryMs - 1);
        await new Promise((resolve) => setImmediate(resolve));
        assert.equal(answered, false);
        bureau.clock.advance(1);
        await answer;
        assert.equal(bureau.clock.steadyMs() - sinceMs, limits.accounts.answerEveryMs);
      }
    },
    { answerEveryMs: limits.accounts.answerEveryMs },
  ));

test('whoever logs in is reminded in time that the password or the account expires', () =>
  withBureau(async (bureau) => {
    await bureau.person('anne', { desktop: true });
    const days = async (): Promise<readonly number[]> => {
      const { session } = value(await bureau.login('anne', password, { tool: 'desktop' }));
      return [session.passwordExpiresInDays, session.accountExpiresInDays];
    };
    await bureau.settings({ passwordChangePeriodDays: 60, expiryReminderDays: 20, sessionsPerAccount: 9 });
    assert.deepEqual(await days(), [-1, -1]);
    await bureau.passes(39 * dayMs);
    assert.deepEqual(await days(), [-1, -1]);
    await bureau.passes(dayMs);
    assert.deepEqual(await days(), [20, -1]);
    const today = Temporal.Instant.fromEpochMilliseconds(bureau.clock.nowMs())
      .toZonedDateTimeISO(Temporal.Now.timeZoneId())
      .toPlainDate();
    await bureau.set('anne', { expiryDate: today.add({ days: 3 }).toString() });
    assert.deepEqual(await days(), [20, 3]);
    await bureau.passes(3 * dayMs);
    assert.deepEqual(await days(), [17, 0]);
  }));
