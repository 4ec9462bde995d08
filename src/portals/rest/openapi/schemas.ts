// The shapes of the interface, as JSON Schema for the OpenAPI document; apps/portal/api.ts is the same as types.

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const whole: Schema = { type: 'integer' };
const yesNo: Schema = { type: 'boolean' };
const list = (items: Schema): Schema => ({ type: 'array', items });
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });
const map = (additionalProperties: Schema): Schema => ({ type: 'object', additionalProperties });

/** An object with these properties; those whose name ends in `?` may be left out. */
function object(properties: Readonly<Record<string, Schema>>, description?: string): Schema {
  const entries = Object.entries(properties);
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace(/\?$/, ''), schema])),
    required: entries.flatMap(([name]) => (name.endsWith('?') ? [] : [name])),
  };
}

const tool = oneOf('system-administration', 'group-administration', 'desktop', 'application');
const operation = oneOf('read', 'add', 'change', 'delete', 'import', 'export', 'act');
const duty = oneOf('configuration', 'security');
const formHead = { id: text, title: text, group: text, kind: oneOf('table', 'single', 'view'), single: yesNo };
const difference = object({ field: text, label: text, old: text, new: text });
const made = map(text);

const problems: Readonly<Record<string, Schema>> = {
  Refusal: object({
    ...{ code: text, words: text, remedy: text, exit: whole, 'http?': whole },
    ...{ 'field?': text, 'form?': text, 'key?': text, 'row?': whole },
    'secondFactor?': object(
      {
        may: list(oneOf('totp', 'passkey', 'recovery')),
        'passkey?': { type: 'object', description: 'PublicKeyCredentialRequestOptionsJSON of WebAuthn Level 3.' },
      },
      'Of security.second-factor-needed: what the login may be completed with.',
    ),
  }),
  Problem: object(
    { refusals: list(ref('Refusal')) },
    'All reasons at once, each with its code; docs/codes.md explains them.',
  ),
};

const people: Readonly<Record<string, Schema>> = {
  Welcome: object({ systemName: text, banner: text }),
  Login: object({
    loginId: text,
    password: text,
    tool,
    'bannerAccepted?': yesNo,
    'newPassword?': text,
    'secondFactor?': ref('SecondFactor'),
  }),
  SecondFactor: {
    oneOf: [
      object({ kind: oneOf('totp', 'recovery'), code: text }),
      object({ kind: { const: 'passkey' }, answer: ref('PasskeyAnswer') }),
    ],
  },
  PasskeyAnswer: object(
    {
      ...{ id: text, rawId: text, type: { const: 'public-key' } },
      response: object({ clientDataJSON: text, authenticatorData: text, signature: text, 'userHandle?': text }),
    },
    'AuthenticationResponseJSON of WebAuthn Level 3; bytes in base64url.',
  ),
  PasswordChange: object({ current: text, new: text }),
  PasswordRules: object({ rules: list(text) }),
  Session: object({
    ...{ id: text, loginId: text, displayName: text, tool, policy: text, csrfToken: text },
    ...{ startedAtMs: whole, endsAtMs: whole, inactivityMinutes: whole, lastLoginAtMs: whole, lastLoginFrom: text },
    ...{ failuresSince: whole, passwordExpiresInDays: whole, accountExpiresInDays: whole, setupDue: yesNo },
    ...{ mustEnrol: yesNo, factorChanges: list(object({ atMs: whole, words: text })) },
  }),
  OwnFactors: object({
    required: yesNo,
    factors: list(
      object({
        ...{ id: text, kind: oneOf('totp', 'passkey'), name: text, madeAtMs: whole, usedAtMs: whole },
        ...{ host: text, stopped: yesNo },
      }),
    ),
    ...{ recoveryCodes: whole, passkeyHost: text },
  }),
  FactorBegin: object({ password: text, name: text }),
  TotpBegun: object({ id: text, secret: text, uri: text }, 'Told this once.'),
  TotpFinish: object({ code: text }),
  PasskeyBegun: object({
    id: text,
    options: { type: 'object', description: 'PublicKeyCredentialCreationOptionsJSON of WebAuthn Level 3.' },
  }),
  PasskeyFinish: object({
    answer: object(
      {
        ...{ id: text, rawId: text, type: { const: 'public-key' } },
        response: object({ clientDataJSON: text, attestationObject: text, 'transports?': list(text) }),
      },
      'RegistrationResponseJSON of WebAuthn Level 3; bytes in base64url.',
    ),
  }),
  PasswordAgain: object({ password: text }),
  FactorsChanged: object({ session: ref('Session'), recoveryCodes: list(text) }),
};

