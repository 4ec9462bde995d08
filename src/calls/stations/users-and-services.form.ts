// The form Users and Services: extensions, who has them, and how their devices prove themselves.

import { limits, type Refusal } from '#base';
import {
  choice,
  choices,
  defineForm,
  digits,
  type Look,
  NetworkList,
  networks,
  type RecordOf,
  reference,
  secret,
  text,
  whole,
  yesNo,
} from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { hotDeskFields, hotDeskFits, hotDeskSettled, pinFits } from '../desks/person.ts';
import { insideNumberFits } from '../numbering/inside-numbers.ts';
import { permissionFields } from '../restriction/permissions.ts';
import { parseFixedAddress, printFixedAddress } from './fixed-address.ts';
import { forwardingFields, forwardsFit } from './forwarding.ts';

/** Brings any way of writing a MAC address to 12 lower-case digits. */
const tidyMac = (value: string): string => value.replace(/[:.\- ]/g, '').toLowerCase();

function tidyFixedAddress(value: string): string {
  const parsed = parseFixedAddress(value);
  return parsed === undefined ? value : printFixedAddress(parsed);
}

export const usersAndServices = defineForm({
  id: 'users-and-services',
  title: 'Users and Services',
  group: 'Phones and people',
  help: {
    purpose:
      'Lists the extensions: who has each, which devices may register under it, and how private its calls must be.',
    conditions:
      'A number has as many digits as Numbering says, does not begin with a feature code, and is taken by no entry of Digits Dialled. A device may use an extension only when its secret, and where they are given its MAC address and network, agree. A new secret, a disabled or a deleted extension ends its registrations at once. Whoever is disabled or may not log in at desks any more is logged out.',
    recommendation:
      'Let the system make the secret, require encrypted media, and bind every desk phone by its MAC address. Let nobody log in at desks who does not need to. Use MD5 and fixed addresses only for devices that can do nothing better.',
  },
  key: 'number',
  fields: {
    number: digits({
      label: 'Number',
      help: 'The extension number: what others dial, and the name under which its devices register.',
      section: 'Extension',
      min: 2,
      max: 7,
    }),
    name: text({
      label: 'Name',
      help: 'Shown to those who call or are called.',
      section: 'Extension',
      max: 64,
      initial: '',
    }),
    enabled: yesNo({
      label: 'Enabled',
      help: 'No keeps the extension but lets it neither register nor call nor be called.',
      section: 'Extension',
      initial: true,
    }),
    doNotDisturb: yesNo({
      label: 'Do not disturb',
      help: 'Yes lets no call through to the extension: callers get busy. It can be dialled at the phone too.',
      section: 'Extension',
      initial: false,
    }),
    awayFromGroups: yesNo({
      label: 'Away from groups',
      help: 'Yes passes the extension over when its hunt groups are called; its own calls still ring. It can be dialled at the phone too.',
      section: 'Extension',
      initial: false,
    }),
    sipSecret: secret({
      label: 'SIP secret',
      help: 'What its devices prove that they know (digest authentication); the user name is the number. Made at random and shown once when none is given; setting it to blank makes a new one.',
      section: 'Registration',
      min: 12,
      max: 64,
      made: 24,
    }),
    digestAlgorithms: choices({
      label: 'Digest algorithms',
      help: 'The hashes that the challenge offers, the strongest first: SHA-512/256, SHA-256, MD5. A phone takes the first that it knows. Some phones fail to register when SHA-256 is offered at all: give those MD5 alone. MD5 makes a recorded log-in easier to guess, so it needs a long secret.',
      section: 'Registration',
      of: { 'SHA-256': 'SHA-256', 'SHA-512-256': 'SHA-512/256', MD5: 'MD5, for phones that know nothing else' },
      initial: ['SHA-256', 'SHA-512-256'],
      min: 1,
    }),
    maxDevices: whole({
      label: 'Devices at once',
      help: 'How many devices may be registered at the same time. A call rings them all.',
      section: 'Registration',
      unit: 'devices',
      min: 1,
      max: limits.calls.devicesPerExtension,
      initial: 3,
    }),
    mac: text({
      label: 'MAC address',
      help: 'The only device that may register. One device with several lines may stand in several extensions. Blank: any device that knows the secret.',
      section: 'Registration',
      initial: '',
      max: 12,
      tidy: tidyMac,
      pattern: /^[0-9a-f]{12}$/,
      expects: '12 hexadecimal digits, such as 08:00:0f:12:34:56',
      holds: (value) => !/^(0{12}|f{12})$/.test(value),
    }),
    allowedNetworks: networks({
      label: 'Allowed networks',
      help: 'Where its devices may be. Blank: anywhere.',
      section: 'Registration',
      max: 16,
    }),
    fixedAddress: text({
      label: 'Fixed address',
      help: 'For a device that can neither register nor answer a challenge, such as an old door station: it makes and gets calls at this address only, without a secret. Whoever can send from that address can call as this extension, and nothing on the way is encrypted. Blank: devices register.',
      section: 'Registration',
      initial: '',
      max: 64,
      unique: true,
      tidy: tidyFixedAddress,
      holds: (value) => parseFixedAddress(value) !== undefined,
      expects: 'udp:ADDRESS:PORT or tcp:ADDRESS:PORT with the address of one device',
    }),
    mediaSecurity: choice({
      label: 'Media security',
      help: 'Whether its calls must be encrypted. A required call that cannot be is refused on both sides with the reason; it is never quietly sent in the clear. An emergency call alone goes out even so.',
      section: 'Privacy',
      of: {
        required: 'Encrypted, or no call',
        preferred: 'Encrypted where the other side can',
        none: 'Never encrypted',
      },
      initial: 'required',
    }),
    ...forwardingFields,
    ...permissionFields,
    ...hotDeskFields,
    emergencyLocation: reference({
      label: 'Emergency location',
      help: 'Where its devices are, for emergency calls. Blank: known by the network that a device calls from.',
      section: 'Emergency',
      to: 'emergency-locations',
      initial: '',
    }),
  },
  rules: (record, look) => [
    ...insideNumberFits('users-and-services', record.number, `extension ${record.number}`, look),
    ...addressFits(record, look),
    ...forwardsFit(record, forwardersOf(look), look),
    ...hotDeskFits(record),
  ],
  secretRules: (name, clear, record) => (name === 'pin' ? pinFits(clear, record.number) : []),
  settle: (record, { before }) => hotDeskSettled(record, before),
});

