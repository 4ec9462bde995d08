// An emergency call in words: what the alarm says, and the entries of the audit trail.

import type { AuditFact } from '#records';
import { type EmergencyLocation, placeOf } from './emergency-locations.form.ts';
import type { EmergencySettings } from './shapes.ts';

export interface EmergencyCall {
  readonly id: string;
  /** Who calls: the extension, and the name of whoever has it. */
  readonly number: string;
  readonly name: string;
  /** The extension of the desk where they are logged in; '' at their own device. */
  readonly desk: string;
  readonly dialled: string;
  /** Who answers there, such as Police. */
  readonly service: string;
  readonly location: EmergencyLocation | undefined;
  /** Where the device is in the network. */
  readonly address: string;
  readonly atMs: number;
}

/** How far a call has got. */
export type Stage = 'ringing' | 'answered' | 'over' | 'unanswered';

/** What somebody should look at, as alarms take it. */
export interface EmergencyCondition {
  readonly severity: EmergencySettings['severity'];
  readonly words: string;
  readonly remedy: string;
  readonly form: string;
  /** How often the extension has called: each further call is told anew. */
  readonly extent: number;
}

const stages: Readonly<Record<Stage, string>> = {
  ringing: 'It is not answered yet.',
  answered: 'It was answered and goes on.',
  over: 'It was answered and has ended.',
  unanswered: 'It ended without an answer.',
};

/** `zone` is that of the clock on the wall. */
export function conditionOf(
  call: EmergencyCall,
  stage: Stage,
  { severity, extent, zone }: Pick<EmergencyCondition, 'severity' | 'extent'> & { readonly zone: string },
): EmergencyCondition {
  const who = `Extension ${call.number}${call.name === '' ? '' : ` (${call.name})`}${call.desk === '' ? '' : ` at desk ${call.desk}`}`;
  const times = extent === 1 ? '' : ` This is call ${extent} of this extension.`;
  return {
    ...{ severity, form: 'call-history', extent },
    words: `${who} called ${call.dialled} (${call.service}) at ${timeOf(call.atMs, zone)}, from ${placeIn(call)}. ${stages[stage]}${times}`,
    remedy:
      'Go there or send somebody, and have the entrance open for those who help. Leave the line free: they call back. Acknowledge the alarm when somebody is seeing to it.',
  };
}

const placeIn = ({ location, address }: EmergencyCall): string =>
  location === undefined ? `a place that is not known; the device is at ${address}` : placeOf(location);

/** The time of day, with the day. */
function timeOf(atMs: number, zone: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return `${at.toPlainTime().toString({ smallestUnit: 'second' })} on ${at.toPlainDate()}`;
}

export function factOf(call: EmergencyCall, action: string, more = ''): AuditFact {
  const data = [
    ...[`Dialled: ${call.dialled}`, `Who answers: ${call.service}`, `Location: ${placeIn(call)}`],
    ...(call.location === undefined ? [] : [`Number presented: ${call.location.callback}`]),
    ...(call.desk === '' ? [] : [`Desk: ${call.desk}`]),
    ...[`Call: ${call.id}`, more].filter((part) => part !== ''),
  ];
  const actor = { user: call.number, sourceIp: call.address, application: 'SIP', context: 'Emergency' };
  return { level: 'high', actor, action, data: data.join('; ') };
}
