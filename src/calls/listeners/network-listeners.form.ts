// The form Network Listeners: every address and port on which the system takes connections.

import type { Refusal } from '#base';
import { address, choice, defineForm, isEveryAddress, type Look, type RecordOf, text, whole, yesNo } from '#forms';
import {
  applicationOf,
  fittingApplications,
  interfaceOf,
  isInterfaceOn,
  isUnsecured,
  serviceSecurityLevels,
  tlsApplications,
  tlsCodes,
  unsecuredInterfaceTitle,
} from '#security';
import { callsFormCodes } from '../configuration.codes.ts';

export const networkListeners = defineForm({
  id: 'network-listeners',
  title: 'Network Listeners',
  group: 'Network',
  help: {
    purpose:
      'Lists every address and port on which the system takes connections: what is not here and enabled is closed.',
    conditions:
      'Two enabled listeners cannot share a port of one address. One that is not encrypted can be enabled only while its interface is switched on in Unsecured Interfaces. A change takes effect at once, without a restart: a listener that is switched off or moved takes no new connection, and phones come back on the new one. Whoever moves or switches off HTTPS must log in again where it is then; `ringfence form set network-listeners https` on the machine itself always works. Ports below 1024 need the operating system to permit them.',
    recommendation:
      'Leave only HTTPS and SIP over TLS enabled. Put HTTPS on the address of the network from which the system is administered. Where an old device knows nothing else, open the unencrypted listener on an address that only its network reaches, and limit the extension to that network.',
  },
  duty: 'security',
  key: 'name',
  first: [
    { name: 'https', service: 'https', port: 8443, enabled: true },
    { name: 'management', service: 'management', port: 8444, enabled: true },
    { name: 'http', service: 'http', port: 8080, enabled: false },
    { name: 'sip-tls', service: 'sip-tls', port: 5061, enabled: true },
    { name: 'sip-tcp', service: 'sip-tcp', port: 5060, enabled: false },
    { name: 'sip-udp', service: 'sip-udp', port: 5060, enabled: false },
    { name: 'smdr', service: 'smdr', port: 1752, enabled: false },
    { name: 'smdr-tls', service: 'smdr-tls', port: 1754, enabled: false },
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
        management: 'Management: Managers on administrators’ own machines, encrypted, known by their certificates',
        http: 'HTTP: challenges of certificate authorities, revoked certificates and a way to HTTPS, not encrypted',
        'sip-tls': 'SIP over TLS, encrypted',
        'sip-tcp': 'SIP over TCP, not encrypted',
        'sip-udp': 'SIP over UDP, not encrypted',
        'smdr-tls': 'SMDR over TLS: records of calls for the programs that SMDR Options allows, encrypted',
        smdr: 'SMDR: the same, not encrypted',
      },
    }),
    application: choice({
      label: 'Application',
      help: 'Whose level of TLS Security Levels holds for its connections. Listeners of SIP are for SIP, IP sets or IP trunks; those of SMDR for data services or trusted applications; HTTPS is for the web, trusted applications, the call-control API or data services. Of a listener that is not encrypted it says nothing.',
      of: tlsApplications,
      initial: 'ipSets',
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
  settle: (record, { before }) => ({ application: settledApplication(record, before) }),
  rules: (record, look) => [
    ...unfit(record),
    ...(record.enabled ? switchedOff(record, look) : []),
    ...(record.enabled && record.port > 0 ? overlapping(record, look) : []),
  ],
});

export type NetworkListener = RecordOf<typeof networkListeners>;

type Application = keyof typeof tlsApplications;
interface Use {
  readonly service: string;
  readonly application: Application;
}

/** Where nobody chose an application for this service, its usual one holds; what somebody chose is left for the rules to judge. */
const settledApplication = (record: Use, before: Use | undefined): Application =>
  record.application === (before?.application ?? 'ipSets') && record.service !== before?.service
    ? applicationOf(record)
    : record.application;

function unfit({ service, application }: Use): Refusal[] {
  const fitting = fittingApplications(service);
  if (fitting.includes(application)) return [];
  const values = { service, application: tlsApplications[application], fitting: fitting.join(', ') };
  return [tlsCodes.refuse('security.application-unfit', values, 'application')];
}

/** What is not encrypted is open only where the security administrator has said so. */
function switchedOff({ service }: { readonly service: string }, look: Look): Refusal[] {
  const name = interfaceOf(service);
  if (name === undefined) return [];
  if (!isInterfaceOn(look, name))
    return [tlsCodes.refuse('security.interface-off', { title: unsecuredInterfaceTitle(name) }, 'enabled')];
  const { http } = look.single(serviceSecurityLevels);
  return service === 'http' && !isUnsecured(http)
    ? [tlsCodes.refuse('security.http-secured', { level: http }, 'enabled')]
    : [];
}

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