const forms: Readonly<Record<string, Schema>> = {
  FormSummaries: list(object({ ...formHead, records: whole, operations: list(operation) })),
  Form: object({
    ...{ ...formHead, duty, operations: list(operation), 'key?': text, 'schema?': { type: 'object' } },
    actions: list(object({ name: text, label: text, help: text, confirm: text })),
    help: object({ purpose: text, conditions: text, recommendation: text }),
    fields: list(
      object({
        ...{ name: text, label: text, kind: text, help: text, section: text, unit: text, required: yesNo },
        ...{ initial: text, expects: text, made: yesNo, duty, key: yesNo, multiline: yesNo, changeable: yesNo },
        ...{ 'choices?': map(text), 'marks?': map(text), 'references?': text, 'file?': map(text) },
      }),
    ),
  }),
  Record: map({}),
  RecordView: object({ key: text, version: whole, changedAtMs: whole, changedBy: text, values: map({}) }),
  Page: object({ total: whole, offset: whole, records: list(ref('RecordView')) }),
  Changes: object({
    changes: list({
      oneOf: [
        object({ kind: { const: 'add' }, form: text, patch: map({}), 'copyOf?': text }),
        object({ kind: { const: 'change' }, form: text, 'key?': text, patch: map({}), 'version?': whole }),
        object({ kind: { const: 'delete' }, form: text, key: text, 'version?': whole }),
      ],
    }),
    'dryRun?': yesNo,
  }),
  Changed: object({
    dryRun: yesNo,
    records: list(
      object({
        ...{ form: text, key: text, kind: text, version: whole, made },
        differences: list(object({ label: text, old: text, new: text })),
      }),
    ),
  }),
  RecordHistory: object({
    changes: list(
      object({
        ...{ auditId: whole, atMs: whole, by: text, kind: oneOf('add', 'change', 'delete'), form: text, key: text },
        ...{ differences: list(difference), notUndoable: text },
      }),
    ),
    fields: map(object({ atMs: whole, by: text, auditId: whole })),
  }),
  Undo: object({ auditId: whole, 'dryRun?': yesNo }),
  Work: object({
    ...{ id: text, state: oneOf('receiving', 'running', 'done', 'refused', 'cancelled') },
    ...{ progress: { type: 'number', minimum: 0, maximum: 1 }, words: text, 'refusals?': list(ref('Refusal')) },
    'imported?': object({
      dryRun: yesNo,
      added: whole,
      changed: whole,
      deleted: whole,
      unchanged: whole,
      made: map(made),
    }),
  }),
};

const listener = object({ name: text, transport: text, address: text, port: whole, closedBecause: text });
const authority = object({ certificatePem: text, fingerprint: text, endsMs: whole });

