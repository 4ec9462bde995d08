// Nobody locks themselves out (SEC-2): a change of levels after which its author could not connect, or ask, as they do now is refused.
// The machine's owner at the local socket has no connection that could be lost, and may always.

import type { Refusal } from '#base';
import type { Look } from '#forms';
import type { Actor } from '../actor.ts';
import { applicationOf, type TlsApplication, tlsApplicationNames } from './applications.ts';
import { type ConnectionFacts, isOffered, judgeServices, serviceOffer, servicesOn } from './judge.ts';
import { type Service, serviceSecurityLevels } from './service-security-levels.form.ts';
import { tlsCodes } from './tls.codes.ts';
import { tlsSecurityLevels } from './tls-security-levels.form.ts';

const listenersForm = 'network-listeners';

/** The forms by whose change somebody may lock themselves out. */
export const lockingForms: readonly string[] = [tlsSecurityLevels.id, serviceSecurityLevels.id, listenersForm];

/** What the author needs to go on: what the change itself needed, and the tool in which it was made. */
function servicesOfAuthor({ application, rights }: Actor): readonly Service[] {
  const own: readonly Service[] = rights?.kind === 'security' ? ['securityAdministration'] : ['configuration'];
  if (application === 'Application') return [...own, 'webServices'];
  return application === 'Manager' ? own : [...own, 'http'];
}

/** Why the author would be locked out by the configuration as it would be. */
export function guardLockout(actor: Actor, look: Look): readonly Refusal[] {
  const { connection } = actor;
  if (connection === undefined) return [];
  const listener = listenerOf(connection, look);
  // Who moves or closes the own listener knows it, and finds the system where it is then.
  if (listener === undefined) return [];
  const levels = look.single(serviceSecurityLevels);
  const onIt = servicesOn[listener.service].map((service) => levels[service]);
  const offer = serviceOffer(look.single(tlsSecurityLevels)[applicationOf(listener)], onIt);
  if (offer === undefined) return [lockedOut('no service would be left on your listener')];
  const { version, suite, certificate } = connection;
  if (!isOffered(offer, connection))
    return [lockedOut(`your connection (${version}, ${suite}) would not be negotiated any more`)];
  if (offer.needsCertificate && certificate === '')
    return [
      lockedOut('a client certificate would be asked for, and your connection has shown none that is recognised'),
    ];
  const refusal = judgeServices(needed(actor, listener.service), levels, connection);
  return refusal === undefined ? [] : [lockedOut(lowered(refusal.words))];
}

const needed = (actor: Actor, service: 'https' | 'management'): readonly Service[] =>
  servicesOfAuthor(actor).filter((name) => service === 'https' || name !== 'http');

const lockedOut = (why: string): Refusal => tlsCodes.refuse('security.locks-author-out', { why });

/** A sentence as a part of another. */
const lowered = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1).replace(/\.$/, '');

interface Listener {
  readonly service: 'https' | 'management';
  readonly application: TlsApplication;
}

/** The listener of the connection; none where it would be closed. Its form stands a floor above: it is found by its id. */
function listenerOf({ listener: name }: ConnectionFacts, look: Look): Listener | undefined {
  if (!look.formIds().includes(listenersForm)) return undefined;
  const has = (field: string, value: unknown): boolean => look.keysWith(listenersForm, field, value).includes(name);
  const service = (['https', 'management'] as const).find((one) => has('service', one));
  const application = tlsApplicationNames.find((one) => has('application', one));
  if (service === undefined || application === undefined || !has('enabled', true)) return undefined;
  return { service, application };
}
