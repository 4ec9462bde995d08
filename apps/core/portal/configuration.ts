// What the portal is told: its listeners, the names that people may call it by, and the certificate that it shows.

import { networkListeners, splitPublicNames, systemOptions } from '#calls';
import { type Configuration, isEveryAddress } from '#forms';
import { type Identities, ownNames, tlsOptions } from '#security';
import type { PortalConfiguration } from '../portal-protocol.ts';
import type { ListenerLine } from '../protocol.ts';

/** Every name and address by which this system is reached, those that only its administrator knows among them. */
export function namesOf(configuration: Configuration): string[] {
  const { realm, publicNames } = configuration.single(systemOptions);
  return ownNames([realm, ...splitPublicNames(publicNames)]);
}

export function portalConfiguration(configuration: Configuration, identities: Identities): PortalConfiguration {
  const listeners = [...configuration.records(networkListeners).values()].filter(
    ({ service, enabled }) => service === 'https' && enabled,
  );
  const [shown] = identities.of('web');
  const { secureOptions = 0, ciphers = '', ecdhCurve = '' } = tlsOptions('high', shown);
  return {
    listeners: listeners.map(({ name, address, port }) => ({ name, address, port })),
    hosts: [...new Set(namesOf(configuration).map((name) => name.toLowerCase()))],
    tls: {
      ...{ cert: shown.certificate, key: shown.key.reveal() },
      ...{ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3', ciphers, ecdhCurve, honorCipherOrder: true, secureOptions },
    },
  };
}

/** Where people log in, by the listeners that are open: under the first public name, at the address, or by this machine's name. */
export function logInAt(configuration: Configuration, listeners: readonly ListenerLine[]): string[] {
  const [publicName] = splitPublicNames(configuration.single(systemOptions).publicNames);
  const [ownName = 'localhost'] = namesOf(configuration);
  return listeners
    .filter(({ closedBecause }) => closedBecause === '')
    .map(({ address, port }) => {
      const host = publicName ?? (isEveryAddress(address) ? ownName : address);
      return `https://${host.includes(':') ? `[${host}]` : host}:${port}/`;
    });
}
