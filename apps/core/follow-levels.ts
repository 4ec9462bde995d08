// Levels and switches as they are now, on every listener (SEC-1 to SEC-3): what may be negotiated, what may be open, who is asked for
// a certificate. Changes hold for connections from then on, at once.

import type { Log } from '#base';
import { networkListeners } from '#calls';
import {
  certificateChecks,
  interfaceOf,
  serviceSecurityLevels,
  tlsSecurityLevels,
  trustedCertificates,
  unsecuredInterfaces,
} from '#security';
import type { House } from './house.ts';
import type { Listeners } from './listeners.ts';
import { needsRsa } from './open-or-closed.ts';
import type { Portal } from './portal/portal.ts';

export interface LevelsOptions {
  readonly house: House;
  readonly listeners: Listeners;
  readonly portal: Portal;
  /** Ends what is connected over TCP without TLS. */
  readonly disconnectPlain: () => void;
  readonly log: Log;
}

/** Follows them from now on. Returns when they are followed once; what it gives resolves when all changes so far are. */
export async function followLevels(options: LevelsOptions): Promise<() => Promise<void>> {
  const { house, listeners, portal, disconnectPlain, log } = options;
  const { administration, clients } = house;
  let last: Promise<void> = showCertificates(options);
  await last;
  const look = (): void => {
    last = last
      .then(() => showCertificates(options))
      .catch((fault) => void log.fault('a level was not followed', fault));
  };
  const openOrClose = (): void => {
    portal.configure();
    listeners.lookAgain(administration.configuration.records(networkListeners).values());
  };
  administration.onChange(tlsSecurityLevels, look);
  administration.onChange(networkListeners, look);
  administration.onChange(serviceSecurityLevels, openOrClose);
  administration.onChange(unsecuredInterfaces, ({ key, after }) => {
    openOrClose();
    if (key === interfaceOf('sip-tcp') && after?.enabled !== true) disconnectPlain();
  });
  const recognise = (): void => {
    clients.lookAgain();
    portal.configure();
  };
  administration.onChange(trustedCertificates, recognise);
  administration.onChange(certificateChecks, recognise);
  return () => last;
}

/** Levels below High have suites that need an RSA certificate. */
async function showCertificates({ house, listeners, portal }: LevelsOptions): Promise<void> {
  const { administration, security } = house;
  for (const place of ['web', 'device', 'telephony'] as const)
    await security.identities.setRsa(place, needsRsa(administration.configuration, place));
  listeners.renew();
  portal.configure();
}
