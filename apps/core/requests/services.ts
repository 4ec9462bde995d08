// Which services a request of the portal needs (SEC-2), and whether its connection is good enough for them. A request that is not in
// the table needs security administration: what nobody has thought about is for the fewest.

import type { Refusal } from '#base';
import { type Actor, type ConnectionFacts, judgeServices, type Service, type ServiceSecurityLevels } from '#security';
import type { PortalFrom } from '../portal-protocol.ts';
import { forms, views } from '../product.ts';

/** `form`: that of the forms and views which the request names. `session`: whoever is logged in may, over whatever connection. */
type Need = Service | readonly Service[] | 'form' | 'session';

const needs: Readonly<Record<string, Need>> = {
  ...{ session: 'session', logout: 'session', 'password.change': 'session', events: 'session' },
  'form.list': 'session',
  // It finds records of forms and of views.
  search: ['configuration', 'systemStatus'],
  ...{ 'factors.own': 'session', 'factors.totp.begin': 'session', 'factors.totp.finish': 'session' },
  ...{ 'factors.passkey.begin': 'session', 'factors.passkey.finish': 'session' },
  ...{ 'factors.recovery.renew': 'session', 'factors.remove': 'session' },
  ...{ 'form.describe': 'form', 'form.get': 'form', 'form.query': 'form', 'form.export': 'form' },
  ...{ 'form.history': 'form', 'form.change': 'form', 'form.act': 'form', 'form.import': 'form' },
  'form.undo': 'configuration',
  ...{ 'work.start': 'form', 'work.add': 'session', 'work.run': 'session' },
  ...{ 'work.get': 'session', 'work.cancel': 'session' },
  ...{ home: 'systemStatus', 'audit.verify': 'systemStatus', 'audit.export': 'systemStatus' },
  ...{
    'audit.archives': 'systemStatus',
    'audit.archive.export': 'systemStatus',
    'certificate.authority': 'systemStatus',
    'certificate.crl': 'systemStatus',
    'certificate.issue': 'securityAdministration',
    'certificate.acme': 'securityAdministration',
  },
  ...{ status: 'systemStatus', 'audit.list': 'systemStatus', 'history.list': 'systemStatus' },
  ...{ 'registrations.list': 'systemStatus', 'calls.list': 'systemStatus' },
  ...{ 'user.list': 'configuration', 'user.unlock': 'configuration', 'user.resetPassword': 'configuration' },
  ...{ 'manager.renew': 'session', 'manager.invite': 'securityAdministration' },
  ...{ 'security.check': 'securityAdministration', 'security.apply': 'securityAdministration' },
  ...{ 'security.history': 'securityAdministration', 'security.drill': 'securityAdministration' },
  'emergency.test': 'systemStatus',
  'trunk.test': 'configuration',
  ...{ 'toll.spent': 'systemStatus', 'toll.simulate': 'configuration' },
  ...{ 'setup.get': 'configuration', 'setup.done': 'configuration' },
  'route.explain': 'configuration',
};

/** Whether the table has thought about a request. */
export const isJudged = (method: string): boolean => Object.hasOwn(needs, method);

const duties = new Map([...forms, ...views].map(({ id, duty, kind }) => [id, { duty, kind }]));

/** Of a form that does not exist nothing is needed: it is refused by name. */
function serviceOfForm(id: unknown): Service | undefined {
  const form = typeof id === 'string' ? duties.get(id) : undefined;
  if (form?.duty === 'security') return 'securityAdministration';
  return form?.kind === 'view' ? 'systemStatus' : 'configuration';
}

function formsNamed(params: unknown): unknown[] {
  if (typeof params !== 'object' || params === null) return [];
  const { form, view, changes } = params as Readonly<Record<string, unknown>>;
  const named = Array.isArray(changes) ? changes.map((change: { readonly form?: unknown } | null) => change?.form) : [];
  return [form, view, ...named].filter((id) => id !== undefined);
}

/** The services of a request: its own, that of who asks, and that of programs where one asks. */
export function servicesOf(
  method: string,
  params: unknown,
  actor: Pick<Actor, 'rights' | 'application'>,
): Set<Service> {
  const need = (isJudged(method) ? needs[method] : undefined) ?? 'securityAdministration';
  const services = new Set<Service>();
  if (need === 'session') return services;
  for (const service of need === 'form' ? formsNamed(params).map(serviceOfForm) : [need].flat())
    if (service !== undefined) services.add(service);
  // Whatever the security administrator does is security administration, a field of another form too.
  if (actor.rights?.kind === 'security') services.add('securityAdministration');
  if (actor.application === 'Application') services.add('webServices');
  return services;
}

/** The connection of a request; what the portal does not tell speaks against it. */
export const connectionOf = (from: PortalFrom): ConnectionFacts => ({
  listener: from.listener ?? '',
  version: from.version ?? '',
  suite: from.suite ?? '',
  certificate: from.certificate ?? '',
  certificateRefused: from.certificateRefused ?? '',
});

/** Why the connection is not good enough for the request; undefined when it is. */
export const judgeRequest = (
  method: string,
  params: unknown,
  actor: Actor,
  levels: ServiceSecurityLevels,
): Refusal | undefined =>
  actor.connection && judgeServices(servicesOf(method, params, actor), levels, actor.connection);
