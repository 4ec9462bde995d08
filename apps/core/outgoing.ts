// What this system demands of servers that it connects to: TLS of the level for data services, and a certificate that holds.

import type { OutboundTls } from '#outbound';
import { outgoingTls, tlsSecurityLevels } from '#security';
import type { House } from './house.ts';

/** `withDevice`: the device certificate is shown to the server, where it asks. */
export function outgoingOf({ administration, security, checks }: House, withDevice: boolean): OutboundTls {
  const { dataServices } = administration.configuration.single(tlsSecurityLevels);
  const [device] = withDevice ? security.identities.of('device') : [];
  return {
    ...outgoingTls(dataServices),
    ca: [...checks.trustAnchors('outgoing')],
    checkServer: ({ host, chain, stapled }) => checks.check('outgoing', chain, { host, stapled, usage: 'server' }),
    ...(device === undefined ? {} : { cert: device.certificate, key: device.key.reveal() }),
  };
}
