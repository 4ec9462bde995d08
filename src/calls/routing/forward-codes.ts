// Who may set a forward by dialling a code, and to where: what would never be let through is refused at once.

import { limits, ok, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { FeatureCode, FeatureDialled } from '../numbering/feature-codes.ts';
import { serviceClassOf } from '../restriction/restriction.ts';
import type { ForwardField, Forwarding } from '../stations/forwarding.ts';
import type { Station } from '../stations/station.ts';
import { type Deciding, decidingOf, mayAllConnect, refused } from './deciding.ts';
import { leadsOutside } from './outgoing.ts';
import type { Tables } from './tables.ts';

/** The field of Users and Services that each code sets. */
export const forwardsSet = {
  forwardAlwaysOn: 'forwardAlways',
  forwardBusyOn: 'forwardBusy',
  forwardNoAnswerOn: 'forwardNoAnswer',
  forwardUnreachableOn: 'forwardUnreachable',
} as const satisfies Partial<Record<FeatureCode, ForwardField>>;

const setsForward = (code: FeatureCode): code is keyof typeof forwardsSet => code in forwardsSet;

/** Whether the extension may forward its calls there by code. Refuses nothing of other codes. */
export const mayForwardByCode = (deciding: Deciding, caller: Station, dialled: FeatureDialled): Result<void> =>
  setsForward(dialled.code) ? mayForward(deciding, caller, dialled.digits) : ok(undefined);

/** Whether it may set these forwards by a key of its phone, which is no more than dialling the codes. Taking one away needs no grant. */
export function mayForwardByKey(
  station: Station,
  forwards: Partial<Forwarding>,
  tables: Tables,
  atMs: number,
): Result<void> {
  const deciding = decidingOf({ caller: station, dialled: '', atMs }, tables, undefined);
  for (const field of Object.values(forwardsSet)) {
    const to = forwards[field] ?? '';
    const allowed = to === '' || to === station.record[field] ? ok(undefined) : mayForward(deciding, station, to);
    if (!allowed.ok) return allowed;
  }
  return ok(undefined);
}

function mayForward(deciding: Deciding, caller: Station, digits: string): Result<void> {
  const { tables, moment } = deciding;
  const service = tables.plan.services.of(serviceClassOf(caller.record, moment.mode));
  if (!service.forwardByCode) {
    const refusal = callCodes.refuse('calls.feature-not-granted', { class: service.number });
    return refused(deciding, refusal, 'class-of-service', String(service.number));
  }
  const station = tables.station(digits);
  if (station === caller) return refused(deciding, callCodes.refuse('calls.self'));
  if (tables.emergency.match(digits) !== undefined || station?.record.enabled === false)
    return refused(deciding, callCodes.refuse('calls.unknown-number', { number: digits }));
  if (station !== undefined && comesBack(tables, station, caller))
    return refused(deciding, callCodes.refuse('calls.loop', { number: station.number }));
  if (station !== undefined) return mayAllConnect(deciding, [], station);
  if (tables.plan.groups.has(digits)) return ok(undefined);
  const way = leadsOutside(deciding, digits);
  if (!way.ok || service.externalForward) return way;
  const refusal = callCodes.refuse('calls.forward-external', { number: caller.number });
  return refused(deciding, refusal, 'class-of-service', String(service.number));
}

/** Does everybody from here on forward at once, back to the extension? */
function comesBack(tables: Tables, from: Station, caller: Station): boolean {
  let at: Station | undefined = from;
  for (let passed = 0; at !== undefined && passed <= limits.calls.forwards; passed++) {
    if (at === caller) return true;
    at = tables.station(at.record.forwardAlways);
  }
  return false;
}
