// Tests of every line: met in a world where Maximum is, and red, with evidence, when its own thing is spoilt and no other.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '#base';
import { check, gradeOf, isMet, profileOf, profiles } from './checker.ts';
import { answered, nowMs, provenance, type Spoilt, worldForTests } from './testing.ts';
import type { World } from './world.ts';

const open = (profileId: string, world: World): string[] => {
  const profile = profileOf(profileId);
  assert.ok(profile);
  return check(profile, world, silentLog)
    .filter(({ seen: { state } }) => state !== 'met' && state !== 'not-applicable')
    .map(({ line, seen }) => `${line.id.replace(`${profileId}.`, '')} ${seen.state}`);
};

const security = (patch: Readonly<Record<string, unknown>>): Spoilt => ({
  singles: { 'system-security-management': patch },
});
const services = (patch: Readonly<Record<string, unknown>>): Spoilt => ({
  singles: { 'service-security-levels': patch },
});
const managers = (patch: Readonly<Record<string, unknown>>): Spoilt => ({ singles: { 'manager-settings': patch } });
const desk = { name: 'desk', fingerprint: 'ccdd', lastSeen: 'now', checkLevel: 'high', offersCertificate: 'yes' };
const manager = (more: Partial<typeof desk>): Spoilt => ({ world: { managers: [{ ...desk, ...more }] } });
const shown = (more: Parameters<typeof provenance>[0]): Spoilt => ({
  world: { certificates: [{ place: 'device', provenance: provenance(more) }] },
});
const listener = (more: Parameters<typeof answered>[0]): Spoilt => ({ live: { listeners: [answered(more)] } });
const account = (status: string): Spoilt => ({ world: { firstAccounts: [{ loginId: 'security', status }] } });

test('in a world where Maximum is met, so are the others', () => {
  const world = worldForTests();
  for (const id of ['minimum', 'medium', 'maximum']) assert.deepEqual(open(id, world), []);
  assert.equal(gradeOf(world, silentLog), 'maximum');
});

/** What is spoilt, in which profile, and the lines that are red then. */
const bad: readonly (readonly [what: string, profile: string, spoilt: Spoilt, red: readonly string[]])[] = [
  ['a one-time password', 'minimum', account('force-new-password'), ['default-passwords to-do']],
  [
    'a service below low',
    'minimum',
    services({ securityAdministration: 'unsecure' }),
    ['security-administration not-met'],
  ],
  [
    'guesses that nobody notes',
    'minimum',
    security({ passwordRejectAction: 'none' }),
    ['password-reject-action not-met'],
  ],
  [
    'a Manager setting unknown',
    'minimum',
    { singles: { 'manager-settings': undefined } },
    ['manager-check-level unknown'],
  ],
  [
    'no forms of services',
    'minimum',
    { singles: { 'service-security-levels': undefined } },
    ['security-administration unknown'],
  ],
  [
    'security administration',
    'medium',
    services({ securityAdministration: 'secure-low' }),
    ['security-administration not-met'],
  ],
  ['configuration', 'medium', services({ configuration: 'secure-low' }), ['configuration not-met']],
  ['reject action', 'medium', security({ passwordRejectAction: 'none' }), ['password-reject-action not-met']],
  ['complexity', 'medium', security({ passwordComplexity: 'low' }), ['password-complexity not-met']],
  ['no memory', 'medium', security({ previousPasswordLimit: 0 }), ['previous-passwords not-met']],
  ['no ageing', 'medium', security({ passwordChangePeriodDays: 0 }), ['password-change-period not-met']],
  ['no idle time', 'medium', security({ accountIdleDays: 0 }), ['account-idle-time not-met']],
  [
    'an interface',
    'medium',
    { tables: { 'unsecured-interfaces': [{ interface: 'sip-udp', enabled: true }] } },
    ['unsecured-interfaces not-met'],
  ],
  ['a one-time password', 'maximum', account('force-new-password'), ['default-passwords to-do']],
  [
    'security administration',
    'maximum',
    services({ securityAdministration: 'secure-medium' }),
    ['security-administration not-met'],
  ],
  ['configuration', 'maximum', services({ configuration: 'secure-medium' }), ['configuration not-met']],
  ['another service', 'maximum', services({ http: 'secure-medium' }), ['only-recognised not-met']],
  [
    'reject action',
    'maximum',
    security({ passwordRejectAction: 'log-disable-temporarily' }),
    ['password-reject-action not-met'],
  ],
  [
    'certificate checks',
    'maximum',
    { singles: { 'certificate-checks': { management: 'medium' } } },
    ['client-certificate-checks not-met'],
  ],
  ['complexity', 'maximum', security({ passwordComplexity: 'medium' }), ['password-complexity not-met']],
  ['length', 'maximum', security({ minimumPasswordLength: 8 }), ['password-length not-met']],
  ['memory', 'maximum', security({ previousPasswordLimit: 5 }), ['previous-passwords not-met']],
  [
    'own authority',
    'maximum',
    shown({ isOwn: true, isRootTrusted: false }),
    ['server-certificates to-do', 'system-stores to-do'],
  ],
  ['self-signed', 'maximum', shown({ isSelfSigned: true }), ['server-certificates to-do', 'system-stores to-do']],
  ['weak', 'maximum', shown({ isStrong: false, key: 'RSA 1024' }), ['server-certificates to-do']],
  ['ended', 'maximum', shown({ endsMs: nowMs - 1 }), ['server-certificates to-do']],
  ['a hole in the chain', 'maximum', shown({ isIssuerKnown: false }), ['server-certificates to-do']],
  ['the authority not in the store', 'maximum', shown({ isRootTrusted: false }), ['system-stores to-do']],
  [
    'what a listener shows',
    'maximum',
    { world: { judgeChain: () => provenance({ isOwn: true }) } },
    ['server-certificates to-do'],
  ],
  [
    'a Manager never seen',
    'maximum',
    manager({ lastSeen: '', checkLevel: '', offersCertificate: '' }),
    ['manager-stores to-do'],
  ],
  [
    'a Manager that takes anything',
    'maximum',
    manager({ checkLevel: 'low' }),
    ['manager-stores to-do', 'manager-check-level to-do'],
  ],
  ['a Manager that asks', 'maximum', manager({ checkLevel: 'medium' }), ['manager-check-level to-do']],
  [
    'a Manager without a certificate',
    'maximum',
    manager({ offersCertificate: 'no' }),
    ['manager-offers-certificate to-do'],
  ],
  ['a Manager of which there is no copy', 'maximum', manager({ fingerprint: 'eeff' }), ['system-stores to-do']],
  ['Managers may check less', 'maximum', managers({ leastCheckLevel: 'medium' }), ['manager-check-level not-met']],
  ['Managers may offer none', 'maximum', managers({ offerCertificate: false }), ['manager-offers-certificate not-met']],
  [
    'a copy that signed itself',
    'maximum',
    { world: { judge: () => provenance({ isSelfSigned: true }) } },
    ['manager-certificates to-do'],
  ],
  [
    'a copy that is weak',
    'maximum',
    { world: { judge: () => provenance({ isStrong: false }) } },
    ['manager-certificates to-do'],
  ],
  ['a copy that cannot be read', 'maximum', { world: { judge: () => undefined } }, ['manager-certificates unknown']],
];

