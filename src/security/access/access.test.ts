// The access matrix: what each policy may do with each kind of form, as one table to read.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AnyRecord,
  type Configuration,
  defineForm,
  defineView,
  type Fields,
  type Form,
  type FormOrView,
  initialRecord,
  type Operation,
  operationsOf,
  type RecordWith,
  text,
} from '#forms';
import { systemSecurityManagement } from '../accounts/system-security-management.form.ts';
import { userAuthorizationProfiles } from '../accounts/user-authorization-profiles.form.ts';
import { type Actor, localActor, systemActor } from '../actor.ts';
import { sessionsView } from '../sessions/sessions.view.ts';
import { adminPolicies } from './admin-policies.form.ts';
import { makeAccess } from './make-access.ts';
import { noRights, ownRights, type Rights, securityRights } from './rights.ts';

const help = { purpose: 'For tests.', conditions: 'None.', recommendation: 'None.' };
const words = (label: string) => ({ label, help: `The ${label}.` });
const name = text({ ...words('Name'), max: 10 });
const common = { title: 'Test', group: 'System', help, key: 'name' } as const;

const phones = defineForm({ ...common, id: 'users-and-services', fields: { name } });
const mixed = defineForm({
  ...common,
  id: 'system-options',
  fields: { name, encryption: text({ ...words('Encryption'), initial: '', duty: 'security' }) },
});
const listeners = defineForm({ ...common, id: 'network-listeners', duty: 'security', fields: { name } });
const calls = defineView({
  ...common,
  id: 'calls',
  fields: { name },
  actions: { end: { ...words('End'), confirm: '?' } },
});
const logs = defineView({ ...common, id: 'audit-trail-logs', duty: 'security', fields: { name } });

const forms: readonly FormOrView[] = [
  ...[phones, mixed, listeners, userAuthorizationProfiles, adminPolicies, systemSecurityManagement],
  ...[calls, sessionsView, logs],
];

const policies: Readonly<Record<string, AnyRecord>> = {
  root: { name: 'root', builtIn: true, defaultAccess: 'write', members: {} },
  system: { name: 'system', builtIn: true, defaultAccess: 'write', members: {} },
  reader: { name: 'reader', builtIn: false, defaultAccess: 'read', members: {} },
  'no access': { name: 'no access', builtIn: true, defaultAccess: 'none', members: {} },
  helpdesk: {
    name: 'helpdesk',
    builtIn: false,
    defaultAccess: 'none',
    members: { calls: 'write', 'users-and-services': 'read', 'user-authorization-profiles': 'write' },
  },
};

const configuration: Configuration = {
  // The records above have the fields that access looks at.
  records: <F extends Fields>(form: Form<F>) =>
    new Map(form.id === adminPolicies.id ? Object.entries(policies) : []) as unknown as ReadonlyMap<
      string,
      RecordWith<F>
    >,
  single: initialRecord,
};

const { may, duties } = makeAccess({
  configuration: () => configuration,
  clock: { nowMs: () => 0, steadyMs: () => 0, after: () => () => undefined, afterAbout: () => () => undefined },
  phone: [{ form: phones.id, fields: ['doNotDisturb'], isOwn: true }],
});

const person = (rights: Rights): Actor => ({
  ...{ user: 'anne', sourceIp: '192.0.2.9', application: 'System Administration Tool', context: '', rights },
});
const policy = (of: string): Actor => person({ kind: of === 'root' ? 'root' : 'policy', policy: of });

const actors: Readonly<Record<string, Actor>> = {
  owner: localActor(''),
  system: systemActor(''),
  phone: { user: '201', sourceIp: '192.0.2.1', application: 'SIP', context: '' },
  'portal, no session': { user: '', sourceIp: '192.0.2.1', application: 'Portal', context: '' },
  root: policy('root'),
  'policy system': policy('system'),
  'policy reader': policy('reader'),
  'policy no access': policy('no access'),
  'policy helpdesk': policy('helpdesk'),
  'policy that is gone': policy('gone'),
  'security administrator': person(securityRights),
  'own password': person(ownRights),
  'another tool': person(noRights),
};

const letters: Readonly<Record<Operation, string>> = {
  ...{ read: 'r', add: 'a', change: 'c', delete: 'd', import: 'i', export: 'e', act: '!' },
};

/** Letters of what is allowed, a dot for what is refused; blank where the form does not exist. */
function cell(actor: Actor, form: FormOrView): string {
  const operations = operationsOf(form);
  const verdicts = operations.map((operation) => [operation, may(actor, form, operation)] as const);
  if (verdicts.every(([, verdict]) => verdict === 'invisible')) return '-';
  return verdicts.map(([operation, verdict]) => (verdict === 'allowed' ? letters[operation] : '.')).join('');
}

test('who may do what with which form', () => {
  const ids = forms.map(({ id }) =>
    id.replace('user-authorization-profiles', 'profiles').replace('system-security-management', 'security'),
  );
  const lines = Object.entries(actors).map(([who, actor]) => [who, ...forms.map((form) => cell(actor, form))]);
  const table = [['', ...ids], ...lines].map((line) => line.join(' | ')).join('\n');
  assert.equal(
    table,
    `
 | users-and-services | system-options | network-listeners | profiles | admin-policies | security | calls | sessions | audit-trail-logs
owner | racdie | racdie | racdie | racdie | racdie | rcie | re! | re! | re
system | racdie | racdie | racdie | racdie | racdie | rcie | re! | re! | re
phone | ..c... | - | - | - | - | - | - | - | -
portal, no session | - | - | - | - | - | - | - | - | -
root | racdie | racdie | r....e | racdie | racdie | r..e | re! | re! | re
policy system | racdie | racdie | r....e | racd.. | - | r..e | re! | re! | re
policy reader | r....e | r....e | r....e | r..... | - | r..e | re. | re. | re
policy no access | - | - | - | - | - | - | - | - | -
policy helpdesk | r....e | - | - | racd.. | - | - | re! | - | -
policy that is gone | - | - | - | - | - | - | - | - | -
security administrator | - | r.c..e | racdie | - | r.c..e | rcie | - | re! | re
own password | - | - | - | ..c... | - | - | - | - | -
another tool | - | - | - | - | - | - | - | - | -
`.slice(1, -1),
  );
});

test('whose fields each may change', () => {
  const held = Object.fromEntries(Object.entries(actors).map(([who, actor]) => [who, duties(actor).join(' ')]));
  const both = 'configuration security';
  const { owner, system, 'security administrator': security, ...others } = held;
  assert.deepEqual([owner, system, security], [both, both, 'security']);
  assert.deepEqual(new Set(Object.values(others)), new Set(['configuration']));
});
