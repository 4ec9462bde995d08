// A core that keeps nothing, for tests of what stands around it: it remembers what it was asked.

import { ok, Secret } from '#base';
import type { FormDescription } from '#forms';
import type { CoreDoor } from './core-door.ts';
import type { HistoryLegLine, StatusLine } from './protocol.ts';

export const statusForTests: StatusLine = {
  state: 'running',
  version: '0.1.0',
  pid: 4711,
  directory: '/var/lib/ringfence',
  startedAtMs: Date.UTC(2026, 10, 22, 9, 0, 0),
  listeners: [{ name: 'sip-tls', transport: 'TLS', address: '0.0.0.0', port: 5061, closedBecause: '' }],
  extensions: 2,
  registrations: 1,
  calls: 0,
  connections: 0,
  dialogs: 0,
  transactions: 0,
  authorityFingerprint: 'AB:CD',
  certificateEndsMs: Date.UTC(2027, 11, 24),
};

const leg: HistoryLegLine = {
  ...{ number: '201', name: 'Ada', address: '192.0.2.7:5061', transport: 'TLS' },
  ...{ tlsVersion: 'TLSv1.3', tlsSuite: 'TLS_AES_256_GCM_SHA384', srtpSuite: 'AES_CM_128_HMAC_SHA1_80' },
};

const description: FormDescription = {
  ...{ id: 'numbering', title: 'Numbering', group: 'Calls and routing', kind: 'single', single: true, schema: {} },
  ...{ duty: 'configuration', operations: ['read', 'change'], actions: [] },
  help: { purpose: 'How numbers look.', conditions: 'None.', recommendation: 'Keep it.' },
  fields: [],
};

const record = { key: '', version: 1, changedAtMs: 0, changedBy: 'local', values: { extensionLength: 3 } };

export class CoreForTests implements CoreDoor {
  readonly asked: unknown[] = [];
  stopped = 0;
  status = async (): Promise<StatusLine> => statusForTests;
  stop = (): void => {
    this.stopped++;
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
  };
  importForm: CoreDoor['importForm'] = async (_, request) => {
    const made = new Map([['201', { sipSecret: new Secret('Yz9…') }]]);
    return this.#note(request, ok({ dryRun: request.dryRun, added: 1, changed: 0, deleted: 0, unchanged: 0, made }));
  };
  exportForm: CoreDoor['exportForm'] = async (_, request, write) => {
    for (const chunk of ['number,name\r\n', '201,Ada\r\n']) await write(chunk);
    return this.#note(request, ok(1));
  };
  auditList: CoreDoor['auditList'] = async (filter) => {
    const who = { user: 'local', sourceIp: '', application: 'Command line', context: 'form.change' };
    return this.#note(filter, [{ id: 1, atMs: 0, level: 'medium', ...who, action: 'add', data: 'Form: Numbering' }]);
  };
  auditVerify: CoreDoor['auditVerify'] = async () => ({ intact: true, entries: 1, words: 'All 1 entries are whole.' });
  auditExport: CoreDoor['auditExport'] = async (_, write) => {
    await write('{"id":1}\n');
    return ok(1);
  };
  historyList: CoreDoor['historyList'] = async (page) => {
    const times = { startedAtMs: 1_000, answeredAtMs: 3_000, endedAtMs: 65_000 };
    const end = { outcome: 'answered', status: 200, cause: 'Normal clearing', endedBy: 'caller', secure: 'throughout' };
    return this.#note(page, [{ id: 'c1', ...times, caller: leg, called: leg, dialled: '202', ...end }]);
  };
  registrations: CoreDoor['registrations'] = () => [];
  calls: CoreDoor['calls'] = () => [];
  authority: CoreDoor['authority'] = () => ({ certificatePem: 'PEM\n', fingerprint: 'AB:CD', endsMs: 0 });

  #note<T>(what: unknown, answer: T): T {
    this.asked.push(what);
    return answer;
  }
}
