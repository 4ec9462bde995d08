// The form SMDR Options (REC-2): whether calls are recorded for accounting, what a record shows, and who may read them.

import type { Refusal } from '#base';
import {
  choice,
  defineForm,
  digits,
  type Look,
  networks,
  parseAddress,
  type RecordOf,
  text,
  whole,
  yesNo,
} from '#forms';
import { recordsCodes } from '../records.codes.ts';

const which = 'Which calls';
const shows = 'What a record shows';
const readers = 'Readers';
const client = 'Client mode';

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const hostName = new RegExp(`^${label}(?:\\.${label})*$`);
const isHost = (value: string): boolean =>
  parseAddress(value) !== undefined || (hostName.test(value) && !/^[\d.]+$/.test(value));

export const smdrOptions = defineForm({
  id: 'smdr-options',
  title: 'SMDR Options',
  group: 'Records',
  single: true,
  help: {
    purpose:
      'Station message detail recording: one line for each call, for programs that account for calls. Here is what is recorded, how a line looks, and who may read it.',
    conditions:
      'A call is recorded where the class of service of each of its sides has SMDR External on, or for calls inside the system SMDR Internal. A record is made when the call ends, by the options of that moment. Readers connect to a listener of SMDR, which Network Listeners opens: the one without TLS only while its interface is on in Unsecured Interfaces. Records wait until somebody has read them; beyond the number that is kept, the oldest are lost, and that is counted. docs/smdr.md tells the columns.',
    recommendation:
      'Records say who called whom. Let the program read over TLS, name its address alone under Allowed readers, and leave internal calls out unless somebody needs them.',
  },
  fields: {
    recording: yesNo({
      section: which,
      label: 'Station Message Detail Recording',
      help: 'Whether calls are recorded at all. While it is off the listeners of SMDR stay closed.',
      initial: false,
    }),
    reportOutgoing: yesNo({
      section: which,
      label: 'Report outgoing calls',
      help: 'Calls that leave by a trunk, barred ones too.',
      initial: true,
    }),
    reportIncoming: yesNo({
      section: which,
      label: 'Report incoming calls',
      help: 'Calls that come in by a trunk.',
      initial: true,
    }),
    reportInternal: yesNo({
      section: which,
      label: 'Report internal calls',
      help: 'Calls between extensions.',
      initial: false,
    }),
    recordsKept: whole({
      section: which,
      label: 'Records kept',
      help: 'How many records stay in the buffer, read or not.',
      unit: 'records',
      min: 1_000,
      max: 75_000,
      initial: 20_000,
    }),
    timeFormat: choice({
      section: shows,
      label: 'Time format',
      help: 'How the start time is written: by twelve hours with a p after noon, or by twenty-four.',
      of: { '12': '12 hours', '24': '24 hours' },
      initial: '12',
    }),
    seconds: yesNo({
      section: shows,
      label: 'Seconds in the start time',
      help: 'Writes the start time with seconds. The record is three characters longer, and all columns behind the time move by three.',
      initial: false,
    }),
    aniDnis: yesNo({
      section: shows,
      label: 'ANI/DNIS/ISDN/CLASS Number Delivery Reporting',
      help: 'Adds the caller’s number and the dialled number of incoming calls: 112 characters in all.',
      initial: false,
    }),
    networkOli: yesNo({
      section: shows,
      label: 'Standardized Network OLI',
      help: 'Adds an identifier of the call, and that of the call it came from: 131 characters in all. The columns of the numbers stay, blank where they are not reported.',
      initial: false,
    }),
    accountCodes: yesNo({
      section: shows,
      label: 'Report account codes',
      help: 'Whether the account code of a call is shown.',
      initial: true,
    }),
    systemId: digits({
      section: shows,
      label: 'System identification',
      help: 'Tells the records of several systems apart.',
      min: 3,
      max: 3,
      initial: '000',
    }),
    locationAccounting: yesNo({
      section: shows,
      label: 'Location Based Accounting',
      help: 'Accounts a call to the location of its extension: the identifier of the location takes the place of the system identification. Extensions without such a location keep that of the system.',
      initial: false,
    }),
    allowedReaders: networks({
      section: readers,
      label: 'Allowed readers',
      help: 'The networks from which records may be read, with and without TLS. Blank: from nowhere, and the listeners stay closed.',
      max: 64,
    }),
    collectorHost: text({
      section: client,
      label: 'Collector',
      help: 'The name or address of a program that takes records in the CSV of IP Office: this system connects to it. Blank: client mode is off.',
      max: 253,
      initial: '',
      holds: isHost,
      expects: 'a host name such as billing.example.com, or an address',
    }),
    collectorPort: whole({
      section: client,
      label: 'Collector port',
      help: 'The TCP port on which the program waits.',
      min: 1,
      max: 65_535,
      initial: 1_752,
    }),
    collectorSecurity: choice({
      section: client,
      label: 'Collector security',
      help: 'With TLS the program must show a certificate of a public authority, or of one in Trusted Certificates whose purpose is outgoing. In the clear can be chosen only while Unsecured Interfaces has SMDR switched on.',
      of: { tls: 'TLS', clear: 'In the clear' },
      initial: 'tls',
      marks: { tls: 'proven', clear: 'broken' },
    }),
  },
  rules: (record, look) => clearCollector(record, look),
});

export type SmdrOptions = RecordOf<typeof smdrOptions>;

/** The row of Unsecured Interfaces that lets records go in the clear; its form is that of a higher room. */
const inClear = 'smdr';

function clearCollector(
  { collectorHost, collectorSecurity }: { readonly collectorHost: string; readonly collectorSecurity: string },
  look: Look,
): Refusal[] {
  if (collectorHost === '' || collectorSecurity !== 'clear') return [];
  return look.keysWith('unsecured-interfaces', 'enabled', true).includes(inClear)
    ? []
    : [recordsCodes.refuse('records.smdr-in-clear', {}, 'collectorSecurity')];
}
