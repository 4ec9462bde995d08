// Alarms as mail: one for all that waits, with the worst in its subject.

import type { Mail } from '#outbound';
import { type Notice, type Severity, severities } from '../alarm.ts';
import { printFacts, saidOf } from './words.ts';

const mostSubject = 150;

export interface Letterhead {
  readonly from: string;
  readonly to: readonly string[];
  readonly system: string;
  readonly atMs: number;
}

/** The mail that tells of these; the id is that of the last, so that a mail that is sent again is known as the same. */
export function mailOf(notices: readonly Notice[], lost: number, { from, to, system, atMs }: Letterhead): Mail {
  const last = notices.at(-1);
  const parts = notices.map((notice) => `${saidOf(notice)}\n\n${printFacts(notice)}`);
  const text = [
    ...(lost === 0 ? [] : [`${lost} earlier events waited too long and are lost; the audit trail has them.`]),
    ...parts,
    `Sent by ${system}. The form Alarm Delivery says who gets this.`,
  ].join('\n\n----\n\n');
  return { from, to, subject: subjectOf(notices, system), text: `${text}\n`, id: last?.id ?? 'none', atMs };
}

function subjectOf(notices: readonly Notice[], system: string): string {
  const [only, ...others] = notices;
  const worst = severities.find((one) => notices.some(({ alarm }) => alarm.severity === one)) ?? 'minor';
  const said = only === undefined || others.length > 0 ? `${notices.length} events of alarms` : saidOf(only);
  return `${mark(worst)} ${system}: ${said}`.slice(0, mostSubject);
}

const mark = (severity: Severity): string => `[${severity}]`;
