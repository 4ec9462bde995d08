// Whether an enabled listener may be open: its interface is switched on (SEC-3), and a service on it enabled (SEC-2).

import { type NetworkListener, networkListeners } from '#calls';
import type { Configuration } from '#forms';
import {
  applicationOf,
  interfaceOf,
  isServiceOn,
  isUnsecured,
  type ServiceOffer,
  serviceOffer,
  serviceSecurityLevels,
  servicesOn,
  type TlsLevel,
  tlsSecurityLevels,
  unsecuredInterfaceTitle,
} from '#security';

type Use = Pick<NetworkListener, 'service' | 'application'>;

/** The TLS level of a listener: that of its application. */
export const levelOf = (configuration: Configuration, listener: Use): TlsLevel =>
  configuration.single(tlsSecurityLevels)[applicationOf(listener)];

/** The listeners that show the certificate of a place; that of the web server may serve as the device's too. */
const shownOn = { web: ['https', 'management'], device: ['management', 'smdr-tls'], telephony: ['sip-tls'] } as const;

/** Whether a place must show an RSA certificate too: the suites of the levels below High are for such. */
export function needsRsa(configuration: Configuration, place: keyof typeof shownOn): boolean {
  const services: readonly string[] = shownOn[place];
  const records = [...configuration.records(networkListeners).values()];
  return records.some(
    (record) => record.enabled && services.includes(record.service) && levelOf(configuration, record) !== 'high',
  );
}

/** What an encrypted listener of the portal offers; undefined where no service on it is enabled. */
export function offerOf(configuration: Configuration, { service, application }: Use): ServiceOffer | undefined {
  if (service !== 'https' && service !== 'management') return undefined;
  const levels = configuration.single(serviceSecurityLevels);
  const level = levelOf(configuration, { service, application });
  return serviceOffer(
    level,
    servicesOn[service].map((name) => levels[name]),
  );
}

/** Why an enabled listener must stay closed; blank where it need not. */
export function whyClosed(configuration: Configuration, listener: Use): string {
  const { service } = listener;
  const name = interfaceOf(service);
  if (name !== undefined && !isServiceOn(configuration, service))
    return `${unsecuredInterfaceTitle(name)} is switched off in Unsecured Interfaces`;
  const { http } = configuration.single(serviceSecurityLevels);
  if (service === 'http' && !isUnsecured(http)) return `the service level of HTTP is ${http}`;
  const isOfPortal = service === 'https' || service === 'management';
  if (!isOfPortal) return '';
  const offer = offerOf(configuration, listener);
  if (offer === undefined) return 'every service on it is disabled in Service Security Levels';
  return offer.suites.length === 0 ? 'its TLS level and its service levels have no cipher suite in common' : '';
}
