// Who is recognised by a certificate: how those of others are judged, and the clients that were.

import { type Clock, type Log, ok, type Result } from '#base';
import type { Configuration } from '#forms';
import { httpFetch } from '#outbound';
import { Clients, fingerprintOf, type Managers, PeerChecks, type Purpose, type Security } from '#security';

export interface PeersParts {
  readonly security: Pick<Security, 'authority' | 'identities'>;
  readonly managers: Pick<Managers, 'isCode' | 'codesChanged'>;
  readonly configuration: () => Configuration;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Peers {
  readonly checks: PeerChecks;
  readonly clients: Clients;
}

export function makePeers({ security, managers, configuration, clock, log }: PeersParts): Peers {
  const { authority, identities } = security;
  const checks = new PeerChecks({
    ...{ configuration, fetch: httpFetch, clock, log },
    own: {
      authority: () => authority.facts.certificatePem,
      shown: () => (['web', 'telephony', 'device'] as const).flatMap((place) => pemsOf(identities, place)),
      isRevoked: (serial) => authority.isRevoked(serial),
      isEnrolled: (purpose, fingerprint) => isIssuedBy(authority, purpose, fingerprint),
    },
  });
  // A service that asks for certificates asks for known ones: below Medium anybody could make themselves one.
  const level = () => (checks.levelOf('management') === 'high' ? 'high' : 'medium');
  // Who has a code for an enrolment is let in with what is made of it, for the enrolment alone.
  const check = async (chain: readonly Buffer[]): Promise<Result<unknown>> =>
    managers.isCode(fingerprintOf(chain[0] ?? Buffer.alloc(0)))
      ? ok(undefined)
      : checks.check('management', chain, { usage: 'client', level: level() });
  const clients = new Clients(check, clock);
  managers.codesChanged.on(() => clients.lookAgain());
  authority.changed.on(() => checks.forget());
  identities.changed.on(() => checks.forget());
  checks.changed.on(() => clients.lookAgain());
  return { checks, clients };
}

const enrolledFor: Readonly<Record<Purpose, readonly string[]>> = {
  management: ['person', 'manager'],
  telephony: ['phone'],
  outgoing: ['controller'],
};

/** What our own authority issued it has a record of, which is as good as a copy in the store. */
const isIssuedBy = (authority: PeersParts['security']['authority'], purpose: Purpose, fingerprint: string): boolean =>
  authority
    .issued()
    .some((one) => one.fingerprint === fingerprint && one.state === 'good' && enrolledFor[purpose].includes(one.kind));

const pemsOf = (identities: PeersParts['security']['identities'], place: 'web' | 'telephony' | 'device'): string[] =>
  identities.of(place).map(({ certificate }) => certificate);
