// A call to a number inside, an extension or a group, followed to where it forwards to: another one, or the public network; at once,
// and once more when nobody has taken it there. Its law: who passes a call on is behind it from then on.

import { limits, ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import { toGroup } from '../groups/to-group.ts';
import { serviceClassOf } from '../restriction/restriction.ts';
import type { Station } from '../stations/station.ts';
import type { CallAttempt, ForwardReason, Passed, Sought } from './attempt.ts';
import { type Deciding, decidingOf, mayAllConnect, refused, type Tell } from './deciding.ts';
import { toOutside } from './outgoing.ts';
import { refusedAs, screenOf } from './screening.ts';
import type { Tables } from './tables.ts';

/** Nobody passed it on yet. */
export const byNobody: Passed = { forwardedBy: [], groups: [] };

/** Where a station sends a call, and why. */
interface Onward {
  readonly to: string;
  readonly why: ForwardReason;
}

/** A call as far as it has come: the extension that has it, and how it came there. */
export interface Reached extends Passed {
  readonly station: Station;
}

/** Why a call was not taken where it rang, or could not ring. */
export type Untaken = 'busy' | 'no answer' | 'unreachable';

const forwardField = {
  busy: 'forwardBusy',
  'no answer': 'forwardNoAnswer',
  unreachable: 'forwardUnreachable',
} as const;

/** To an extension or a group; refused where the number is neither. */
export const toInside = (deciding: Deciding, number: string, passed: Passed): Result<Sought> =>
  inside(deciding, number, passed) ?? refused(deciding, callCodes.refuse('calls.unknown-number', { number }));

/** Does the number belong to an extension or a group? */
export const isInside = ({ tables }: Deciding, number: string): boolean =>
  tables.station(number) !== undefined || tables.plan.groups.has(number);

function inside(deciding: Deciding, number: string, passed: Passed): Result<Sought> | undefined {
  const { tables } = deciding;
  const station = tables.station(number);
  if (station !== undefined) return toExtension(deciding, station, passed);
  const group = tables.plan.groups.get(number);
  return group && toGroup(deciding, group, passed, toInside);
}

export const toExtension = (deciding: Deciding, station: Station, passed = byNobody): Result<Sought> =>
  follow(deciding, { station, ...passed });

/** What becomes of a call that the extension did not take; undefined where it ends as the extension ended it. */
export function redirect(
  attempt: CallAttempt,
  tables: Tables,
  reached: Reached,
  why: Untaken,
  tell?: Tell,
): Result<Sought> | undefined {
  const deciding = decidingOf(attempt, tables, tell);
  const to = onwardFrom(deciding, reached, forwardField[why]);
  return to === '' ? undefined : passedOn(deciding, reached, { to, why });
}

/** How long it rings there before it is forwarded; undefined where it is not. */
export function noAnswerSeconds(attempt: CallAttempt, tables: Tables, reached: Reached): number | undefined {
  const to = onwardFrom(decidingOf(attempt, tables, undefined), reached, 'forwardNoAnswer');
  return to === '' ? undefined : reached.station.record.noAnswerSeconds;
}

function follow(deciding: Deciding, reached: Reached): Result<Sought> {
  const met = mayMeet(deciding, reached);
  if (!met.ok) return met;
  const onward = whereTo(deciding, reached);
  if (!onward.ok) return onward;
  if (onward.value !== undefined) return passedOn(deciding, reached, onward.value);
  const { number } = reached.station;
  deciding.tell?.({ form: 'users-and-services', key: number, words: `Extension ${number} is called.` });
  return ok({ kind: 'station', ...reached });
}

/** The station is behind the call from now on. */
function passedOn(deciding: Deciding, { station, forwardedBy, groups }: Reached, { to, why }: Onward): Result<Sought> {
  const { number } = station;
  const by = [...forwardedBy, { station, why }];
  if (by.length > limits.calls.forwards) return circled(deciding, number);
  const words = `Extension ${number} forwards to ${to}${because[why]}.`;
  deciding.tell?.({ form: 'users-and-services', key: number, words });
  return (
    inside(deciding, to, { forwardedBy: by, groups }) ??
    toOutside(deciding, { number: to, behind: station, forwardedBy: by, code: undefined })
  );
}

const because: Readonly<Record<ForwardReason, string>> = {
  always: '',
  busy: ', being busy',
  'do not disturb': ', as it does not want to be disturbed',
  'no answer': ', as nobody answered',
  unreachable: ', as no phone of it can be reached',
  screened: ', by its call screening',
};

const circled = (deciding: Deciding, number: string): Result<never> =>
  refused(deciding, callCodes.refuse('calls.loop', { number }), 'users-and-services', number);

/** Is there such an extension for whoever calls it, and for everyone who passed the call on? */
function mayMeet(deciding: Deciding, { station, forwardedBy }: Reached): Result<void> {
  const { caller } = deciding.attempt;
  const { number } = station;
  if (!station.record.enabled) return refused(deciding, callCodes.refuse('calls.unknown-number', { number }));
  if (station === caller) return refused(deciding, callCodes.refuse('calls.self'));
  if (forwardedBy.some((before) => before.station === station)) return circled(deciding, number);
  return mayAllConnect(deciding, forwardedBy, station);
}

/** Where a call goes on to at once; undefined where it rings. Refused where the extension takes none now. */
function whereTo(deciding: Deciding, reached: Reached): Result<Onward | undefined> {
  const { station } = reached;
  const { number, record } = station;
  const screen = screenOf(deciding, number);
  if (screen?.action === 'busy' || screen?.action === 'unreachable')
    return refused(deciding, refusedAs(screen.action, number), 'call-screening', screen.entry);
  if (screen?.action === 'forward') return ok({ to: screen.forwardTo, why: 'screened' });
  if (record.forwardAlways !== '' && !overrides(deciding)) return ok({ to: record.forwardAlways, why: 'always' });
  if (record.doNotDisturb && screen?.action !== 'through')
    return busyTo(deciding, reached, 'do not disturb', callCodes.refuse('calls.do-not-disturb', { number }));
  if (!record.callWaiting && deciding.tables.isBusy?.(number) === true)
    return busyTo(deciding, reached, 'busy', callCodes.refuse('calls.busy'));
  return ok(undefined);
}

function busyTo(
  deciding: Deciding,
  reached: Reached,
  why: 'busy' | 'do not disturb',
  refusal: Refusal,
): Result<Onward> {
  const to = onwardFrom(deciding, reached, 'forwardBusy');
  return to === '' ? refused(deciding, refusal, 'users-and-services', reached.station.number) : ok({ to, why });
}

/**
 * Where the extension forwards to when it does not take a call itself; '' where it does not, and where the call would only come back:
 * to its caller, or to somebody who has passed it on already.
 */
function onwardFrom(
  deciding: Deciding,
  { station, forwardedBy }: Reached,
  field: (typeof forwardField)[Untaken],
): string {
  const to = station.record[field];
  const { caller } = deciding.attempt;
  const comesBack = caller.kind === 'station' && caller.number === to;
  if (to === '' || comesBack || overrides(deciding)) return '';
  return forwardedBy.some((before) => before.station.number === to) ? '' : to;
}

/** Does whoever calls, or transfers, reach the extension itself ("Call Forwarding - Override")? */
function overrides({ attempt, tables, moment }: Deciding): boolean {
  const { record } = attempt.transferredBy ?? attempt.caller;
  return tables.plan.services.of(serviceClassOf(record, moment.mode)).forwardOverride;
}
