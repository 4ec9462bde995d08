// The records of the pretended system: names, calls and changes as an office would have them.

import type { FormDescription, Home, RecordView } from '../../portal/api.ts';
import described from './forms.json';

const startMs = Date.now();
const minuteMs = 60_000;

const field = (name: string, label: string, help: string, more: Record<string, unknown> = {}) => ({
  name,
  label,
  kind: 'text',
  help,
  section: '',
  unit: '',
  required: false,
  initial: '',
  expects: 'text',
  made: false,
  unique: false,
  duty: 'configuration',
  multiline: false,
  ...more,
});

const view = (id: string, title: string, group: string, key: string, fields: unknown[], actions: unknown[] = []) => ({
  id,
  title,
  group,
  kind: 'view',
  single: false,
  duty: 'configuration',
  operations: ['read', 'export', ...(actions.length > 0 ? ['act'] : [])],
  actions,
  key,
  help: {
    purpose: `Shows ${title.toLowerCase()} as they are now.`,
    conditions: 'Kept while the system runs.',
    recommendation: 'Look here first when a phone cannot be reached.',
  },
  fields,
});

const views = [
  view(
    'registrations',
    'Registrations',
    'Phones and people',
    'id',
    [
      field('id', 'ID', 'Names the registration.'),
      field('extension', 'Extension', 'Under which the device is registered.'),
      field('name', 'Name', 'Of the extension.'),
      field('address', 'Address', 'From where it speaks.', { section: 'Device' }),
      field('transport', 'Transport', 'TLS is encrypted; UDP and TCP are not.', {
        kind: 'choice',
        choices: { tls: 'TLS', udp: 'UDP', tcp: 'TCP' },
        section: 'Device',
      }),
      field('userAgent', 'Device', 'What the device calls itself.', { section: 'Device' }),
      field('expiresAt', 'Until', 'Unless it registers again.', { kind: 'moment' }),
    ],
    [{ name: 'end', label: 'End', help: 'The device has to register again.', confirm: 'End this registration?' }],
  ),
  view(
    'calls',
    'Calls',
    'Calls and routing',
    'id',
    [
      field('id', 'ID', 'Names the call.'),
      field('caller', 'Caller', 'Who calls.'),
      field('called', 'Called', 'Who is called.'),
      field('state', 'State', 'Ringing or in progress.'),
      field('secure', 'Secure', 'Whether every hop is encrypted.'),
    ],
    [{ name: 'end', label: 'End', help: 'Both sides hear the end.', confirm: 'End this call?' }],
  ),
  view('audit-trail-logs', 'Audit Trail Logs', 'Records', 'id', [
    field('id', 'ID', 'Counts up, without gaps.', { kind: 'whole' }),
    field('at', 'Time', 'When it was done.', { kind: 'moment' }),
    field('userName', 'User Name', 'By whom.'),
    field('action', 'Action Type', 'What was done.'),
    field('data', 'Action Data', 'Old and new values.'),
  ]),
];

// The shapes above are those of api.ts; the JSON file loses the literal types on its way.
export const forms = [...described, ...views] as unknown as readonly FormDescription[];

const people =
  'Reception,Amelie Brandt,Jonas Keller,Workshop,Petra Novak,Samuel Okafor,Ines Duarte,Meeting room 1,Meeting room 2,Luca Ferri,Hannah Vogel,Door station,Warehouse,Noah Lindqvist,Marta Zielinska,Accounts,Yusuf Demir,Clara Jensen,Kitchen,Oliver Hughes,Front gate,Fatima Rahimi,Service desk,Tom Becker,Julia Sommer,Pavel Horak,Lift,Emma Laurent,David Weiss,Training room'.split(
    ',',
  );

const record = (key: string, values: Record<string, unknown>, age = 5): RecordView => ({
  key,
  version: 1 + (age % 4),
  changedAtMs: startMs - age * 97 * minuteMs,
  changedBy: age % 3 === 0 ? 'administrator' : 'ines.duarte',
  values,
});

const initials = (id: string): Record<string, unknown> =>
  Object.fromEntries(
    (forms.find((form) => form.id === id)?.fields ?? []).map(({ name, initial, kind }) => [name, read(kind, initial)]),
  );

/** A value from its text, nearly as the system reads it. */
export function read(kind: string, text: string): unknown {
  if (kind === 'yesNo') return text === 'yes';
  if (kind === 'whole') return text === '' ? 0 : Number(text);
  if (kind === 'choices' || kind === 'networks') return text === '' ? [] : text.split(' ');
  if (kind === 'access') return {};
  return text;
}

