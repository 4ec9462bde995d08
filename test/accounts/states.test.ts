// The eight states of an account (IAM-4): how each is entered, what a login then gets, and how it is left.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bureau, dayMs, minuteMs, otherPassword, owner, password, withBureau } from './bureau.ts';

const desktop = { tool: 'desktop' } as const;
const refused = ['security.login-refused'];

const withAnne = (work: (bureau: Bureau) => Promise<void>) =>
  withBureau(async (bureau) => {
    await bureau.firstLogin('administrator');
    await bureau.person('anne', { desktop: true });
    await work(bureau);
  });

/** Wrong passwords, from other places than the person's own. */
async function guess(bureau: Bureau, times: number, loginId = 'anne'): Promise<void> {
  for (let count = 0; count < times; count++)
    assert.deepEqual(await bureau.tries(loginId, 'wrong', { ...desktop, address: '203.0.113.1' }), refused);
}

const setByHand = (key: string, patch: Readonly<Record<string, unknown>>) =>
  ({ kind: 'change', form: 'user-authorization-profiles', key, patch }) as const;

test('Enabled: the right password opens it; it is set by hand', () =>
  withAnne(async (bureau) => {
    assert.equal(bureau.status('anne'), 'enabled');
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
  }));

test('Force New Password: set by hand, or by a password that somebody else has chosen; left with a new one', () =>
  withAnne(async (bureau) => {
    await bureau.set('anne', { status: 'force-new-password' });
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['security.password-must-change']);
    assert.deepEqual(await bureau.tries('anne', password, { ...desktop, next: password }), [
      'security.password-must-change',
      'security.password-used-before newPassword',
    ]);
    assert.deepEqual(await bureau.tries('anne', password, { ...desktop, next: otherPassword }), ['ok']);
    assert.equal(bureau.status('anne'), 'enabled');
    await bureau.set('anne', { password: 'Chosen-By-Another-1', status: 'enabled' });
    assert.equal(bureau.status('anne'), 'force-new-password');
    assert.deepEqual(await bureau.tries('anne', 'Chosen-By-Another-1', desktop), ['security.password-must-change']);
    assert.deepEqual(await bureau.tries('anne', 'Chosen-By-Another-1', { ...desktop, next: 'Lantern-Orchard-9' }), [
      'ok',
    ]);
  }));

test('Disabled: set and left by hand', () =>
  withAnne(async (bureau) => {
    await bureau.set('anne', { status: 'disabled' });
    assert.deepEqual(await bureau.tries('anne', password, desktop), refused);
    await bureau.passes(400 * dayMs);
    assert.equal(bureau.status('anne'), 'disabled');
    await bureau.set('anne', { status: 'enabled' });
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
  }));

test('Locked - Temporary: by wrong passwords; it ends by itself, or by hand, and holds over a restart', () =>
  withAnne(async (bureau) => {
    await guess(bureau, 2);
    assert.equal(bureau.status('anne'), 'enabled');
    await guess(bureau, 1);
    assert.equal(bureau.status('anne'), 'locked-temporary');
    assert.deepEqual(await bureau.tries('anne', password, desktop), refused);
    await bureau.start();
    bureau.clock.advance(10 * minuteMs - 1);
    await bureau.accounts.look();
    assert.deepEqual(await bureau.tries('anne', password, desktop), refused);
    await bureau.passes(1);
    assert.equal(bureau.status('anne'), 'enabled');
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
    await guess(bureau, 3);
    await bureau.set('anne', { status: 'enabled' });
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
  }));

test('a lock that ends by itself is over at its moment, before anybody looks', () =>
  withAnne(async (bureau) => {
    await bureau.settings({ temporaryLockMinutes: 3 });
    await guess(bureau, 3);
    bureau.clock.advance(3 * minuteMs - 2);
    assert.deepEqual(await bureau.tries('anne', password, desktop), refused);
    bureau.clock.advance(2);
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
    assert.equal(bureau.status('anne'), 'enabled');
  }));

test('a lock does not take back that the password must be changed', () =>
  withAnne(async (bureau) => {
    await bureau.set('anne', { status: 'force-new-password' });
    await guess(bureau, 3);
    await bureau.passes(10 * minuteMs);
    assert.equal(bureau.status('anne'), 'force-new-password');
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['security.password-must-change']);
  }));

test('Locked - Password Error: by wrong passwords where the action is to disable; left by hand alone', () =>
  withAnne(async (bureau) => {
    await bureau.settings({ passwordRejectAction: 'log-disable' });
    await guess(bureau, 3);
    assert.equal(bureau.status('anne'), 'locked-password-error');
    await bureau.passes(30 * dayMs);
    assert.deepEqual(await bureau.tries('anne', password, desktop), refused);
    assert.deepEqual(await bureau.accounts.unlock(owner, 'Anne'), { ok: true, value: undefined });
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
  }));

