// Tests of alarms: each cause makes its own, and a system that is well has none.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarmsOf, type Facts } from './alarms.ts';

const nowMs = Date.UTC(2026, 10, 22);
const dayMs = 86_400_000;
const listener = (name: string, transport: string, closedBecause = '') => ({
  ...{ name, transport, address: '0.0.0.0', port: 1, closedBecause },
});
const user = (loginId: string, status = 'enabled') => ({
  ...{ loginId, status, userName: '', policy: '', lastLoginAtMs: 0, lastLoginFrom: '' },
});
const well: Facts = {
  ...{
    nowMs,
    voiceEncryption: true,
    trailDamage: '',
    archivingTrouble: '',
    portalDeaths: 2,
    firstAccounts: ['administrator', 'security'],
  },
  listeners: [listener('https', 'HTTPS'), listener('sip-tls', 'TLS')],
  certificatesEndMs: [nowMs + 60 * dayMs, nowMs + 397 * dayMs],
  users: [user('administrator'), user('security'), user('anna', 'force-new-password')],
};
const alarms = (facts: Partial<Facts>): string[] =>
  alarmsOf({ ...well, ...facts }).map(({ severity, words, form }) => `${severity} ${form}: ${words}`);

test('a system that is well has no alarm', () => {
  assert.deepEqual(alarms({}), []);
});

test('each cause has its alarm, with where to look', () => {
  const cases: readonly [Partial<Facts>, RegExp][] = [
    [{ archivingTrouble: 'no space left on device' }, /^major audit-archives: .*no space left/],
    [{ trailDamage: 'Entry 8 was altered.' }, /^critical audit-trail-logs: .*Entry 8/],
    [
      { listeners: [listener('sip-tls', 'TLS', 'the port is in use')] },
      /^critical network-listeners: .*sip-tls.*in use/,
    ],
    [{ certificatesEndMs: [nowMs + 29.5 * dayMs, nowMs + 90 * dayMs] }, /^major : .*29 days/],
    [{ certificatesEndMs: [nowMs + 3 * dayMs] }, /^critical : .*3 days/],
    [{ certificatesEndMs: [nowMs - 1] }, /^critical : .*has ended/],
    [{ listeners: [listener('sip-udp', 'UDP')] }, /^major network-listeners: .*sip-udp.*not encrypted/],
    [{ voiceEncryption: false }, /^major system-options: /],
    [{ portalDeaths: 3 }, /^major : .*3 times/],
    [
      { users: [user('bert', 'locked-password-error')] },
      /^minor user-authorization-profiles: The account bert is locked/,
    ],
    [{ users: [user('a', 'locked-idle'), user('b', 'locked-temporary')] }, /^minor .*2 accounts are locked: a, b/],
    [{ users: [user('security', 'force-new-password')] }, /^minor .*Nobody has logged in as security/],
  ];
  for (const [facts, expected] of cases) {
    const found = alarms(facts);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0] ?? '', expected);
  }
});

test('the worst come first; a listener that is closed is not also called unencrypted', () => {
  const found = alarms({
    users: [user('bert', 'locked-idle')],
    voiceEncryption: false,
    listeners: [listener('sip-udp', 'UDP', 'the port is in use')],
  });
  assert.deepEqual(
    found.map((line) => line.split(' ')[0]),
    ['critical', 'major', 'minor'],
  );
});
