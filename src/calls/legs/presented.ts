// Whom the public network is told that it is called by: the caller's own number there, or that of the place of an emergency.

import { Header, type SipMessage } from '#sip';
import type { Forward, OutgoingCall, Party } from '../routing/attempt.ts';
import type { CallContext } from './context.ts';
import type { Leg } from './leg.ts';
import type { Presented } from './trunk-aim.ts';

interface GoingOut {
  readonly outgoing: OutgoingCall;
  readonly forwardedBy: readonly Forward[];
}

export function presentedOf(
  { outside, clock }: CallContext,
  { party, shown, flow }: Leg,
  request: SipMessage,
  { outgoing, forwardedBy }: GoingOut,
): Presented {
  const { isEmergency, e164, behind } = outgoing;
  const located = isEmergency && party.kind === 'station' ? outside.locate(party, flow) : undefined;
  const own = party.kind === 'station' ? outside.numberOf(party) : shown.number;
  const number = located?.number || own;
  return {
    ...{ e164, number, extension: party.kind === 'station' ? party.number : '' },
    isWithheld: !isEmergency && (withholds(request, party) || !outside.shows(behind, clock.nowMs())),
    forwardedBy: forwardedBy.map(({ station }) => outside.numberOf(station) || station.number),
    nationalOf: outside.nationalOf,
    located: located?.dress,
  };
}

/** A phone may ask not to be shown (RFC 3323 §4.2); of a trunk's caller nobody may be known. */
const withholds = (request: SipMessage, party: Party): boolean =>
  party.kind === 'station' && /(^|;)\s*(id|user)\s*(;|$)/i.test(request.get(Header.Privacy) ?? '');