for (const [what, profile, spoilt, red] of bad)
  test(`${profile}: ${what} turns its line red`, () => {
    assert.deepEqual(open(profile, worldForTests(spoilt)), red);
  });

/** The same of what is live, whatever the settings say. */
const live: readonly (readonly [what: string, spoilt: Spoilt, red: readonly string[]])[] = [
  ['a stranger is answered', listener({ strangerAnswer: 'HTTP/1.1 200 OK' }), ['only-recognised not-met']],
  ['a short key is taken', listener({ shortSuite: 'ECDHE-RSA-AES128-GCM-SHA256' }), ['only-recognised not-met']],
  [
    'an old version is taken by SIP',
    listener({ speaks: 'sip-tls', name: 'sip-tls', oldVersions: ['TLSv1'] }),
    ['unsecured-interfaces not-met'],
  ],
  [
    'something answers in the clear',
    listener({ speaks: 'sip-tcp', name: 'sip-tcp' }),
    ['unsecured-interfaces not-met'],
  ],
  ['a port that is not listed', { live: { unlisted: ['TCP 127.0.0.1:9229'] } }, ['unsecured-interfaces not-met']],
  [
    'a weak suite is taken',
    listener({ weakSuite: 'AES128-SHA' }),
    ['security-administration not-met', 'configuration not-met'],
  ],
  [
    'a listener does not answer',
    listener({ speaks: 'sip-tls', isOpen: false, why: 'econnrefused' }),
    ['unsecured-interfaces unknown'],
  ],
  [
    'nothing runs',
    { live: 'offline' },
    ['security-administration', 'configuration', 'server-certificates', 'unsecured-interfaces', 'only-recognised'].map(
      (name) => `${name} unknown`,
    ),
  ],
];

for (const [what, spoilt, red] of live)
  test(`asked on the network: ${what}`, () => {
    assert.deepEqual(open('maximum', worldForTests(spoilt)), red);
  });

test('a stricter value meets a weaker demand, and leaves nothing to mend', () => {
  const world = worldForTests(services({ configuration: 'disabled', securityAdministration: 'disabled' }));
  for (const id of ['minimum', 'medium', 'maximum']) assert.deepEqual(open(id, world), []);
  for (const profile of profiles.slice(0, 3))
    for (const line of profile.lines) assert.deepEqual(line.mend(world), [], line.id);
  const strong = worldForTests(security({ passwordStrength: 'strong', minimumPasswordLength: 6 }));
  assert.deepEqual(open('maximum', strong), []);
});