test('Locked - Idle: after days without a login; left by hand, which begins the time anew', () =>
  withAnne(async (bureau) => {
    await bureau.settings({ accountIdleDays: 30 });
    await bureau.passes(30 * dayMs - 1);
    assert.equal(bureau.status('anne'), 'enabled');
    await bureau.passes(1);
    assert.equal(bureau.status('anne'), 'locked-idle');
    assert.deepEqual(await bureau.tries('anne', password, desktop), refused);
    await bureau.set('anne', { status: 'enabled' });
    await bureau.start();
    await bureau.passes(29 * dayMs);
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
    await bureau.passes(29 * dayMs);
    assert.equal(bureau.status('anne'), 'enabled');
  }));

test('an account that never logged in becomes idle as well, whatever is restarted meanwhile', () =>
  withBureau(async (bureau) => {
    await bureau.done({
      kind: 'add',
      form: 'user-authorization-profiles',
      patch: { loginId: 'new', userName: 'New', desktop: true },
    });
    await bureau.settings({ accountIdleDays: 10 });
    await bureau.passes(6 * dayMs);
    await bureau.start();
    await bureau.passes(4 * dayMs);
    assert.equal(bureau.status('new'), 'locked-idle');
  }));

test('Locked - Expired: after the last day; left by hand, and only with another date', () =>
  withAnne(async (bureau) => {
    const day = Temporal.Instant.fromEpochMilliseconds(bureau.clock.nowMs())
      .toZonedDateTimeISO(Temporal.Now.timeZoneId())
      .toPlainDate();
    await bureau.set('anne', { expiryDate: day.add({ days: 2 }).toString() });
    const end = day.add({ days: 3 }).toZonedDateTime(Temporal.Now.timeZoneId()).epochMilliseconds;
    await bureau.passes(end - bureau.clock.nowMs() - 1_000);
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
    await bureau.passes(1_000);
    assert.equal(bureau.status('anne'), 'locked-expired');
    assert.deepEqual(await bureau.tries('anne', password, desktop), refused);
    assert.deepEqual(await bureau.asks(owner, setByHand('anne', { status: 'enabled' })), [
      'security.expiry-date-past expiryDate',
    ]);
    await bureau.set('anne', { status: 'enabled', expiryDate: '' });
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
  }));

test('Locked - Password Expired: after the change period; left with a new password, or by hand', () =>
  withAnne(async (bureau) => {
    await bureau.settings({ passwordChangePeriodDays: 90 });
    await bureau.passes(90 * dayMs - 1);
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
    await bureau.passes(1);
    assert.equal(bureau.status('anne'), 'locked-password-expired');
    assert.deepEqual(await bureau.tries('anne', 'wrong', desktop), refused);
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['security.password-must-change']);
    assert.deepEqual(await bureau.tries('anne', password, { ...desktop, next: otherPassword }), ['ok']);
    assert.equal(bureau.status('anne'), 'enabled');
    await bureau.passes(90 * dayMs);
    await bureau.set('anne', { status: 'enabled' });
    await bureau.passes(89 * dayMs);
    assert.deepEqual(await bureau.tries('anne', otherPassword, desktop), ['ok']);
    await bureau.passes(dayMs);
    assert.equal(bureau.status('anne'), 'locked-password-expired');
  }));

test('states that come about cannot be set by hand; every change of one is on record', () =>
  withAnne(async (bureau) => {
    for (const status of ['password-error', 'temporary', 'idle', 'expired', 'password-expired'])
      assert.deepEqual(await bureau.asks(owner, setByHand('anne', { status: `locked-${status}` })), [
        'security.status-comes-about status',
      ]);
    await guess(bureau, 3);
    await bureau.passes(10 * minuteMs);
    const entries = (await bureau.trail.entries()).filter((entry) => entry.startsWith('system change'));
    assert.deepEqual(entries, [
      'system change: Form: User Authorization Profiles; Key: anne; Account Status: enabled → locked-temporary',
      'system change: Form: User Authorization Profiles; Key: anne; Account Status: locked-temporary → enabled',
    ]);
  }));

test('neither the security administrator nor the last root administrator is lost to guessers or to idleness', () =>
  withBureau(async (bureau) => {
    await bureau.firstLogin('administrator');
    await bureau.firstLogin('security');
    await bureau.settings({ passwordRejectAction: 'log-disable', accountIdleDays: 5 });
    for (const loginId of ['administrator', 'security']) {
      await guess(bureau, 3, loginId);
      assert.equal(bureau.status(loginId), 'locked-temporary');
    }
    await bureau.passes(100 * dayMs);
    assert.deepEqual(await bureau.tries('administrator', password), ['ok']);
    assert.deepEqual(await bureau.tries('security', password), ['ok']);
    await bureau.person('root2', { systemAdministration: true, adminPolicy: 'root' });
    await guess(bureau, 3, 'administrator');
    assert.equal(bureau.status('administrator'), 'locked-password-error');
    await guess(bureau, 3, 'root2');
    assert.equal(bureau.status('root2'), 'locked-temporary');
  }));
