// The form Network Listeners: every address and port on which the system takes connections.

import type { Refusal } from '#base';
import { address, choice, defineForm, isEveryAddress, type Look, type RecordOf, text, whole, yesNo } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';

export const networkListeners = defineForm({
  id: 'network-listeners',
  title: 'Network Listeners',
  group: 'Network',
  help: {
    purpose:
      'Lists every address and port on which the system takes connections: what is not here and enabled is closed.',
    conditions:
      'Two enabled listeners cannot share a port of one address. A change takes effect at once, without a restart: a listener that is switched off or moved takes no new connection, and phones come back on the new one. Whoever moves or switches off HTTPS must log in again where it is then; `ringfence form set network-listeners https` on the machine itself always works. Ports below 1024 need the operating system to permit them.',
    recommendation:
      'Leave only HTTPS and SIP over TLS enabled. Put HTTPS on the address of the network from which the system is administered. Where an old device knows nothing else, open the unencrypted listener on an address that only its network reaches, and limit the extension to that network.',
  },
  duty: 'security',
  key: 'name',
  first: [
    { name: 'https', service: 'https', port: 8443, enabled: true },
    { name: 'sip-tls', service: 'sip-tls', port: 5061, enabled: true },
    { name: 'sip-tcp', service: 'sip-tcp', port: 5060, enabled: false },
    { name: 'sip-udp', service: 'sip-udp', port: 5060, enabled: false },
  ],
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the listener in lists, logs and the audit trail.',
      max: 32,
      pattern: /^[a-z0-9][a-z0-9-]*$/,
      expects: '1 to 32 lower-case letters, digits and hyphens',
    }),
    service: choice({
      label: 'Service',
      help: 'What is spoken there. SIP over TCP and over UDP are not encrypted: whoever is on the way reads who calls whom, can alter it, and reads the media keys of SRTP; a call with such a leg is never shown as secure.',
      of: {
        https: 'HTTPS: the tools in the browser and the REST interface, encrypted',
        'sip-tls': 'SIP over TLS, encrypted',
        'sip-tcp': 'SIP over TCP, not encrypted',
        'sip-udp': 'SIP over UDP, not encrypted',
      },
    }),
    address: address({
      label: 'Address',
      help: 'The address of this machine on which to listen. 0.0.0.0 stands for all its IPv4 addresses, :: for all of them.',
      initial: '0.0.0.0',
    }),
    port: whole({
      label: 'Port',
      help: 'The port on which to listen. 0 takes any free port, which `ringfence status` tells; for tests and several systems on one machine.',
      min: 0,
      max: 65_535,
    }),
    enabled: yesNo({
      label: 'Enabled',
      help: 'Whether the listener is open.',
      initial: false,
    }),
  },
  rules: (record, look) => (record.enabled && record.port > 0 ? overlapping(record, look) : []),
});

export type NetworkListener = RecordOf<typeof networkListeners>;

interface Place {
  readonly name: string;
  readonly service: string;
  readonly address: string;
  readonly port: number;
}

function overlapping(record: Place, look: Look): Refusal[] {
  for (const name of look.keysWith('network-listeners', 'port', record.port)) {
    const other = look.records(networkListeners).get(name);
    if (other?.enabled && name !== record.name && sharePort(other, record))
      return [callsFormCodes.refuse('calls.listener-overlaps', { port: record.port, other: name }, 'port')];
  }
  return [];
}

const sharePort = (a: Place, b: Place): boolean =>
  protocolOf(a.service) === protocolOf(b.service) &&
  (a.address === b.address || isEveryAddress(a.address) || isEveryAddress(b.address));

/** TLS runs over TCP and shares its ports. */
const protocolOf = (service: string): string => (service === 'sip-udp' ? 'udp' : 'tcp');