test('where no Manager is enrolled, there is nothing to ask of one', () => {
  const world = worldForTests({ world: { managers: [] }, tables: { 'trusted-certificates': [] } });
  const seen = check(profileOf('maximum') ?? assert.fail(), world, silentLog);
  const stores = seen.filter(({ seen: { state } }) => state === 'not-applicable').map(({ line }) => line.id);
  assert.deepEqual(stores, ['maximum.manager-stores', 'maximum.manager-certificates']);
  assert.ok(isMet(seen));
});

test('what a line mends makes it met, and what only a person can bring is not mended', () => {
  for (const [, profileId, spoilt, [red = '']] of bad) {
    const world = worldForTests(spoilt);
    const [name = '', state] = red.split(' ');
    const line = profileOf(profileId)?.lines.find(({ id }) => id === `${profileId}.${name}`) ?? assert.fail(name);
    const mends = line.mend(world);
    assert.equal(mends.length > 0, state === 'not-met', red);
    for (const { form, patch, key } of mends) {
      if (key !== undefined) continue;
      const mended = { ...spoilt, singles: { ...spoilt.singles, [form]: { ...spoilt.singles?.[form], ...patch } } };
      assert.equal(line.look(worldForTests(mended)).state, 'met', line.id);
    }
  }
});

test('a line that throws is unknown, never met', () => {
  const broken = { lookAt: () => assert.fail('broken') };
  const world = { ...worldForTests(), settings: { ...worldForTests().settings, single: broken.lookAt } };
  const seen = check(profileOf('medium') ?? assert.fail(), world, silentLog);
  const thrown = seen.filter(({ seen: { state } }) => state === 'unknown');
  assert.ok(thrown.length >= 8);
  assert.match(thrown[0]?.seen.evidence ?? '', /could not be looked at/);
});

test('evidence of the network names address, port and time', () => {
  const seen = check(profileOf('maximum') ?? assert.fail(), worldForTests(), silentLog);
  const words = seen.find(({ line }) => line.id === 'maximum.unsecured-interfaces')?.seen.evidence ?? '';
  assert.match(words, /sip-tls, 127\.0\.0\.1:5061 at 14:02:10 UTC/);
});

test('every line says all that it must, under an id of its own', () => {
  const ids = new Set<string>();
  for (const { lines } of profiles)
    for (const { id, source, statement, wanted, why, remedy, mayBreak } of lines) {
      assert.ok(!ids.has(id), id);
      ids.add(id);
      for (const words of [source, statement, wanted, why, remedy, mayBreak]) assert.ok(words.trim() !== '', id);
    }
  assert.deepEqual(
    profiles.map(({ lines }) => lines.length),
    [9, 11, 18, 60],
  );
});

/** Requirements of the SRG, each with what turns it red. */
const srg: readonly (readonly [number: string, Spoilt])[] = [
  ['000004-VVSM-00101', security({ accountIdleDays: 36 })],
  ['000041-VVSM-00101', security({ loginBanner: false })],
  ['000053-VVSM-00101', security({ sessionsPerAccount: 4 })],
  ['000062-VVSM-00010', listener({ plainAnswer: 'HTTP/1.1 200 OK' })],
  ['000074-VVSM-00101', { singles: { 'system-options': { callHistoryDisabled: true } } }],
  ['000088-VVSM-00101', { singles: { 'alarm-delivery': { emailRecipients: '' } } }],
  ['000099-VVSM-00101', { world: { system: { ...worldForTests().system, trailDamage: 'Entry 7 was altered.' } } }],
  ['000132-VVSM-00101', { live: { unlisted: ['UDP 0.0.0.0:5060'] } }],
  ['000148-VVSM-00101', { tables: { 'users-and-services': [{ number: '201', enabled: true, mac: '' }] } }],
  [
    '000230-VVSM-00101',
    { tables: { 'users-and-services': [{ number: '201', enabled: true, digestAlgorithms: ['MD5'] }] } },
  ],
  ['000343-VVSM-00101', listener({ speaks: 'sip-tls', registerAnswer: 'SIP/2.0 200 OK' })],
  [
    '000371-VVSM-00101',
    { tables: { 'users-and-services': [{ number: '201', enabled: true, mediaSecurity: 'preferred' }] } },
  ],
  ['000509-VVSM-00010', { world: { system: { ...worldForTests().system, unrecordedAccounts: ['eva'] } } }],
  ['000510-VVSM-00101', { world: { system: { ...worldForTests().system, isFips: false } } }],
  ['000530-VVSM-00010', listener({ oldVersions: ['TLSv1.1'] })],
  ['000580-VVSM-00010', { singles: { 'certificate-checks': { telephony: 'low' } } }],
];

for (const [number, spoilt] of srg)
  test(`SRG-NET-${number} is met where it is, and not met where it is not`, () => {
    const good = { ...security({ loginBanner: true, sessionsPerAccount: 3, accountIdleDays: 35 }) };
    const line = profileOf('session-management-srg')?.lines.find(({ id }) => id.endsWith(number)) ?? assert.fail();
    assert.equal(line.look(worldForTests(good)).state, 'met');
    const seen = line.look(worldForTests(spoilt));
    assert.equal(seen.state, 'not-met', seen.evidence);
  });
