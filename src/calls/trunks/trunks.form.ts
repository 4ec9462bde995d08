// The form SIP Trunks: the ways to the public network, how each end proves itself, and what of identity and media passes.

import type { Refusal } from '#base';
import {
  choice,
  choices,
  defineForm,
  type Look,
  NetworkList,
  networks,
  type RecordOf,
  secret,
  text,
  whole,
  yesNo,
} from '#forms';
import { interfaceOf, isInterfaceOn, tlsCodes, unsecuredInterfaceTitle } from '#security';
import { callsFormCodes } from '../configuration.codes.ts';
import { permissionFields } from '../restriction/permissions.ts';
import { mostProxies, parseProxies, tidyProxies } from './proxies.ts';

const mostTrunks = 999;

export const trunks = defineForm({
  id: 'trunks',
  title: 'SIP Trunks',
  group: 'Calls and routing',
  help: {
    purpose:
      'Lists the connections to the public network and to other systems: where each leads, how both ends prove who they are, how many calls it takes, and how private they must be.',
    conditions:
      'A trunk takes only calls that Routes send to it, and lets in only what Inbound Numbers name. Who sends is known by certificate, by address or by the connection that we registered over, never by what a header says. A trunk without TLS needs its interface in Unsecured Interfaces. A change applies to the next call; calls in progress go on as they began.',
    recommendation:
      'Use TLS and require encrypted media where the provider can do both. Name the addresses that the provider sends from. Take as many channels as you pay for, and keep one back for emergency calls.',
  },
  key: 'name',
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the trunk in routes, lists, records and the audit trail.',
      section: 'Trunk',
      max: 32,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      expects: '1 to 32 letters, digits and . _ -, the first a letter or digit',
    }),
    number: whole({
      label: 'Number',
      help: 'What SMDR records call it: T and these three digits.',
      section: 'Trunk',
      min: 1,
      max: mostTrunks,
    }),
    enabled: yesNo({
      label: 'Enabled',
      help: 'No takes it out of service: it neither registers nor takes calls in either direction.',
      section: 'Trunk',
      initial: true,
    }),
    ...permissionFields,
    transport: choice({
      label: 'Transport',
      help: 'How SIP reaches the provider. TCP and UDP are not encrypted: whoever is on the way reads who calls whom and the keys of encrypted media.',
      section: 'Connection',
      of: { tls: 'TLS, encrypted', tcp: 'TCP, not encrypted', udp: 'UDP, not encrypted' },
      initial: 'tls',
    }),
    proxies: text({
      label: 'Proxies',
      help: 'Where calls are sent, in the order in which they are tried, separated by blanks: a host name, which is looked up by NAPTR and SRV (RFC 3263), or a name or address with a port, which is taken as it stands. One that does not answer is passed over until it answers again.',
      section: 'Connection',
      max: 1_000,
      tidy: tidyProxies,
      holds: (value) => parseProxies(value) !== undefined,
      expects: `1 to ${mostProxies} host names or addresses, each with a port where it has none in the DNS, separated by blanks`,
    }),
    domain: text({
      label: 'Domain',
      help: 'The domain of the provider in the addresses that we write. Blank: the host of the first proxy.',
      section: 'Connection',
      initial: '',
      max: 253,
      tidy: (value) => value.toLowerCase(),
      pattern: /^[a-z0-9:[\]]([a-z0-9.:[\]-]*[a-z0-9\]])?$/,
      expects: 'a domain name or an address',
    }),
    certificateName: text({
      label: 'Certificate name',
      help: 'The name that the provider’s certificate must bear (RFC 5922). Blank: the domain, or the name of the proxy.',
      section: 'Connection',
      initial: '',
      max: 253,
      tidy: (value) => value.toLowerCase(),
      pattern: /^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/,
      expects: 'a host name or an address',
    }),
    offerCertificate: yesNo({
      label: 'Offer our certificate',
      help: 'Whether the telephony certificate is shown to a provider who asks for one (mutual TLS).',
      section: 'Connection',
      initial: false,
    }),
    optionsSeconds: whole({
      label: 'Supervision interval',
      help: 'How often each proxy is asked by OPTIONS whether it is there. 0: never, then a proxy is known to be gone only when a call or registration fails there.',
      section: 'Connection',
      unit: 'seconds',
      min: 0,
      max: 3_600,
      initial: 30,
    }),
    registers: yesNo({
      label: 'Registers',
      help: 'Whether we register with the provider, as a phone does. Needed where the provider does not know our address.',
      section: 'Proof',
      initial: false,
    }),
    username: text({
      label: 'User name',
      help: 'Our account with the provider: the user that we register, and with which we answer challenges.',
      section: 'Proof',
      initial: '',
      max: 64,
      pattern: /^[\x21-\x7e]+$/,
      expects: 'printable characters without blanks',
    }),
    secret: secret({
      label: 'Secret',
      help: 'The password of that account.',
      section: 'Proof',
      min: 1,
      max: 128,
    }),
    registrationSeconds: whole({
      label: 'Registration time',
      help: 'For how long we register at once; the provider may shorten it.',
      section: 'Proof',
      unit: 'seconds',
      min: 60,
      max: 86_400,
      initial: 600,
    }),
    knownBy: choices({
      label: 'Known by',
      help: 'How a call that comes in is known to be the provider’s. By address: it comes from one of the addresses below. By certificate: it comes over TLS from whoever showed a certificate with the name below. By registration: it comes over the connection, or from the address, where our registration stands. With none of them nothing comes in.',
      section: 'Proof',
      of: { address: 'Address', certificate: 'Certificate', registration: 'Registration' },
      initial: [],
    }),
    addresses: networks({
      label: 'Addresses',
      help: 'From where the provider sends, for those known by address. Two trunks cannot share one.',
      section: 'Proof',
      max: 64,
    }),
    peerName: text({
      label: 'Peer certificate name',
      help: 'The name in the certificate that the provider shows when it connects to us, for those known by certificate.',
      section: 'Proof',
      initial: '',
      max: 253,
      tidy: (value) => value.toLowerCase(),
      pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
      expects: 'a host name',
    }),
    inboundUsername: text({
      label: 'Challenge: user name',
      help: 'Where this is given, the provider must also answer our challenge with this name and the secret below.',
      section: 'Proof',
      initial: '',
      max: 64,
      pattern: /^[\x21-\x7e]+$/,
      expects: 'printable characters without blanks',
    }),
    inboundSecret: secret({
      label: 'Challenge: secret',
      help: 'What the provider must prove that it knows.',
      section: 'Proof',
      min: 12,
      max: 128,
    }),
    channels: whole({
      label: 'Channels',
      help: 'How many calls it carries at once, in both directions together.',
      section: 'Channels',
      unit: 'calls',
      min: 1,
      max: 10_000,
      initial: 10,
    }),
    emergencyChannels: whole({
      label: 'Kept for emergency calls',
      help: 'How many of the channels only emergency calls may take.',
      section: 'Channels',
      unit: 'calls',
      min: 0,
      max: 100,
      initial: 0,
    }),
    preempts: yesNo({
      label: 'Emergency calls pre-empt',
      help: 'Whether an emergency call that finds every channel busy ends the newest other call on it.',
      section: 'Channels',
      initial: false,
    }),
    mediaSecurity: choice({
      label: 'Media security',
      help: 'Whether calls over it must be encrypted. A required call that cannot be is refused with the reason; it is never quietly sent in the clear. An emergency call alone goes out even so.',
      section: 'Privacy',
      of: {
        required: 'Encrypted, or no call',
        preferred: 'Encrypted where the other side can',
        none: 'Never encrypted',
      },
      initial: 'required',
    }),
    assertsIdentity: yesNo({
      label: 'Assert identity',
      help: 'Whether the number of the caller is told in P-Asserted-Identity (RFC 3325), also for callers who withhold it: the provider is then trusted to withhold it further on.',
      section: 'Identity',
      initial: true,
    }),
    trustsIdentity: yesNo({
      label: 'Trust identity',
      help: 'Whether the number in the provider’s P-Asserted-Identity is shown as the caller’s. Otherwise that of From is. Neither ever makes a call ours.',
      section: 'Identity',
      initial: false,
    }),
    diversion: choice({
      label: 'Forwarded calls',
      help: 'How the provider is told who forwarded a call.',
      section: 'Identity',
      of: { none: 'Not at all', diversion: 'Diversion (RFC 5806)', history: 'History-Info (RFC 7044)' },
      initial: 'none',
    }),
    numberFormat: choice({
      label: 'Number format',
      help: 'How numbers of the public network are written towards the provider, after the digits of the route were modified.',
      section: 'Identity',
      of: {
        plus: 'With + and country code (+498912345)',
        international: 'With country code (498912345)',
        national: 'As within the country (08912345)',
        dialled: 'As the route leaves them',
      },
      initial: 'plus',
    }),
    callerNumber: text({
      label: 'Main number',
      help: 'The number that is presented for callers who have none of their own, with + and country code. Blank: their extension.',
      section: 'Identity',
      initial: '',
      max: 16,
      pattern: /^\+[1-9]\d{3,14}$/,
      expects: 'a number with + and country code',
    }),
    sendsLocation: yesNo({
      label: 'Send location',
      help: 'Whether the provider takes the location of an emergency call in the call itself (PIDF-LO, RFC 6442).',
      section: 'Identity',
      initial: false,
    }),
  },
  rules: (record, look) => [...proven(record), ...sized(record), ...known(record, look), ...encrypted(record, look)],
});

