// Whom the public network is told that it is called by: the caller's own number there, or that of the place of an emergency.

import type { Forward, OutgoingCall } from '../routing/attempt.ts';
import type { CallContext } from './context.ts';
import type { Leg } from './leg.ts';
import type { Presented } from './trunk-aim.ts';

interface GoingOut {
  readonly outgoing: OutgoingCall;
  readonly forwardedBy: readonly Forward[];
}

export function presentedOf(
  { outside, clock }: CallContext,
  { party, desk, shown, flow, withholds }: Leg,
  { outgoing, forwardedBy }: GoingOut,
): Presented {
  const { isEmergency, e164, behind } = outgoing;
  const located = isEmergency && party.kind === 'station' ? outside.locate(desk ?? party, flow) : undefined;
  const own = party.kind === 'station' ? outside.numberOf(party) : shown.number;
  // They call back whoever is at the desk then.
  const there = isEmergency && desk !== undefined ? outside.numberOf(desk) : '';
  const number = located?.number || there || own;
  const hides = party.kind === 'station' && withholds;
  return {
    ...{ e164, number, extension: party.kind === 'station' ? party.number : '' },
    isWithheld: !isEmergency && (hides || !outside.shows(behind, clock.nowMs())),
    forwardedBy: forwardedBy.map(({ station, why }) => ({
      ...{ number: outside.numberOf(station) || station.number, why },
      isWithheld: !outside.shows(station, clock.nowMs()),
    })),
    nationalOf: outside.nationalOf,
    located: located?.dress,
  };
}
