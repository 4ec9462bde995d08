// A core that keeps nothing, for tests of what stands around it: it remembers what it was asked.

import { FakeClock, no, ok, Secret, silentLog } from '#base';
import { type FormDescription, initialRecord } from '#forms';
import { type ActiveSession, type Shown, securityCodes, serviceSecurityLevels } from '#security';
import { coreCodes } from './core.codes.ts';
import type { CoreDoor } from './core-door.ts';
import type { EmergencyTestLine } from './emergency-protocol.ts';
import type { HistoryLegLine, StatusLine } from './protocol.ts';
import type { SecurityCheckLine, SecurityHistoryLine, SecurityReportLine } from './security-protocol.ts';
import { Works } from './work.ts';

export const statusForTests: StatusLine = {
  state: 'running',
  version: '0.1.0',
  pid: 4711,
  directory: '/var/lib/ringfence',
  startedAtMs: Date.UTC(2026, 10, 22, 9, 0, 0),
  listeners: [{ name: 'sip-tls', transport: 'TLS', address: '0.0.0.0', port: 5061, closedBecause: '' }],
  logIn: ['https://pbx.example.org:8443/'],
  extensions: 2,
  registrations: 1,
  calls: 0,
  connections: 0,
  dialogs: 0,
  transactions: 0,
  authorityFingerprint: 'AB:CD',
  certificateEndsMs: Date.UTC(2027, 11, 24),
  security: { grade: 'minimum', adopted: 'medium', notMet: 1, toDo: 2 },
};

const leg: HistoryLegLine = {
  ...{ number: '201', name: 'Ada', address: '192.0.2.7:5061', transport: 'TLS' },
  ...{ tlsVersion: 'TLSv1.3', tlsSuite: 'TLS_AES_256_GCM_SHA384', srtpSuite: 'AES_CM_128_HMAC_SHA1_80' },
  ...{ trunk: '', trunkNumber: 0 },
};

const description: FormDescription = {
  ...{ id: 'numbering', title: 'Numbering', group: 'Calls and routing', kind: 'single', single: true, schema: {} },
  ...{ duty: 'configuration', operations: ['read', 'change'], actions: [] },
  help: { purpose: 'How numbers look.', conditions: 'None.', recommendation: 'Keep it.' },
  fields: [],
};

const record = { key: '', version: 1, changedAtMs: 0, changedBy: 'local', values: { extensionLength: 3 } };

const archive = { firstEntry: 1, lastEntry: 5_000, firstAtMs: 1_000, lastAtMs: 2_000, sizeBytes: 70_000, damage: '' };

const past = { auditId: 7, atMs: 1_000, by: 'local', form: 'numbering', key: '', notUndoable: '' } as const;
const difference = { field: 'extensionLength', label: 'Extension length', old: '3', new: '4' };

/** The one session that holds, and what it shows. */
export const shownForTests: Shown = { token: 'token', tool: 'system-administration', csrf: 'csrf' };

export const sessionForTests: ActiveSession = {
  session: {
    ...{ id: 's1', loginId: 'anna', userName: 'Anna', tool: 'system-administration', policy: 'root', csrf: 'csrf' },
    ...{ startedAtMs: 1_000, endsAtMs: 901_000, inactivityMinutes: 15, lastLoginAtMs: 0, lastLoginFrom: '' },
    ...{ failuresSince: 0, passwordExpiresInDays: -1, accountExpiresInDays: -1, mustEnrol: false, factorChanges: [] },
  },
  actor: (context) => ({
    ...{ user: 'anna', sourceIp: '192.0.2.1', application: 'System Administration Tool', context },
    rights: { kind: 'root', policy: 'root' },
  }),
  onEnd: () => () => undefined,
};

const securityLineForTests: SecurityCheckLine = {
  ...{ id: 'medium.unsecured-interfaces', source: 'Implementing Security, Medium, 10', state: 'not-met' },
  ...{ statement: 'Disable all the system Unsecured Interfaces.', severity: 'critical', current: 'on: sip-udp' },
  ...{ evidence: 'Switched on in unsecured-interfaces: sip-udp.', wanted: 'all off', why: 'It can be read.' },
  ...{ remedy: 'Switch it off.', mayBreak: 'Old phones.', form: 'unsecured-interfaces', fixable: true },
  ...{ changedAtMs: 1_000, changedBy: 'anna', auditId: 7 },
};