export type TrunkRecord = RecordOf<typeof trunks>;

/** What each way of proof needs. */
interface Proof {
  readonly registers: boolean;
  readonly username: string;
  readonly secret: boolean;
  readonly knownBy: readonly string[];
  readonly addresses: readonly string[];
  readonly peerName: string;
  readonly transport: string;
  readonly inboundUsername: string;
  readonly inboundSecret: boolean;
}

function proven(record: Proof): Refusal[] {
  const { registers, username, knownBy, addresses, peerName, transport, inboundUsername } = record;
  const isCertified = knownBy.includes('certificate');
  return [
    ...needs(
      !registers || (username !== '' && record.secret),
      'registering needs a user name and a secret',
      'username',
    ),
    ...needs(!knownBy.includes('address') || addresses.length > 0, 'the addresses that calls come from', 'addresses'),
    ...needs(!isCertified || peerName !== '', 'the name in the certificate of the provider', 'peerName'),
    ...needs(!isCertified || transport === 'tls', 'a certificate is shown over TLS alone', 'knownBy'),
    ...needs(
      !knownBy.includes('registration') || registers,
      'it is known by registration and does not register',
      'knownBy',
    ),
    ...needs(
      (inboundUsername !== '') === record.inboundSecret,
      'a challenge needs a user name and a secret',
      'inboundUsername',
    ),
  ];
}