const system: Readonly<Record<string, Schema>> = {
  FoundList: list(
    object({
      ...{ kind: oneOf('form', 'field', 'help', 'record', 'action'), form: text, formTitle: text },
      ...{ 'key?': text, 'field?': text, words: text, excerpt: text },
    }),
  ),
  Home: object({
    alarms: list(
      object({
        ...{ id: text, severity: oneOf('critical', 'major', 'minor'), words: text, remedy: text, form: text },
        ...{ raisedAtMs: whole, times: whole, acknowledged: yesNo, acknowledgedBy: text },
      }),
    ),
    phones: object({ secure: whole, insecure: whole, missing: whole }),
    calls: list(
      object({
        ...{ id: text, caller: text, called: text, state: text, startedAtMs: whole, secure: yesNo, security: text },
      }),
    ),
    changes: list(object({ auditId: whole, atMs: whole, by: text, words: text, form: text, key: text })),
    system: object({ version: text, startedAtMs: whole, listeners: whole }),
    'security?': object({ grade: text, adopted: text, notMet: whole, toDo: whole }),
    'spent?': object({ day: text, most: list(object({ who: text, day: text })) }),
  }),
  Setup: object({
    ...{ due: yesNo, finishedAtMs: whole, hosts: list(text), listeners: list(listener) },
    ...{ authority, certificateEndsMs: whole },
  }),
  Authority: authority,
  OpenApi: { type: 'object' },
  Verdict: object({ intact: yesNo, entries: whole, words: text }),
  Archives: list(
    object({
      ...{ name: text, firstEntry: whole, lastEntry: whole, firstAtMs: whole, lastAtMs: whole, sizeBytes: whole },
    }),
  ),
};

const line = object({
  ...{ id: text, source: text, statement: text, severity: oneOf('critical', 'major', 'minor') },
  ...{ state: oneOf('met', 'not-met', 'to-do', 'not-applicable', 'unknown'), evidence: text, current: text },
  ...{ wanted: text, why: text, remedy: text, mayBreak: text, form: text, fixable: yesNo },
  ...{ changedAtMs: whole, changedBy: text, auditId: whole },
});

const security: Readonly<Record<string, Schema>> = {
  SecurityReport: object({
    ...{ profile: text, title: text, adopted: text, grade: text, met: yesNo, checkedAtMs: whole, lines: list(line) },
  }),
  Invite: object({ name: text }),
  Invitation: object({ code: text, endsAtMs: whole, port: whole }),
  SecurityApply: object({ profile: text, 'dryRun?': yesNo, 'only?': list(text) }),
  SecurityPlan: object({ profile: text, changed: ref('Changed'), auditId: whole, toDo: list(line) }),
  SecurityHistory: list(
    object({
      ...{ atMs: whole, profile: text, grade: text, met: whole, notMet: whole, toDo: whole, by: text, auditId: whole },
      moved: list(object({ id: text, statement: text, from: text, to: text })),
    }),
  ),
};

const money = 'In ten-thousandths of the currency.';

const calls: Readonly<Record<string, Schema>> = {
  RouteExplained: object({
    ...{ words: text, outcome: oneOf('rings', 'goes-out', 'carried-out', 'refused'), leadsTo: text },
    ...{ refusedWith: text, atMs: whole, steps: list(object({ form: text, key: text, words: text })) },
  }),
  TollSpent: list(
    object({
      ...{ scope: oneOf('extension', 'class', 'trunk', 'system'), who: text, active: whole, callsHour: whole },
      ...{ minutesDay: whole, moneyDay: { ...whole, description: money }, hour: text, day: text, weekend: text },
    }),
  ),
  TollSimulation: object({
    ...{ extension: text, serviceClass: whole, fromMs: whole, toMs: whole, money: text, minutes: whole, calls: whole },
    ...{ amount: { ...whole, description: money }, destination: text, perMinute: text, isUnbounded: yesNo },
    stoppedBy: list(object({ words: text, times: whole })),
  }),
  EmergencyTest: object({
    ...{ findings: list(object({ what: text, state: oneOf('good', 'weak', 'failed'), words: text })) },
    ...{ failed: whole, words: text },
  }),
  TrunkTest: object({ name: text, 'call?': text }),
  TrunkSteps: list(object({ step: text, outcome: oneOf('ok', 'failed', 'skipped'), words: text, remedy: text })),
};

export const schemas: Readonly<Record<string, Schema>> = {
  ...{ ...problems, ...people, ...forms, ...system, ...security, ...calls },
};
