// A call by intercom: to an extension whose phone may answer by itself. Where it may not, the call is an ordinary one: whoever calls
// wants to speak to somebody, and learns nothing of what is allowed there.

import { ok, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { Station } from '../stations/station.ts';
import type { Sought } from './attempt.ts';
import { type Deciding, refused } from './deciding.ts';
import { toExtension } from './extension.ts';
import { serviceOf } from './service-of.ts';

/** Refuses whose class of service has no Paging. A call that is forwarded rings like any other. */
export function toIntercom(deciding: Deciding, caller: Station, number: string): Result<Sought> {
  const { attempt, tables, tell } = deciding;
  const own = serviceOf(caller, tables.plan, attempt.atMs);
  if (!own.paging)
    return refused(
      deciding,
      callCodes.refuse('calls.no-paging', { class: own.number }),
      'class-of-service',
      `${own.number}`,
    );
  const station = tables.station(number);
  if (station === undefined) return refused(deciding, callCodes.refuse('calls.unknown-number', { number }));
  const decision = toExtension(deciding, station);
  if (!decision.ok || decision.value.kind !== 'station' || decision.value.station !== station) return decision;
  const service = serviceOf(station, tables.plan, attempt.atMs);
  const words = service.autoAnswer
    ? `The phone of ${number} is asked to answer by itself.`
    : `Class of service ${service.number} does not let the phone of ${number} answer by itself: it rings.`;
  tell?.({ form: 'class-of-service', key: String(service.number), words });
  return ok({ ...decision.value, answersItself: service.autoAnswer });
}
