// Every interface that is not encrypted, or asks nobody who they are (SEC-3): the one list of them. The rows of the form, the
// services of listeners and the house test follow from it, so that none can be added without standing here.

export interface UnsecuredInterface {
  readonly title: string;
  readonly purpose: string;
  /** What stops working without it. */
  readonly withoutIt: string;
  /** Where its socket is opened: files or folders from the root. */
  readonly openedIn: readonly string[];
  /** Its listeners are of this service in Network Listeners. */
  readonly service?: 'sip-udp' | 'sip-tcp' | 'http' | 'smdr';
}

export const unsecuredInterfaces = {
  'sip-udp': {
    title: 'SIP over UDP',
    purpose:
      'Phones and trunks that cannot do TLS. Who is on the way reads who calls whom, can alter it, and reads the keys of encrypted media.',
    withoutIt: 'Devices that know only UDP cannot register, call or be called.',
    openedIn: ['src/sip/transport/udp.ts'],
    service: 'sip-udp',
  },
  'sip-tcp': {
    title: 'SIP over TCP',
    purpose:
      'Phones and trunks that cannot do TLS, and devices that are known by their address alone. As exposed as SIP over UDP.',
    withoutIt: 'Devices that know only TCP cannot register, call or be called.',
    openedIn: ['src/sip/transport/stream-listener.ts', 'src/sip/transport/dial.ts'],
    service: 'sip-tcp',
  },
  http: {
    title: 'Plain HTTP',
    purpose:
      'Challenges of certificate authorities (HTTP-01), the list of revoked certificates, the certificate of the authority, and a way to HTTPS. Nobody logs in there.',
    withoutIt:
      'Certificates are renewed by TLS-ALPN-01 alone; others cannot fetch the list of revoked certificates; addresses without https:// lead nowhere.',
    openedIn: ['src/portals/http/listening.ts'],
    service: 'http',
  },
  'smtp-clear': {
    title: 'SMTP in the clear',
    purpose:
      'Mail servers of one’s own network that have neither TLS nor STARTTLS. Who is on the way reads and alters the alarms that are sent by email. No password is ever sent that way.',
    withoutIt: 'Alarms go by email only to mail servers that encrypt.',
    openedIn: ['src/outbound/mail.ts'],
  },
  smdr: {
    title: 'SMDR',
    purpose:
      'Programs that account for calls and cannot do TLS: they read records on the listener, or take them in client mode. Who is on the way reads who called whom, when and for how long; readers are known by their address alone.',
    withoutIt: 'Records are read over TLS, and in the tool, the interfaces and the command line.',
    openedIn: ['src/records/smdr/door.ts'],
    service: 'smdr',
  },
} as const satisfies Readonly<Record<string, UnsecuredInterface>>;

export type InterfaceName = keyof typeof unsecuredInterfaces;

// Object.keys is typed string[]; the object has no other keys.
export const interfaceNames = Object.keys(unsecuredInterfaces) as readonly InterfaceName[];

/** The unsecured interface to which listeners of this service belong; undefined of an encrypted one. */
export const interfaceOf = (service: string): InterfaceName | undefined =>
  interfaceNames.find((name) => rowOf(name).service === service);

const rowOf = (name: InterfaceName): UnsecuredInterface => unsecuredInterfaces[name];

export const unsecuredInterfaceTitle = (name: InterfaceName): string => unsecuredInterfaces[name].title;