const needs = (isMet: boolean, what: string, field: string): Refusal[] =>
  isMet ? [] : [callsFormCodes.refuse('calls.trunk-incomplete', { what }, field)];

const sized = ({ channels, emergencyChannels }: { channels: number; emergencyChannels: number }): Refusal[] =>
  needs(emergencyChannels < channels, 'at least one channel must be left for other calls', 'emergencyChannels');

interface Known {
  readonly name: string;
  readonly number: number;
  readonly peerName: string;
  readonly addresses: readonly string[];
}

/** Who sends must be one trunk's alone, and a number of SMDR records name one trunk. */
function known(record: Known, look: Look): Refusal[] {
  const others: Known[] = [...look.records(trunks).values()].filter(({ name }) => name !== record.name);
  const shared = (what: string, field: string, isShared: (other: Known) => boolean): Refusal[] => {
    const other = others.find(isShared);
    return other === undefined ? [] : [callsFormCodes.refuse('calls.trunk-shared', { what, other: other.name }, field)];
  };
  return [
    ...shared('number', 'number', ({ number }) => number === record.number),
    ...shared('peer certificate name', 'peerName', ({ peerName }) => peerName !== '' && peerName === record.peerName),
    ...shared('address', 'addresses', ({ addresses }) => addresses.some((one) => overlaps(one, record.addresses))),
  ];
}

/** Of two networks that overlap, one holds the first address of the other. */
const overlaps = (network: string, others: readonly string[]): boolean =>
  others.some((other) => holds(other, network) || holds(network, other));

const holds = (network: string, other: string): boolean => new NetworkList([network]).has(other.split('/', 1)[0] ?? '');

interface Reached {
  readonly transport: 'tls' | 'tcp' | 'udp';
  readonly enabled: boolean;
}

function encrypted({ transport, enabled }: Reached, look: Look): Refusal[] {
  const name = transport === 'tls' ? undefined : interfaceOf(`sip-${transport}`);
  if (!enabled || name === undefined || isInterfaceOn(look, name)) return [];
  return [tlsCodes.refuse('security.interface-off', { title: unsecuredInterfaceTitle(name) }, 'transport')];
}
