// A call to an extension, followed to where it forwards to: another extension, or the public network.

import { limits, ok, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { Station } from '../stations/station.ts';
import type { Decision } from './attempt.ts';
import { type Deciding, mayAllConnect, refused } from './deciding.ts';
import { toOutside } from './outgoing.ts';

const nobody: readonly Station[] = [];

export function toExtension(deciding: Deciding, first: Station): Result<Decision> {
  const { tables, tell } = deciding;
  let station = first;
  let forwardedBy = nobody;
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
    if (next === undefined)
      return toOutside(deciding, { number: record.forwardAlways, behind: station, forwardedBy, code: undefined });
    station = next;
  }
}

/** Is there such an extension for whoever calls it, and for everyone who passed the call on? */
function mayMeet(deciding: Deciding, station: Station, forwardedBy: readonly Station[]): Result<void> {
  const { caller } = deciding.attempt;
  const { number } = station;
  if (!station.record.enabled) return refused(deciding, callCodes.refuse('calls.unknown-number', { number }));
  if (station === caller) return refused(deciding, callCodes.refuse('calls.self'));
  return mayAllConnect(deciding, forwardedBy, station);
}

function ring(deciding: Deciding, station: Station, forwardedBy: readonly Station[]): Result<Decision> {
  const { number, record } = station;
  if (record.doNotDisturb)
    return refused(deciding, callCodes.refuse('calls.do-not-disturb', { number }), 'users-and-services', number);
  deciding.tell?.({ form: 'users-and-services', key: number, words: `Extension ${number} is called.` });
  return ok({ kind: 'station', station, forwardedBy });
}
