// Numbers, digits and times as clips of the library, in English. Another language is another file of sentences, and another one of these.

import { limits } from '#base';

const clip = (name: string | number): string => `common.${name}`;

/** A number as it is counted: 0 to 9,999; more is "many" to nobody, and said digit by digit. */
export function sayCount(number: number): readonly string[] {
  if (!Number.isInteger(number) || number < 0 || number > 9_999) return sayDigits(String(number));
  if (number < 100) return [clip(number)];
  const thousands = Math.floor(number / 1_000);
  const hundreds = Math.floor((number % 1_000) / 100);
  const rest = number % 100;
  return [
    ...(thousands === 0 ? [] : [clip(thousands), clip('thousand')]),
    ...(hundreds === 0 ? [] : [clip(hundreds), clip('hundred')]),
    ...(rest === 0 ? [] : [clip('and'), clip(rest)]),
  ];
}

/** Digits one by one; what is no digit is left out. */
export const sayDigits = (text: string): readonly string[] =>
  [...text.slice(0, limits.engine.itemsPlayed)].filter((digit) => digit >= '0' && digit <= '9').map(clip);

/** When something was: today, yesterday, a weekday of the last six days, or a date, with the time of day. */
export function sayMoment(atMs: number, nowMs: number, timeZone: string): readonly string[] {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone);
  return [...sayDay(at.toPlainDate(), now.toPlainDate()), clip('at'), ...sayTime(at)];
}

function sayDay(day: Temporal.PlainDate, today: Temporal.PlainDate): readonly string[] {
  const { days } = day.until(today, { largestUnit: 'days' });
  if (days === 0) return [clip('today')];
  if (days === 1) return [clip('yesterday')];
  if (days > 1 && days < 7) return [clip('on'), clip(`day-${day.dayOfWeek}`)];
  return [clip('on'), clip(`the-${day.day}`), clip(`of-${day.month}`)];
}

/** On a clock of twelve hours. */
function sayTime({ hour, minute }: Temporal.ZonedDateTime): readonly string[] {
  const minutes = minute === 0 ? [] : minute < 10 ? [clip('oh'), clip(minute)] : [clip(minute)];
  return [clip(hour % 12 === 0 ? 12 : hour % 12), ...minutes, clip(hour < 12 ? 'am' : 'pm')];
}
