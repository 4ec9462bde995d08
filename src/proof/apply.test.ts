// Tests of applying a profile: what is changed, and what would lock its author out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planOf } from './apply.ts';
import { type Spoilt, worldForTests } from './testing.ts';

const local = { isLocal: true, certificate: '' };
const laxServices = { configuration: 'secure-medium', securityAdministration: 'secure-medium' };
const lax: Spoilt = {
  singles: {
    'system-security-management': { passwordComplexity: 'low', previousPasswordLimit: 0 },
    'service-security-levels': laxServices,
    'certificate-checks': { management: 'none' },
    'tls-security-levels': { ipSets: 'legacy' },
  },
  tables: {
    'unsecured-interfaces': ['sip-udp', 'sip-tcp'].map((name) => ({ interface: name, enabled: true })),
    'trusted-certificates': [
      { name: 'anna', kind: 'Copy of a certificate', purposes: ['management'], fingerprint: 'AB:CD', certificate: 'x' },
    ],
  },
};

const codes = (wish: Parameters<typeof planOf>[0], author = local, spoilt = lax): string[] => {
  const plan = planOf(wish, worldForTests(spoilt), author);
  return plan.ok ? ['ok'] : plan.refusal.map(({ code }) => code);
};

test('all that a profile demands is one change of each record, and its adoption', () => {
  const plan = planOf({ profile: 'medium' }, worldForTests(lax), local);
  assert.ok(plan.ok);
  assert.ok(plan.value.isAdopted);
  assert.deepEqual(plan.value.mends, [
    { form: 'security-profile', patch: { profile: 'medium' } },
    { form: 'system-security-management', patch: { passwordComplexity: 'medium', previousPasswordLimit: 6 } },
    { form: 'unsecured-interfaces', key: 'sip-udp', patch: { enabled: false } },
    { form: 'unsecured-interfaces', key: 'sip-tcp', patch: { enabled: false } },
    { form: 'tls-security-levels', patch: { ipSets: 'low' } },
  ]);
});

test('nothing is weakened, and single lines adopt nothing', () => {
  const strict = planOf({ profile: 'minimum' }, worldForTests(), local);
  assert.deepEqual(strict.ok && strict.value.mends, [{ form: 'security-profile', patch: { profile: 'minimum' } }]);
  const one = planOf({ profile: 'maximum', only: ['maximum.password-complexity'] }, worldForTests(lax), local);
  assert.deepEqual(one.ok && one.value.mends, [
    { form: 'system-security-management', patch: { passwordComplexity: 'high' } },
  ]);
  assert.equal(one.ok && one.value.isAdopted, false);
  const srg = planOf({ profile: 'session-management-srg' }, worldForTests(), local);
  assert.equal(srg.ok && srg.value.isAdopted, false);
});

test('what there is not, and what cannot be mended, is refused, all at once', () => {
  assert.deepEqual(codes({ profile: 'best' }), ['proof.no-such-profile']);
  const only = ['maximum.nothing', 'maximum.server-certificates', 'maximum.password-length', 'maximum.configuration'];
  assert.deepEqual(codes({ profile: 'maximum', only }), [
    'proof.no-such-line',
    'proof.nothing-to-mend',
    'proof.nothing-to-mend',
  ]);
});

test('whoever would be locked out is refused: without a certificate, or at High without a copy of it', () => {
  const stranger = { isLocal: false, certificate: '' };
  const copied = { isLocal: false, certificate: 'abcd' };
  const other = { isLocal: false, certificate: 'EE:FF' };
  for (const wish of [{ profile: 'maximum' }, { profile: 'maximum', only: ['maximum.configuration'] }])
    assert.deepEqual(codes(wish, stranger), ['proof.locks-out']);
  assert.deepEqual(codes({ profile: 'maximum' }, other), ['proof.locks-out']);
  assert.deepEqual(codes({ profile: 'maximum' }, copied), ['ok']);
  assert.deepEqual(codes({ profile: 'maximum' }, local), ['ok']);
  assert.deepEqual(codes({ profile: 'medium' }, stranger), ['ok']);
  const onlyHigh = { singles: { 'service-security-levels': {}, 'certificate-checks': { management: 'low' } } };
  const checks = { profile: 'maximum', only: ['maximum.client-certificate-checks'] };
  assert.deepEqual(codes(checks, other, onlyHigh), ['proof.locks-out'], 'only a copy is recognised at High');
});