export const records = new Map<string, Map<string, RecordView>>();
const keep = (form: string, all: RecordView[]): void => {
  records.set(form, new Map(all.map((one) => [one.key, one])));
};

keep(
  'users-and-services',
  people.map((name, at) => {
    const number = String(200 + at);
    const mediaSecurity = at % 11 === 7 ? 'none' : at % 5 === 3 ? 'preferred' : 'required';
    const values = { ...initials('users-and-services'), number, name, sipSecret: true, mediaSecurity };
    return record(number, { ...values, enabled: at !== 18, doNotDisturb: at % 9 === 4, maxDevices: 1 + (at % 3) }, at);
  }),
);
for (const form of forms.filter(({ single }) => single)) keep(form.id, [record('', initials(form.id), 12)]);
keep('network-listeners', [
  record('https', { name: 'https', service: 'https', address: '0.0.0.0', port: 8443, enabled: true }),
  record('sips', { name: 'sips', service: 'sip-tls', address: '0.0.0.0', port: 5061, enabled: true }),
  record('sip', { name: 'sip', service: 'sip-udp', address: '0.0.0.0', port: 5060, enabled: false }),
]);
keep(
  'registrations',
  people.slice(0, 24).map((name, at) =>
    record(`r${at}`, {
      ...{ id: `r${at}`, extension: String(200 + at), name, address: `192.0.2.${20 + at}:5061` },
      transport: at === 11 ? 'udp' : 'tls',
      userAgent: at % 2 === 0 ? 'Handset 6930 6.3.1' : 'Handset 6920 6.3.1',
      expiresAt: startMs + (at + 1) * minuteMs,
    }),
  ),
);
keep('calls', []);
keep(
  'audit-trail-logs',
  people.map((name, at) =>
    record(String(900 - at), {
      ...{ id: 900 - at, at: startMs - at * minuteMs, userName: 'administrator', action: 'change' },
      data: `Users and Services ${200 + at}: Name: ${name}`,
    }),
  ),
);

const changeWords: readonly (readonly [string, string, string, string])[] = [
  ['ines.duarte', 'Users and Services 214: Media security: preferred → required', 'users-and-services', '214'],
  ['ines.duarte', 'Users and Services 229 added', 'users-and-services', '229'],
  ['administrator', 'Numbering: Extension length: 2 → 3', 'numbering', ''],
  ['security', 'Network Listeners sip: Enabled: yes → no', 'network-listeners', 'sip'],
  ['administrator', 'System Options: System name: Ringfence → Brandt & Keller', 'system-options', ''],
];

export const home: Home = {
  alarms: [
    {
      severity: 'major',
      words: 'Extension 211 (Door station) has been registered without encryption since 08:12.',
      remedy: 'Set its transport to TLS at the device, or require encrypted media for it.',
      form: 'registrations',
    },
    {
      severity: 'minor',
      words: 'The certificate of the web server ends in 9 days.',
      remedy: 'It is renewed by itself 7 days before; nothing has to be done unless this stays.',
      form: '',
    },
  ],
  phones: { secure: 23, insecure: 1, missing: 5 },
  calls: [
    call('c1', '201 Amelie Brandt', '204 Petra Novak', 'answered', 7.4, true, 'secure, AEAD_AES_256_GCM'),
    call('c2', '206 Ines Duarte', '209 Luca Ferri', 'answered', 2.1, true, 'secure, AES_CM_128_HMAC_SHA1_80'),
    call('c3', '211 Door station', '200 Reception', 'answered', 0.6, false, 'not secure'),
    call('c4', '215 Accounts', '217 Clara Jensen', 'ringing', 0.1, false, ''),
  ],
  changes: changeWords.map(([by, words, form, key], at) => ({
    ...{ auditId: 900 - at * 7, by, words, form, key },
    atMs: startMs - (at * at * 31 + 4) * minuteMs,
  })),
  system: { version: '0.1.0', startedAtMs: startMs - 11 * 24 * 60 * minuteMs, listeners: 2 },
};

function call(
  id: string,
  caller: string,
  called: string,
  state: string,
  minutes: number,
  secure: boolean,
  security: string,
) {
  return { id, caller, called, state, startedAtMs: startMs - minutes * minuteMs, secure, security };
}
