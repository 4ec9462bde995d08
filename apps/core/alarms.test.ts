// Tests of the conditions: each cause makes its own, under a name that stays, and a system that is well has none.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionsOf, type Facts } from './alarms.ts';

const nowMs = Date.UTC(2026, 10, 22);
const dayMs = 86_400_000;
const listener = (name: string, transport: string, closedBecause = '') => ({
  ...{ name, transport, address: '0.0.0.0', port: 1, closedBecause },
});
const user = (loginId: string, status = 'enabled') => ({
  ...{ loginId, status, userName: '', policy: '', lastLoginAtMs: 0, lastLoginFrom: '' },
});
const trusted = (days: number) => ({
  name: 'ca',
  ends: Temporal.Instant.fromEpochMilliseconds(nowMs + days * dayMs).toString(),
});

/** One of 90 days, and how many are left. */
const shown = (place: 'web' | 'telephony' | 'device', source: 'uploaded' | 'authority' | 'acme', left: number) => ({
  ...{ place, source, startsMs: nowMs + (left - 90) * dayMs, endsMs: nowMs + left * dayMs },
});
const certificates = (of: Partial<Facts['certificates']>): Partial<Facts> => ({
  certificates: { ...well.certificates, shown: [], ...of },
});

const well: Facts = {
  ...{
    nowMs,
    voiceEncryption: true,
    trailDamage: '',
    writingTrouble: '',
    archivingTrouble: '',
    freeBytes: 2_000_000_000,
    timeChange: '',
    refusedLogins: 30 - 1,
    portalDeaths: 2,
    firstAccounts: ['administrator', 'security'],
  },
  listeners: [listener('https', 'HTTPS'), listener('sip-tls', 'TLS')],
  certificates: {
    shown: [shown('web', 'uploaded', 60), shown('telephony', 'authority', 59), shown('device', 'acme', 15)],
    ...{ authorityEndsMs: nowMs + 3_650 * dayMs, warningDays: 60, namesLacking: [], unusable: [] },
  },
  trusted: [trusted(60)],
  users: [user('administrator'), user('security'), user('anna', 'force-new-password')],
};
const alarms = (facts: Partial<Facts>): string[] =>
  [...conditionsOf({ ...well, ...facts })].map(
    ([id, { severity, words, form }]) => `${id} ${severity} ${form}: ${words}`,
  );

test('a system that is well has no alarm', () => {
  assert.deepEqual(alarms({}), []);
});

test('each cause has its alarm, with where to look', () => {
  const cases: readonly [Partial<Facts>, RegExp][] = [
    [{ archivingTrouble: 'no space left on device' }, /^trail-unarchived major audit-archives: .*no space left/],
    [{ writingTrouble: 'the disk is full' }, /^trail-unwritten critical audit-trail-logs: .*the disk is full/],
    [{ freeBytes: 900_000_000 }, /^disk major : .*less than 1 GB/],
    [{ freeBytes: 90_000_000 }, /^disk critical : .*less than 200 MB/],
    [{ timeChange: 'Difference: 3600 s' }, /^time-set minor audit-trail-logs: .*3600 s/],
    [{ refusedLogins: 30 }, /^refused-logins major audit-trail-logs: .*guessing/],
    [{ trailDamage: 'Entry 8 was altered.' }, /^trail-damaged critical audit-trail-logs: .*Entry 8/],
    [
      { listeners: [listener('sip-tls', 'TLS', 'the port is in use')] },
      /^listener-closed\.sip-tls critical network-listeners: .*sip-tls.*in use/,
    ],
    [
      certificates({ shown: [shown('web', 'uploaded', 59.5)] }),
      /^certificate\.web major web-server-certificate: .*ends in 59 days/,
    ],
    [certificates({ shown: [shown('web', 'uploaded', 6.9)] }), /^certificate\.web critical .*6 days/],
    [certificates({ shown: [shown('telephony', 'authority', 29)] }), /^certificate\.telephony major telephony-cert/],
    [certificates({ shown: [shown('device', 'acme', 14)] }), /^certificate\.device major device-cert.*14 days/],
    [certificates({ shown: [shown('device', 'acme', -1)] }), /^certificate\.device critical .*has ended/],
    [certificates({ shown: [shown('web', 'uploaded', 100)], warningDays: 180 }), /^certificate\.web major .*100 days/],
    [certificates({ authorityEndsMs: nowMs + 40 * dayMs }), /^certificate\.authority major certificates: .*40 days/],
    [certificates({ unusable: ['web'] }), /^certificate\.altered\.web critical web-server-certificate/],
    [certificates({ namesLacking: ['pbx.example.com'] }), /^certificate\.name\.pbx\.example\.com minor web-server/],
    [{ trusted: [trusted(90), trusted(59)] }, /^trusted\.ca minor trusted-certificates: .*ends in 59 days/],
    [{ trusted: [trusted(6)] }, /^trusted\.ca major trusted-certificates: .*ends in 6 days/],
    [{ trusted: [trusted(-1)] }, /^trusted\.ca major trusted-certificates: .*has ended/],
    [
      { listeners: [{ ...listener('sip-tcp', 'TCP', 'SIP over TCP is switched off'), isSwitchedOff: true }] },
      /^listener-switched-off\.sip-tcp minor network-listeners: .*stays closed: SIP over TCP is switched off/,
    ],
    [{ listeners: [listener('http', 'HTTP')] }, /^listener-unencrypted\.http major network-listeners: .*not encrypted/],
    [
      { listeners: [listener('sip-udp', 'UDP')] },
      /^listener-unencrypted\.sip-udp major network-listeners: .*sip-udp.*not encrypted/,
    ],
    [{ voiceEncryption: false }, /^voice-encryption major system-options: /],
    [{ portalDeaths: 3 }, /^portal major : .*3 times/],
    [
      { users: [user('bert', 'locked-password-error')] },
      /^accounts-locked minor user-authorization-profiles: The account bert is locked/,
    ],
    [
      { users: [user('a', 'locked-idle'), user('b', 'locked-temporary')] },
      /^accounts-locked minor .*2 accounts are locked: a, b/,
    ],
    [
      { users: [user('security', 'force-new-password')] },
      /^one-time-password\.security minor .*Nobody has logged in as security/,
    ],
  ];
  for (const [facts, expected] of cases) {
    const found = alarms(facts);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0] ?? '', expected);
  }
});

test('a listener that is closed is not also called unencrypted', () => {
  assert.deepEqual(
    alarms({ listeners: [listener('sip-udp', 'UDP', 'the port is in use')] }).map((line) => line.split(' ')[0]),
    ['listener-closed.sip-udp'],
  );
});

test('of accounts that are locked more is a worsening', () => {
  const users = [user('a', 'locked-idle'), user('b', 'locked-temporary')];
  assert.equal(conditionsOf({ ...well, users }).get('accounts-locked')?.extent, 2);
});
