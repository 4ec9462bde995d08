// Numbers and times as the reader writes them, in the reader's zone.

import { language, words } from './words.ts';

/** The reader's own; where the browser names something that is no language ("en-US@posix"), what it takes by itself. */
function readersLanguage(): string | undefined {
  try {
    return Intl.getCanonicalLocales(navigator.language)[0];
  } catch {
    return undefined;
  }
}

const reader = readersLanguage();
const dayTime = new Intl.DateTimeFormat(reader, { dateStyle: 'medium', timeStyle: 'short' });
const timeOnly = new Intl.DateTimeFormat(reader, { timeStyle: 'short' });
const full = new Intl.DateTimeFormat(reader, { dateStyle: 'full', timeStyle: 'long' });
const number = new Intl.NumberFormat(reader);
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** 3 May 2026, 14:02 */
export const printMoment = (ms: number): string => dayTime.format(ms);

/** With day of the week, seconds and the name of the zone. */
export const printWholeMoment = (ms: number): string => full.format(ms);

export const printTime = (ms: number): string => timeOnly.format(ms);

export const printNumber = (value: number): string => number.format(value);

/** "5 minutes ago"; the day and time when it is more than a week. */
export function printAgo(ms: number, nowMs: number): string {
  const pastMs = nowMs - ms;
  if (pastMs < 45_000) return words.shell.justNow;
  if (pastMs < hourMs) return relative.format(-Math.max(1, Math.round(pastMs / minuteMs)), 'minute');
  if (pastMs < dayMs) return relative.format(-Math.round(pastMs / hourMs), 'hour');
  if (pastMs < 7 * dayMs) return relative.format(-Math.round(pastMs / dayMs), 'day');
  return printMoment(ms);
}

/** 0:07, 12:31, 1:02:09 */
export function printDuration(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