export type UserAndServices = RecordOf<typeof usersAndServices>;

/** Where an extension forwards its calls at once. */
function forwardersOf(look: Look): (number: string) => string | undefined {
  const stations = look.records(usersAndServices);
  return (number) => stations.get(number)?.forwardAlways;
}

interface Addressed {
  readonly number: string;
  readonly fixedAddress: string;
  readonly allowedNetworks: readonly string[];
}

function addressFits({ number, fixedAddress, allowedNetworks }: Addressed, look: Look): Refusal[] {
  const fixed = parseFixedAddress(fixedAddress);
  if (fixed === undefined) return [];
  const { address } = fixed;
  const other = fixed.transport === 'TCP' ? holderOverTcp(address, number, look) : undefined;
  return [
    ...(new NetworkList(allowedNetworks).has(address)
      ? []
      : [callsFormCodes.refuse('calls.fixed-address-outside', { address }, 'fixedAddress')]),
    ...(other === undefined
      ? []
      : [callsFormCodes.refuse('calls.fixed-address-shared', { address, other }, 'fixedAddress')]),
  ];
}

/** A device connects over TCP from any port: two of them behind one address could not be told apart. */
function holderOverTcp(address: string, number: string, look: Look): string | undefined {
  for (const other of look.records(usersAndServices).values()) {
    if (other.number === number || !other.fixedAddress.startsWith('tcp:')) continue;
    if (parseFixedAddress(other.fixedAddress)?.address === address) return other.number;
  }
  return undefined;
}
