// A call to a number inside, an extension or a group, followed to where it forwards to: another one, or the public network.

import { limits, ok, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import { type Passed, toGroup } from '../groups/to-group.ts';
import type { Station } from '../stations/station.ts';
import type { Sought } from './attempt.ts';
import { type Deciding, mayAllConnect, refused } from './deciding.ts';
import { toOutside } from './outgoing.ts';

/** Nobody passed it on yet. */
export const byNobody: Passed = { forwardedBy: [], groups: [] };

/** To an extension or a group; refused where the number is neither. */
export function toInside(deciding: Deciding, number: string, passed: Passed): Result<Sought> {
  const station = deciding.tables.station(number);
  if (station !== undefined) return toExtension(deciding, station, passed);
  const group = deciding.tables.plan.groups.get(number);
  if (group !== undefined) return toGroup(deciding, group, passed, toInside);
  return refused(deciding, callCodes.refuse('calls.unknown-number', { number }));
}

/** Does the number belong to an extension or a group? */
export const isInside = ({ tables }: Deciding, number: string): boolean =>
  tables.station(number) !== undefined || tables.plan.groups.has(number);

export function toExtension(deciding: Deciding, first: Station, passed = byNobody): Result<Sought> {
  const { tables, tell } = deciding;
  let station = first;
  let { forwardedBy } = passed;
  for (;;) {
    const met = mayMeet(deciding, station, forwardedBy);
    if (!met.ok) return met;
    const { number, record } = station;
    if (record.forwardAlways === '') return ring(deciding, station, forwardedBy);
    forwardedBy = [...forwardedBy, station];
    if (forwardedBy.length > limits.calls.forwards)
      return refused(deciding, callCodes.refuse('calls.loop', { number }), 'users-and-services', number);
    tell?.({
      form: 'users-and-services',
      key: number,
      words: `Extension ${number} forwards to ${record.forwardAlways}.`,
    });
    const next = tables.station(record.forwardAlways);
    if (next === undefined) return toGroupOrOutside(deciding, station, { ...passed, forwardedBy });
    station = next;
  }
}

/** Where an extension forwards to, if that is no extension. */
function toGroupOrOutside(deciding: Deciding, station: Station, passed: Passed): Result<Sought> {
  const { forwardAlways: number } = station.record;
  const group = deciding.tables.plan.groups.get(number);
  if (group !== undefined) return toGroup(deciding, group, passed, toInside);
  return toOutside(deciding, { number, behind: station, forwardedBy: passed.forwardedBy, code: undefined });
}

/** Is there such an extension for whoever calls it, and for everyone who passed the call on? */
function mayMeet(deciding: Deciding, station: Station, forwardedBy: readonly Station[]): Result<void> {
  const { caller } = deciding.attempt;
  const { number } = station;
  if (!station.record.enabled) return refused(deciding, callCodes.refuse('calls.unknown-number', { number }));
  if (station === caller) return refused(deciding, callCodes.refuse('calls.self'));
  return mayAllConnect(deciding, forwardedBy, station);
}

function ring(deciding: Deciding, station: Station, forwardedBy: readonly Station[]): Result<Sought> {
  const { number, record } = station;
  if (record.doNotDisturb)
    return refused(deciding, callCodes.refuse('calls.do-not-disturb', { number }), 'users-and-services', number);
  deciding.tell?.({ form: 'users-and-services', key: number, words: `Extension ${number} is called.` });
  return ok({ kind: 'station', station, forwardedBy });
}
