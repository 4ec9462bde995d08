// Failed logins (IAM-3): the limit, the window of ten minutes, the four actions, and what the person is told afterwards.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bureau, minuteMs, password, value, withBureau } from './bureau.ts';

const desktop = { tool: 'desktop' } as const;

async function guess(bureau: Bureau, times: number): Promise<void> {
  for (let count = 0; count < times; count++)
    assert.deepEqual(await bureau.tries('anne', 'wrong', { ...desktop, address: `198.51.100.${count % 200}` }), [
      'security.login-refused',
    ]);
}

const withAnne = (settings: Readonly<Record<string, unknown>>, work: (bureau: Bureau) => Promise<void>) =>
  withBureau(async (bureau) => {
    await bureau.person('anne', { desktop: true });
    await bureau.settings(settings);
    await work(bureau);
  });

const atLimit = async (bureau: Bureau): Promise<readonly string[]> =>
  (await bureau.trail.entries()).filter((entry) => entry.startsWith('anne password reject limit'));

test('the limit is what is set; 0 is never reached', async () => {
  await withAnne({ passwordRejectLimit: 5 }, async (bureau) => {
    await guess(bureau, 4);
    assert.equal(bureau.status('anne'), 'enabled');
    await guess(bureau, 1);
    assert.equal(bureau.status('anne'), 'locked-temporary');
  });
  await withAnne({ passwordRejectLimit: 0 }, async (bureau) => {
    await guess(bureau, 100);
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
  });
});

test('only failures within ten minutes count, and a login that is taken begins the count anew', () =>
  withAnne({}, async (bureau) => {
    await guess(bureau, 2);
    bureau.clock.advance(10 * minuteMs);
    await guess(bureau, 2);
    assert.equal(bureau.status('anne'), 'enabled');
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
    await guess(bureau, 2);
    bureau.clock.advance(10 * minuteMs - 1);
    await guess(bureau, 1);
    assert.equal(bureau.status('anne'), 'locked-temporary');
  }));

test('failures are counted over a restart', () =>
  withAnne({}, async (bureau) => {
    await guess(bureau, 2);
    await bureau.start();
    await guess(bureau, 1);
    assert.equal(bureau.status('anne'), 'locked-temporary');
  }));

test('No Action: nothing is done at the limit, and each failure is on record all the same', () =>
  withAnne({ passwordRejectAction: 'none' }, async (bureau) => {
    await guess(bureau, 9);
    assert.equal(bureau.status('anne'), 'enabled');
    assert.deepEqual(await atLimit(bureau), []);
    const refused = (await bureau.trail.entries()).filter((entry) => entry.includes('wrong password'));
    assert.equal(refused.length, 9);
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
  }));

test('Log to Audit Trail: the limit is on record each time it is reached, and the account stays open', () =>
  withAnne({ passwordRejectAction: 'log' }, async (bureau) => {
    await guess(bureau, 7);
    assert.deepEqual(await atLimit(bureau), new Array(2).fill('anne password reject limit: logged'));
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
  }));

test('Log and Temporary Disable: on record, and locked for as long as is set', () =>
  withAnne({ passwordRejectAction: 'log-disable-temporarily', temporaryLockMinutes: 45 }, async (bureau) => {
    await guess(bureau, 3);
    assert.deepEqual(await atLimit(bureau), ['anne password reject limit: account locked for 45 minutes']);
    await bureau.passes(44 * minuteMs);
    await guess(bureau, 5);
    assert.equal(bureau.status('anne'), 'locked-temporary');
    await bureau.passes(minuteMs);
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
  }));

test('Log and Disable Account: on record, and locked until somebody enables it', () =>
  withAnne({ passwordRejectAction: 'log-disable' }, async (bureau) => {
    await guess(bureau, 3);
    assert.deepEqual(await atLimit(bureau), ['anne password reject limit: account locked']);
    assert.equal(bureau.status('anne'), 'locked-password-error');
  }));

test('whoever logs in is told of the last login and of the failures since', () =>
  withAnne({ passwordRejectAction: 'none' }, async (bureau) => {
    const before = value(await bureau.login('anne', password, { ...desktop, address: '192.0.2.77' })).session;
    await guess(bureau, 4);
    bureau.clock.advance(minuteMs);
    const { session } = value(await bureau.login('anne', password, desktop));
    assert.deepEqual(
      [session.lastLoginAtMs, session.lastLoginFrom, session.failuresSince],
      [before.startedAtMs, '192.0.2.77', 4],
    );
    assert.equal(value(await bureau.login('anne', password, desktop)).session.failuresSince, 0);
  }));
