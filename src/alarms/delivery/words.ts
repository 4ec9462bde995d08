// What is said of an event in the life of an alarm, to people.

import type { Notice } from '../alarm.ts';

const said: Readonly<Record<Notice['kind'], (words: string, notice: Notice) => string>> = {
  raised: (words) => words,
  worsened: (words) => `Worse now: ${words}`,
  eased: (words) => `Better now: ${words}`,
  repeated: (words, { alarm }) => `It has come ${alarm.times} times: ${words}`,
  acknowledged: (words, { alarm }) => `Acknowledged by ${alarm.acknowledgedBy}: ${words}`,
  cleared: (words) => `Has ended: ${words}`,
  test: (words) => words,
};

/** In one line. */
export const saidOf = (notice: Notice): string => said[notice.kind](notice.alarm.words, notice);

/** What else is to be known of it, a line each. */
export function printFacts({ kind, atMs, alarm }: Notice): string {
  const { severity, remedy, form, number, times, raisedAtMs } = alarm;
  const lines = [
    `Severity: ${severity}`,
    ...(kind === 'cleared' || remedy === '' ? [] : [`What to do: ${remedy}`]),
    ...(form === '' ? [] : [`Where: ${form}`]),
    `When: ${momentOf(atMs)}`,
    ...(raisedAtMs === atMs ? [] : [`Since: ${momentOf(raisedAtMs)}`]),
    ...(times > 1 ? [`Times: ${times}`] : []),
    ...(number === 0 ? [] : [`Alarm: ${number}`]),
  ];
  return lines.join('\n');
}

/** ISO 8601 in UTC; blank for never. */
export const momentOf = (ms: number): string => (ms === 0 ? '' : new Date(ms).toISOString());
