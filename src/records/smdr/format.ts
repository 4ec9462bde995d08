// An SMDR record as a line: 90 characters, 112 with the numbers, 131 with the identifiers. Its law: every field stands in its columns
// whatever it holds, since those who read it go by columns alone; what does not fit is cut.

import type { SmdrCall } from './smdr-call.ts';
import type { SmdrOptions } from './smdr-options.form.ts';

export type SmdrLayout = Pick<SmdrOptions, 'timeFormat' | 'seconds' | 'aniDnis' | 'networkOli' | 'accountCodes'> & {
  /** The zone of the start time. */
  readonly zone: string;
};

/** Which record of the system it is: of its number the last four digits stand in the identifier of the call. */
export type CallNumber = number;

/** The line, without its end. */
export function printSmdr(call: SmdrCall, layout: SmdrLayout, number: CallNumber): string {
  const standard = printStandard(call, layout);
  if (!layout.aniDnis && !layout.networkOli) return standard;
  const { aniDnis } = layout;
  const numbers = ` ${lastDigits(aniDnis ? call.ani : '')} ${lastDigits(aniDnis ? call.dnis : '')}`;
  if (!layout.networkOli) return standard + numbers;
  return `${standard}${numbers} ${callId(call.systemId, number)}${call.sequence} ${left(plain(call.associated), 8)}`;
}

/** What a call is called in the columns of Standardized Network OLI, without its sequence. */
export const callId = (systemId: string, number: CallNumber): string =>
  `A${right(digitsOf(systemId), 3, '0')}${right(String(whole(number)), 4, '0')}`;

/** Columns 1 to 90. */
function printStandard(call: SmdrCall, layout: SmdrLayout): string {
  const durationS = seconds(call.durationMs);
  const { date, time } = printStart(call.startedAtMs, layout);
  return [
    `${longCall(durationS)}${date} ${time} ${printDuration(durationS)} ${party(call.calling)} `,
    `${call.hasAttendant ? '*' : ' '}${timeToAnswer(call)} ${left(dialledDigits(call.dialled), 26)}`,
    `${left(call.status, 1)}${left(call.forwarding, 1)}${party(call.called)}${left(call.handling, 1)} `,
    `${party(call.thirdParty)} ${left(layout.accountCodes ? plain(call.accountCode) : '', 12)} `,
    `${right(digitsOf(call.systemId), 3, '0')}  `,
  ].join('');
}

/** From 5, 10 and 30 minutes on. */
function longCall(durationS: number): string {
  if (durationS >= 1_800) return '+';
  if (durationS >= 600) return '%';
  return durationS >= 300 ? '-' : ' ';
}

/** mm/dd without a year, and the time with its mark. */
function printStart(atMs: number, { timeFormat, seconds: withSeconds, zone }: SmdrLayout) {
  const { month, day, hour, minute, second } = localTime(atMs, zone);
  const by12 = timeFormat === '12';
  const parts = [by12 ? hour % 12 || 12 : hour, minute, ...(withSeconds ? [second] : [])];
  return { date: `${two(month)}/${two(day)}`, time: `${parts.map(two).join(':')}${by12 && hour >= 12 ? 'p' : ' '}` };
}

/** The latest moment that a date can hold. */
const latestMs = 8.64e15;

export const localTime = (atMs: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.min(whole(atMs), latestMs)).toZonedDateTimeISO(zone);

const longestS = 100 * 3_600;

/** Of more than the columns hold, 99:99:99. */
function printDuration(durationS: number): string {
  return durationS >= longestS ? '99:99:99' : hoursMinutesSeconds(durationS);
}

/** hh:mm:ss. */
export const hoursMinutesSeconds = (durationS: number): string =>
  [durationS / 3_600, (durationS / 60) % 60, durationS % 60].map((part) => two(Math.floor(part))).join(':');

/** Outgoing calls have none; three stars where nobody answered. */
function timeToAnswer({ kind, answerMs }: SmdrCall): string {
  if (kind === 'outgoing') return '   ';
  return answerMs === undefined ? '***' : String(Math.min(seconds(answerMs), 999)).padStart(3, '0');
}

/** Of a number that is longer than four characters the last four. */
const party = (number: string): string => left(plain(number).slice(-4), 4);

const lastDigits = (number: string): string => left(digitsOf(number).slice(-10), 10);
const digitsOf = (text: string): string => text.replace(/[^0-9]/g, '');
const dialledDigits = (text: string): string => text.replace(/[^0-9*#]/g, '');
/** What a column of ASCII can hold. */
const plain = (text: string): string => text.replace(/[^!-~]/g, '');

const left = (text: string, width: number): string => text.slice(0, width).padEnd(width);
const right = (text: string, width: number, fill: string): string => text.slice(-width).padStart(width, fill);
const two = (value: number): string => String(value).padStart(2, '0');
/** As Call History rounds it. */
export const seconds = (ms: number): number => Math.round(whole(ms) / 1_000);
const whole = (value: number): number => (value > 0 ? Math.floor(Math.min(value, Number.MAX_SAFE_INTEGER)) : 0);
