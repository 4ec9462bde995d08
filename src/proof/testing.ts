// For tests: a world in which Maximum is met, to be spoilt one thing at a time.

import { type AnyRecord, initialRecord } from '#forms';
import type { Provenance } from '#security';
import { systemSecurityManagement } from '#security';
import type { Answered, Live } from './probes/live.ts';
import type { Settings, World } from './world.ts';

export const nowMs = Date.UTC(2026, 10, 22, 14, 2, 10);

export const provenance = (more: Partial<Provenance> = {}): Provenance => ({
  ...{ subject: 'CN=pbx', issuer: 'CN=Third party', key: 'P-256', isStrong: true, fingerprint: 'AA:BB' },
  ...{ startsMs: nowMs - 1_000, endsMs: nowMs + 1_000 },
  ...{ isSelfSigned: false, isOwn: false, isIssuerKnown: true, isRootTrusted: true },
  ...more,
});

export const answered = (more: Partial<Answered> = {}): Answered => ({
  ...{ name: 'https', speaks: 'https', address: '127.0.0.1', port: 8443, atMs: nowMs, isOpen: true, why: '' },
  handshake: { version: 'TLSv1.3', suite: 'TLS_AES_256_GCM_SHA384', chain: [new Uint8Array([1])] },
  ...{ oldVersions: [], weakSuite: '', shortSuite: '', strangerAnswer: '', plainAnswer: '', registerAnswer: '' },
  ...more,
});

const sip = answered({ name: 'sip-tls', speaks: 'sip-tls', port: 5061, registerAnswer: 'SIP/2.0 401 Unauthorized' });

type Records = Readonly<Record<string, readonly AnyRecord[]>>;

const singles: Readonly<Record<string, AnyRecord>> = {
  'system-security-management': {
    ...initialRecord(systemSecurityManagement),
    ...{ passwordComplexity: 'high', passwordRejectAction: 'log-disable', previousPasswordLimit: 6 },
  },
  'service-security-levels': Object.fromEntries(
    ['configuration', 'securityAdministration', 'systemStatus', 'callControl', 'http', 'webServices'].map((name) => [
      name,
      'secure-high',
    ]),
  ),
  'certificate-checks': { management: 'high', telephony: 'high' },
  'tls-security-levels': { web: 'high', ipSets: 'high' },
  'manager-settings': { leastCheckLevel: 'high', offerCertificate: true, idleTimer: true },
  'system-options': {
    ...{ callHistoryDisabled: false, voiceEncryptionEnabled: true, srtpEnabled: true, sessionTimerSeconds: 900 },
    ...{ registrationExpirySeconds: 3_600, setRegistrationSecurity: 10 },
  },
  'alarm-delivery': { emailRecipients: 'anna@example.org', webhookUrl: '' },
};

const extension = {
  ...{ number: '201', enabled: true, fixedAddress: '', mac: '08000f123456', digestAlgorithms: ['SHA-256'] },
  ...{ mediaSecurity: 'required', sipSecret: true },
};

const tables: Records = {
  'unsecured-interfaces': [{ interface: 'sip-udp', enabled: false }],
  'trusted-certificates': [
    {
      ...{ name: 'Manager desk', kind: 'Copy of a certificate', purposes: ['management'], fingerprint: 'CC:DD' },
      certificate: 'of the desk',
    },
  ],
  'users-and-services': [extension],
  'syslog-receivers': [],
};

const viewFields = [
  ...['outcome', 'started', 'talked', 'callerSecurity', 'calledSecurity', 'caller', 'called', 'cause'],
  ...['user', 'from'],
];

export interface Spoilt {
  readonly singles?: Readonly<Record<string, AnyRecord | undefined>>;
  readonly tables?: Readonly<Record<string, readonly AnyRecord[] | undefined>>;
  readonly live?: Partial<Live> | 'offline';
  readonly world?: Partial<World>;
}

const settings = (spoilt: Spoilt): Settings => ({
  single: (form) => {
    if (spoilt.singles !== undefined && form in spoilt.singles && spoilt.singles[form] === undefined) return undefined;
    return singles[form] === undefined ? undefined : { ...singles[form], ...spoilt.singles?.[form] };
  },
  records: (form) => (spoilt.tables !== undefined && form in spoilt.tables ? spoilt.tables[form] : tables[form]),
  title: (form) => form,
  word: (_, __, value) => value,
  fields: () => viewFields,
});

export const worldForTests = (spoilt: Spoilt = {}): World => ({
  nowMs,
  settings: settings(spoilt),
  firstAccounts: [{ loginId: 'administrator', status: 'enabled' }],
  certificates: [{ place: 'web server', provenance: provenance() }],
  managers: [
    {
      name: 'desk',
      fingerprint: 'ccdd',
      lastSeen: '2026-11-22T13:00:00Z',
      checkLevel: 'high',
      offersCertificate: 'yes',
    },
  ],
  judge: () => provenance(),
  judgeChain: () => provenance(),
  live:
    spoilt.live === 'offline' ? undefined : { atMs: nowMs, listeners: [answered(), sip], unlisted: [], ...spoilt.live },
  system: { trailDamage: '', isFips: true, passwordHashes: ['argon2id'], unrecordedAccounts: [] },
  ...spoilt.world,
});
