// Alarms and entries of the audit trail as syslog messages (RFC 5424). The names here are promised in docs/events.md.

import { cutToBytes, printSyslog, type SyslogElement, type SyslogMessage, type SyslogSeverity } from '#outbound';
import type { AuditEntry } from '#records';
import type { Notice, Severity } from '../alarm.ts';
import { momentOf, saidOf } from '../delivery/words.ts';

/** Who sends, and what the receiver takes. */
export interface Sender {
  readonly host: string;
  readonly system: string;
  readonly version: string;
  readonly mostBytes: number;
}

/** The number for documentation (RFC 5612): the project has none of its own, and a site cannot collide with it but by itself. */
const enterprise = '32473';
const application = 'ringfence';

/** As RFC 5674 §3 maps the severities of alarms. */
const alarmSeverity: Readonly<Record<Severity, SyslogSeverity>> = {
  ...{ critical: 'alert', major: 'critical', minor: 'error' },
};

export function alarmMessage(notice: Notice, sender: Sender): Buffer {
  const { number: sequence, id, kind, atMs, alarm } = notice;
  const { number, id: condition, severity, times, form, remedy, acknowledgedBy, raisedAtMs } = alarm;
  const element: SyslogElement = {
    id: `alarm@${enterprise}`,
    values: {
      ...{ event: kind, id, sequence, alarm: number, condition, severity, times, form, acknowledgedBy },
      raisedAt: momentOf(raisedAtMs),
      remedy,
    },
  };
  const isOver = kind === 'cleared' || kind === 'acknowledged' || kind === 'test';
  return print('alarm', isOver ? 'notice' : alarmSeverity[severity], 'alert', atMs, element, saidOf(notice), sender);
}

export function entryMessage(entry: AuditEntry, sender: Sender): Buffer {
  const { id, hash, level, user, sourceIp, context, action, data, atMs } = entry;
  const element: SyslogElement = {
    id: `audit@${enterprise}`,
    values: {
      ...{ id, hash, level, user, sourceIp, application: entry.application, context, action },
      dataBytes: Buffer.byteLength(data),
    },
  };
  return print('audit', level === 'high' ? 'notice' : 'informational', 'audit', atMs, element, data, sender);
}

/** Why entries are missing, or come again, at this place of the stream. */
export interface Break {
  /** The last entry that was sent before. */
  readonly after: number;
  /** The next that is sent. */
  readonly next: number;
  readonly words: string;
  readonly atMs: number;
}

export function breakMessage({ after, next, words, atMs }: Break, sender: Sender): Buffer {
  const element: SyslogElement = { id: `gap@${enterprise}`, values: { after, next } };
  return print('gap', 'warning', 'audit', atMs, element, words, sender);
}

function print(
  kind: string,
  severity: SyslogSeverity,
  facility: SyslogMessage['facility'],
  atMs: number,
  element: SyslogElement,
  words: string,
  { host, system, version, mostBytes }: Sender,
): Buffer {
  const origin: SyslogElement = { id: 'origin', values: { software: 'Ringfence', swVersion: version } };
  const named: SyslogElement = { ...element, values: shortened({ system, ...element.values }) };
  return printSyslog({ facility, severity, atMs, host, application, kind, data: [origin, named], words }, mostBytes);
}

/** So that a message of the smallest size that every receiver takes has room for them all; the trail has them in full. */
const mostValueBytes = 128;

const shortened = (values: SyslogElement['values']): SyslogElement['values'] =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, cutToBytes(String(value), mostValueBytes)]));
