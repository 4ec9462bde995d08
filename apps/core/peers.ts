// Who is recognised by a certificate: how those of others are judged, and the clients that were.

import type { Clock, Log } from '#base';
import { networkListeners } from '#calls';
import type { Configuration } from '#forms';
import { httpFetch } from '#outbound';
import { Clients, PeerChecks, type Security, serviceSecurityLevels } from '#security';
import type { Services } from './core-door.ts';

export interface PeersParts {
  readonly security: Pick<Security, 'authority' | 'identities'>;
  readonly configuration: () => Configuration;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Peers {
  readonly checks: PeerChecks;
  readonly clients: Clients;
}

export function makePeers({ security, configuration, clock, log }: PeersParts): Peers {
  const { authority, identities } = security;
  const checks = new PeerChecks({
    ...{ configuration, fetch: httpFetch, clock, log },
    own: {
      authority: () => authority.facts.certificatePem,
      shown: () => (['web', 'telephony', 'device'] as const).flatMap((place) => pemsOf(identities, place)),
      isRevoked: () => false,
    },
  });
  // A service that asks for certificates asks for known ones: below Medium anybody could make themselves one.
  const level = () => (checks.levelOf('management') === 'high' ? 'high' : 'medium');
  const clients = new Clients((chain) => checks.check('management', chain, { usage: 'client', level: level() }), clock);
  checks.changed.on(() => clients.lookAgain());
  return { checks, clients };
}

const pemsOf = (identities: PeersParts['security']['identities'], place: 'web' | 'telephony' | 'device'): string[] =>
  identities.of(place).map(({ certificate }) => certificate);

/** By what the connections of requests are judged. */
export const makeServices = (configuration: () => Configuration, clients: Clients): Services => ({
  levels: () => configuration().single(serviceSecurityLevels),
  clients,
  isManagement: (listener) => configuration().records(networkListeners).get(listener)?.service === 'management',
});
