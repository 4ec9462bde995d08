// The forms of security by themselves: what they take, what they settle, and records from before them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '#base';
import { type Form, initialRecord, type Look, validate, validateStored } from '#forms';
import { adminPolicies } from '../access/admin-policies.form.ts';
import { readKept } from '../passwords/kept-password.ts';
import { systemSecurityManagement } from './system-security-management.form.ts';
import { userAuthorizationProfiles } from './user-authorization-profiles.form.ts';

const look: Look = {
  records: () => new Map(),
  single: initialRecord,
  keys: () => [],
  keysWith: () => [],
  formIds: () => ['numbering'],
};

const codes = (form: Form, patch: Readonly<Record<string, unknown>>): readonly string[] => {
  const read = validate(form, patch, form.kind === 'single' ? initialRecord(form) : undefined);
  const refusals = read.ok
    ? [
        ...form.rules(form.settle(read.value.record, { before: undefined, secrets: [], made: read.value.made }), look),
        ...[...read.value.secrets].flatMap(([name, clear]) =>
          form.secretRules(name, clear ?? new Secret(''), read.value.record, look),
        ),
      ]
    : read.refusal;
  return refusals.map(({ code, field }) => `${code} ${field}`);
};

test('the settings are those of the specification, and safe as installed', () => {
  const { bannerText, ...initial } = initialRecord(systemSecurityManagement);
  assert.match(bannerText, /authorised use only/);
  assert.deepEqual(initial, {
    ...{ loginBanner: false, passwordStrength: 'medium', passwordComplexity: 'medium', minimumPasswordLength: 9 },
    ...{ previousPasswordLimit: 24, passwordChangePeriodDays: 365, expiryReminderDays: 28, passwordRejectLimit: 3 },
    ...{ passwordRejectAction: 'log-disable-temporarily', temporaryLockMinutes: 10, accountIdleDays: 90 },
    ...{ userSessionInactivityMinutes: 15, sessionsSystemAdministration: 5, sessionsGroupAdministration: 5 },
    ...{ sessionsDesktop: 10, sessionsApplication: 10, sessionsPerAccount: 5, phoneAdministratorPasscode: false },
    securityAdministratorSecondFactor: false,
  });
  const ranges = {
    previousPasswordLimit: 25,
    passwordChangePeriodDays: 366,
    passwordRejectLimit: 256,
    minimumPasswordLength: 5,
  };
  assert.deepEqual(
    codes(systemSecurityManagement, ranges).toSorted(),
    Object.keys(ranges)
      .map((field) => `forms.out-of-range ${field}`)
      .toSorted(),
  );
});

test('a banner needs its text; a passcode is digits that nobody guesses', () => {
  const of = (patch: Readonly<Record<string, unknown>>) => codes(systemSecurityManagement, patch);
  assert.deepEqual(of({ loginBanner: true }), []);
  assert.deepEqual(of({ loginBanner: true, bannerText: ' ' }), ['security.banner-blank bannerText']);
  for (const passcode of ['1111', '1234', '4321', '0123456789', '9876543210'])
    assert.deepEqual(
      of({ phoneAdministratorPasscode: passcode }),
      ['security.passcode-simple phoneAdministratorPasscode'],
      passcode,
    );
  assert.deepEqual(of({ phoneAdministratorPasscode: '12a4' }), [
    'security.passcode-not-digits phoneAdministratorPasscode',
  ]);
  assert.deepEqual(of({ phoneAdministratorPasscode: '7302' }), []);
  for (const passcode of ['730', '73028461957'])
    assert.deepEqual(of({ phoneAdministratorPasscode: passcode }), ['forms.wrong-secret phoneAdministratorPasscode']);
});

test('a profile: its login ID, its name, its day, its one-time password', () => {
  const of = (patch: Readonly<Record<string, unknown>>) =>
    codes(userAuthorizationProfiles, { loginId: 'anne', userName: 'Anne', ...patch });
  assert.deepEqual(of({}), []);
  assert.deepEqual(of({ loginId: 'Anne.B@Site-2' }), []);
  for (const loginId of ['', 'a b', '-a', 'a|b', 'ä', 'local', 'SYSTEM', 'x'.repeat(21)])
    assert.equal(of({ loginId }).length, 1, loginId);
  for (const userName of ['', 'a|b', 'x'.repeat(22)]) assert.equal(of({ userName }).length, 1, userName);
  for (const expiryDate of ['2027-02-29', '2027-13-01', '27-01-01', 'soon'])
    assert.deepEqual(of({ expiryDate }), ['forms.not-text expiryDate'], expiryDate);
  assert.deepEqual(of({ expiryDate: '2028-02-29' }), []);
  assert.deepEqual(of({ status: 'locked' }), ['forms.not-a-choice status']);
  for (let count = 0; count < 200; count++) assert.deepEqual(of({ loginId: 'ab' }), [], 'a made password is taken');
});

test('what is not for anybody to say is settled', () => {
  const settled = (patch: Readonly<Record<string, unknown>>) => {
    const read = validate(userAuthorizationProfiles, { userName: 'x', ...patch });
    assert.ok(read.ok);
    const { record, secrets, made } = read.value;
    return userAuthorizationProfiles.settle(record, { before: undefined, secrets: [...secrets.keys()], made });
  };
  assert.equal(settled({ loginId: 'anne', securityAdministrator: true }).securityAdministrator, false);
  assert.equal(settled({ loginId: 'security' }).securityAdministrator, true);
  assert.equal(settled({ loginId: 'anne', status: 'enabled' }).status, 'force-new-password');
  assert.equal(settled({ loginId: 'anne', status: 'disabled' }).status, 'disabled');
  assert.equal(settled({ loginId: 'anne', status: 'locked-idle', password: 'x' }).status, 'force-new-password');
});

test('a policy names forms that there are', () => {
  assert.deepEqual(codes(adminPolicies, { name: 'helpdesk', members: 'numbering=read' }), []);
  assert.deepEqual(codes(adminPolicies, { name: 'helpdesk', members: 'other=read' }), [
    'security.policy-unknown-form members',
  ]);
  for (const name of ['', 'a|b', '-a', 'x'.repeat(21)]) assert.equal(codes(adminPolicies, { name }).length, 1, name);
});

test('an account of the first version is read as a profile', () => {
  const password = '{"hash":"$argon2id$x","setAtMs":1,"oneTime":true,"earlier":[]}';
  const body = {
    ...{ loginId: 'security', userName: 'Security admin', password, systemAdministration: true, adminPolicy: '' },
    ...{ securityAdministrator: true, status: 'force-new-password' },
  };
  const read = validateStored(userAuthorizationProfiles, body);
  assert.ok(read.ok);
  assert.equal(read.value.record.expiryDate, '');
  assert.equal(readKept(read.value.sealed.password)?.oneTime, true);
});