export const securityReportForTests: SecurityReportLine = {
  ...{ profile: 'medium', title: 'Medium security', adopted: 'medium', grade: 'minimum', met: false },
  ...{ checkedAtMs: 1_000, lines: [securityLineForTests] },
};

const securityMomentForTests: SecurityHistoryLine = {
  ...{ atMs: 1_000, profile: 'medium', grade: 'minimum', met: 10, notMet: 1, toDo: 0, by: 'anna', auditId: 7 },
  moved: [{ id: securityLineForTests.id, statement: securityLineForTests.statement, from: 'met', to: 'not-met' }],
};

export const emergencyTestForTests: EmergencyTestLine = {
  findings: [
    { what: '112 Emergency', state: 'good', words: 'It leaves by main.' },
    { what: 'Notices by email', state: 'failed', words: 'The last attempt failed.' },
  ],
  failed: 1,
  words: 'Notices by email: The last attempt failed.',
};

const factorsChanged = {
  loggedIn: { token: 'another', session: sessionForTests.session },
  recoveryCodes: ['abcd-efgh-jkmn'],
};

export class CoreForTests implements CoreDoor {
  readonly asked: unknown[] = [];
  stopped = 0;
  status = async (): Promise<StatusLine> => statusForTests;
  stop = (): void => {
    this.stopped++;
  };
  readonly services: CoreDoor['services'] = {
    levels: () => initialRecord(serviceSecurityLevels),
    clients: {
      judge: async () => ({ accepted: false, fingerprint: '', why: 'for tests' }),
      isRecognised: async () => false,
    },
    mayOnlyEnrol: () => false,
    isManagement: (listener) => listener === 'management',
  };
  readonly routing: CoreDoor['routing'] = {
    explain: (wish) => {
      const step = { form: 'digits-dialled', key: '0', words: 'Begins with 0: takes national of Routes.' };
      const isKnown = wish.dialled.startsWith('0');
      const words = isKnown ? '+4930 goes out.' : 'Refused: The number is not in use.';
      const known = { outcome: 'goes-out', leadsTo: 'national', refusedWith: '' } as const;
      const unknown = { outcome: 'refused', leadsTo: '', refusedWith: 'calls.unknown-number' } as const;
      return this.#note(wish, ok({ words, ...(isKnown ? known : unknown), atMs: wish.atMs ?? 1_000, steps: [step] }));
    },
  };
  readonly drills: CoreDoor['drills'] = {
    run: async () => ok({ tookMs: 1, through: 0, findings: [], left: [] }),
  };
  readonly emergency: CoreDoor['emergency'] = {
    test: async () => ok(emergencyTestForTests),
  };
  readonly trunks: CoreDoor['trunks'] = {
    test: async (_, name, call, tell) => {
      const good = { step: 'name', outcome: 'ok', words: 'It leads to 192.0.2.1:5061.', remedy: '' } as const;
      const bad = { step: 'connection', outcome: 'failed', words: 'No connection.', remedy: 'See the host.' } as const;
      const steps = name === 'broken' ? [good, bad] : [good];
      for (const step of steps) await tell(step);
      return this.#note({ trunk: name, call }, ok(steps));
    },
  };
  readonly managers: CoreDoor['managers'] = {
    invite: async (actor, name) => this.#note({ actor, name }, ok({ code: 'CODE', endsAtMs: 901_000 })),
    enrol: async (from, asked) =>
      this.#note({ from, asked }, ok({ name: 'desk', certificatePem: 'PEM', authorityPem: 'PEM' })),
    renew: async () => ok({ name: 'desk', certificatePem: 'PEM', authorityPem: 'PEM' }),
    admit: () => [],
    seen: async () => undefined,
  };
  readonly administration: CoreDoor['administration'] = {
    list: () => [{ ...description, records: 1 }],
    show: () => ok(description),
    get: async (actor, form, key) => this.#note({ actor, form, key }, ok(record)),
    query: async (_, form, asked) => this.#note({ form, query: asked }, ok({ total: 1, offset: 0, records: [record] })),
    change: async (actor, changes, manner) => {
      const made = { sipSecret: new Secret('Xk3…') };
      const changed = { form: 'numbering', key: '201', kind: 'add', version: 1, differences: [], made } as const;
      return this.#note({ actor, changes }, ok({ dryRun: manner?.dryRun ?? false, records: [changed] }));
    },
    importRecords: async (_, form, text, { format, mode, dryRun = false }) => {
      const made = new Map([['201', { sipSecret: new Secret('Yz9…') }]]);
      const summary = { dryRun, added: 1, changed: 0, deleted: 0, unchanged: 0, made };
      return this.#note({ form, format, mode, dryRun, text }, ok(summary));
    },
    history: async (_, form, key) =>
      this.#note({ form, key }, ok({ changes: [{ ...past, kind: 'change', differences: [difference] }], fields: {} })),
    undo: async (_, auditId, manner) => {
      const undone = {
        form: 'numbering',
        key: '',
        kind: 'change',
        version: 3,
        differences: [difference],
        made: {},
      } as const;
      return this.#note({ auditId, ...manner }, ok({ dryRun: manner?.dryRun ?? false, records: [undone] }));
    },
    act: async (_, view, action, key) => this.#note({ view, action, key }, ok(undefined)),
    search: async (_, text) => this.#note({ text }, []),
  };
  readonly toll: CoreDoor['toll'] = {
    spent: () => [
      {
        ...{ scope: 'extension', who: 'Extension 214', active: 1, callsHour: 2, minutesDay: 3, moneyDay: 15_000 },
        ...{ hour: '1.00 EUR', day: '1.50 EUR', weekend: '0.00 EUR' },
      },
    ],
    simulate: async (extension, span) =>
      this.#note(
        { extension, span },
        ok({
          ...{ extension, serviceClass: 1, fromMs: 1_000, toMs: 2_000, amount: 300_000, money: '30.00 EUR' },
          ...{ minutes: 6, calls: 3, destination: 'Cuba (+53)', perMinute: '5.00 EUR', isUnbounded: false },
          stoppedBy: [{ words: 'Extension 214 has reached the limit', times: 7 }],
        }),
      ),
  };
  readonly security: CoreDoor['security'] = {
    check: async (actor, profile) => this.#note({ actor, profile }, ok(securityReportForTests)),
    apply: async (_, wish, author) => {
      const changed = { dryRun: wish.dryRun, records: [] };
      return this.#note({ wish, author }, ok({ profile: wish.profile, changed, auditId: 7, toDo: [] }));
    },
    history: async () => ok([securityMomentForTests]),
  };
  readonly accounts: CoreDoor['accounts'] = {
    passwordRules: () => ['At least 9 characters.'],
    login: async (wish) => this.#note(wish, ok({ token: 'token', session: sessionForTests.session })),
    session: ({ token, csrf }, changes) => {
      if (token !== shownForTests.token) return no(securityCodes.refuse('security.no-session'));
      if (changes && csrf !== shownForTests.csrf) return no(securityCodes.refuse('security.csrf'));
      return ok(sessionForTests);
    },
    logout: async (shown) => this.#note(shown, ok(undefined)),
    changePassword: async () => ok({ token: 'another', session: sessionForTests.session }),
    users: () => [
      {
        ...{ loginId: 'anna', userName: 'Anna', status: 'enabled', policy: 'root' },
        ...{ lastLoginAtMs: 1_000, lastLoginFrom: '192.0.2.1' },
      },
    ],
    unlock: async (_, loginId) => this.#note({ unlock: loginId }, ok(undefined)),
    resetPassword: async (_, loginId) => this.#note({ reset: loginId }, ok(new Secret('One-time-1'))),
    factors: {
      own: () => ok({ required: false, factors: [], recoveryCodes: 0, passkeyHost: '' }),
      beginTotp: async (...given) => this.#note(given, ok({ id: 't1', secret: 'JBSWY3DP', uri: 'otpauth://totp/x' })),
      finishTotp: async (...given) => this.#note(given, ok(factorsChanged)),
      beginPasskey: async (...given) => this.#note(given, no([securityCodes.refuse('security.no-session')])),
      finishPasskey: async (...given) => this.#note(given, ok(factorsChanged)),
      renewRecovery: async (...given) => this.#note(given, ok(factorsChanged)),
      remove: async (...given) => this.#note(given, ok(factorsChanged)),
      reset: async (_, loginId) => this.#note({ resetFactors: loginId }, ok(2)),
    },
  };
  readonly works = new Works({
    clock: new FakeClock(),
    log: silentLog,
    administration: { ...this.administration, mayImport: () => ok(undefined) },
    refusalLine: ({ code, words }) => ({ code, words, remedy: '', exit: 1 }),
    printImported: (summary) => ({ ...summary, made: {} }),
  });
  exportForm: CoreDoor['exportForm'] = async (_, request, write) => {
    for (const chunk of ['number,name\r\n', '201,Ada\r\n']) await write(chunk);
    return this.#note(request, ok(1));
  };
  auditList: CoreDoor['auditList'] = async (filter) => {
    const who = { user: 'local', sourceIp: '', application: 'Command line', context: 'form.change' };
    return this.#note(filter, [{ id: 1, atMs: 0, level: 'medium', ...who, action: 'add', data: 'Form: Numbering' }]);
  };
  auditVerify: CoreDoor['auditVerify'] = async () =>
    ok({ intact: true, entries: 1, words: 'All 1 entries are whole.' });
  auditExport: CoreDoor['auditExport'] = async (_, _wish, write) => {
    await write('{"id":1}\n');
    return ok(1);
  };
  auditArchives: CoreDoor['auditArchives'] = async () => ok([{ name: 'audit-1-5000.xml', ...archive }]);
  auditArchiveExport: CoreDoor['auditArchiveExport'] = async (_, name, write) => {
    await write('<trail/>\n');
    return this.#note({ archive: name }, ok(5_000));
  };
  historyList: CoreDoor['historyList'] = async (page) => {
    const times = { startedAtMs: 1_000, answeredAtMs: 3_000, endedAtMs: 65_000 };
    const end = { outcome: 'answered', status: 200, cause: 'Normal clearing', endedBy: 'caller', secure: 'throughout' };
    return this.#note(page, [{ id: 'c1', ...times, caller: leg, called: leg, dialled: '202', ...end }]);
  };
  registrations: CoreDoor['registrations'] = () => [];
  calls: CoreDoor['calls'] = () => [];
  orderCertificates: CoreDoor['orderCertificates'] = async (_, place, write) => {
    await write('web: Placing the order\n');
    return this.#note({ order: place }, ok([{ place: 'web', words: 'A certificate is there.' }]));
  };
  readonly certificates: CoreDoor['certificates'] = {
    issueClient: async (name, publicKey, days) =>
      this.#note({ name, publicKey, days }, no(securityCodes.refuse('security.no-session'))),
    makeClient: async (name, days) => this.#note({ name, days }, no(securityCodes.refuse('security.no-session'))),
    crl: () => Buffer.from('a list'),
  };
  authority: CoreDoor['authority'] = () => ({ certificatePem: 'PEM\n', fingerprint: 'AB:CD', endsMs: 0 });
  welcome: CoreDoor['welcome'] = () => ({ systemName: 'Ringfence', banner: '' });
  home: CoreDoor['home'] = async (actor) => {
    const phones = { secure: 1, insecure: 0, missing: 1 };
    const system = { version: '0.1.0', startedAtMs: 0, listeners: 1 };
    return this.#note({ home: actor.user }, { alarms: [], phones, calls: [], changes: [], system });
  };
  events: CoreDoor['events'] = async (session, write) => {
    await write(JSON.stringify({ what: session.session.loginId }));
  };
  setup: CoreDoor['setup'] = async () => no(coreCodes.refuse('core.setup-not-yours'));
  setupDue: CoreDoor['setupDue'] = () => true;
  setupDone: CoreDoor['setupDone'] = async (actor) => this.#note({ setup: actor.user }, ok(null));

  #note<T>(what: unknown, answer: T): T {
    this.asked.push(what);
    return answer;
  }
}
