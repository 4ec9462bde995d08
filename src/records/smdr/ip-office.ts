// A call as a line of the SMDR of IP Office: 30 fields of unquoted CSV, for collectors that know only that.

import type { CallRecord, LegRecord } from '../history/call-record.ts';
import { hoursMinutesSeconds, localTime, seconds } from './format.ts';
import type { SmdrFlags } from './smdr-call.ts';

/** The first identifier that a system gives. */
const firstCallId = 1_000_000;
/** What the device of a trunk is called: T and 9000 and its number. */
const firstLine = 9_000;

/** The line, without its end. `number` is that of the first record of the call. */
export function printIpOffice(record: CallRecord, flags: SmdrFlags, number: number, zone: string): string {
  const { caller, called, startedAtMs, answeredAtMs, endedAtMs, dialled, details } = record;
  const isAnswered = answeredAtMs !== 0;
  const isIncoming = caller.trunk !== '';
  const isInternal = caller.trunk === '' && called.trunk === '';
  const [first, second] = partiesOf(caller, called);
  return [
    `${localTime(startedAtMs, zone).toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll('-', '/').replace('T', ' ')}`,
    hoursMinutesSeconds(isAnswered ? seconds(endedAtMs - answeredAtMs) : 0),
    seconds((isAnswered ? answeredAtMs : endedAtMs) - startedAtMs),
    caller.number,
    isIncoming ? 'I' : 'O',
    called.number === '' ? dialled : called.number,
    dialled,
    details.accountCode,
    isInternal ? 1 : 0,
    firstCallId + number - 1,
    0,
    ...[deviceOf(first), first.name, deviceOf(second), second.name],
    ...[seconds(flags.heldMs), seconds(flags.parkedMs)],
    ...[0, 'n/a'],
    // What it was charged: this system does not bill.
    ...['', '', '', '', '', '', '', ''],
    ...targeting(record),
  ]
    .map((value) => field(String(value)))
    .join(',');
}

/** An extension comes before a trunk, else who called comes first. */
const partiesOf = (caller: LegRecord, called: LegRecord): readonly [LegRecord, LegRecord] =>
  caller.trunk !== '' && called.trunk === '' && called.number !== '' ? [called, caller] : [caller, called];

function deviceOf({ trunk, trunkNumber, number }: LegRecord): string {
  if (trunk !== '') return `T${firstLine + trunkNumber}`;
  return number === '' ? '' : `E${number}`;
}

/** Who had the call go outside: cause, who, and where to. */
function targeting({ called, details }: CallRecord): readonly string[] {
  return called.trunk !== '' && details.forwardedBy !== ''
    ? ['U fu', details.forwardedBy, called.number]
    : ['', '', ''];
}

/** The lines have no quotes: what would end a field or a line becomes a blank. */
const field = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[,"\p{Cc}\u2028\u2029]/gu, ' ')
    .trim();
