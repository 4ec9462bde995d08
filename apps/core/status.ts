// What runs, in the lines of the protocol: listeners, registrations, calls.

import { keyOfRegistration, usersAndServices } from '#calls';
import { partiesOf } from './call-parties.ts';
import type { DoorOptions } from './door-options.ts';
import type { CallLine, ListenerLine, RegistrationLine, StatusLine } from './protocol.ts';
import type { GradeLine } from './security-protocol.ts';
import type { Network } from './wire.ts';

export async function statusOf(
  { house, network, version, startedAtMs }: DoorOptions,
  security: GradeLine,
): Promise<StatusLine> {
  await network?.settled();
  const { authority, identities } = house.security;
  const stations = network?.calls.stations.all() ?? [];
  let registrations = 0;
  for (const station of stations) registrations += station.bindings.length;
  return {
    state: network === undefined ? 'offline' : 'running',
    version,
    pid: process.pid,
    directory: house.directory.path,
    startedAtMs,
    listeners: listenerLines(network),
    logIn: network?.portal.addresses ?? [],
    extensions: house.administration.configuration.records(usersAndServices).size,
    registrations,
    calls: network?.calls.calls.size ?? 0,
    connections: network?.connections ?? 0,
    dialogs: network?.calls.dialogs ?? 0,
    transactions: network?.calls.layer.size ?? 0,
    authorityFingerprint: authority.facts.fingerprint,
    certificateEndsMs: Math.min(identities.facts('telephony').endsMs, identities.facts('web').endsMs),
    security,
  };
}

/** Every enabled listener, those of the portal first. */
export const listenerLines = (network: Network | undefined): readonly ListenerLine[] =>
  network === undefined ? [] : [...network.portal.lines, ...network.listeners.lines, ...network.smdr.listeners.lines];

export const registrationLines = (network: Network | undefined): RegistrationLine[] =>
  [...(network?.calls.stations.all() ?? [])].flatMap((station) =>
    station.bindings.map((binding) => ({
      id: keyOfRegistration(station, binding),
      extension: station.number,
      name: station.record.name,
      contact: binding.contact,
      address: `${binding.flow.remoteAddress}:${binding.flow.remotePort}`,
      transport: binding.flow.transport,
      tlsVersion: binding.flow.tls?.version ?? '',
      tlsSuite: binding.flow.tls?.suite ?? '',
      userAgent: binding.userAgent,
      expiresAtMs: binding.expiresAtMs,
    })),
  );

export const callLines = (network: Network | undefined): CallLine[] =>
  [...(network?.calls.calls.values() ?? [])].map((call) => ({
    id: call.id,
    ...partiesOf(call),
    state: call.state,
    startedAtMs: call.account.startedAtMs,
    answeredAtMs: call.account.answeredAtMs,
    secure: call.state === 'talking' ? (call.security.secure ? `secure, ${call.security.suite}` : 'not secure') : '',
  }));
