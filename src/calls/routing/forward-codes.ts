// Who may set a forward by dialling a code, and to where: what would never be let through is refused at once.

import { limits, ok, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { FeatureCode, FeatureDialled } from '../numbering/feature-codes.ts';
import { serviceClassOf } from '../restriction/restriction.ts';
import type { ForwardField } from '../stations/forwarding.ts';
import type { Station } from '../stations/station.ts';
import { type Deciding, mayAllConnect, refused } from './deciding.ts';
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
export function mayForwardByCode(deciding: Deciding, caller: Station, { code, digits }: FeatureDialled): Result<void> {
  if (!setsForward(code)) return ok(undefined);
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
