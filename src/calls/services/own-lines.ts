// What is said on the way in memory between calls and the system's own phone: who calls, in which call, and on whose behalf. Its law: these
// lines are read there and nowhere else.

import { Header, type SipMessage } from '#sip';
import type { Leg } from '../legs/leg.ts';
import type { MediaPolicy } from '../media-policy/exchange.ts';
import type { Tables } from '../routing/tables.ts';
import type { Station } from '../stations/station.ts';

interface OwnCall {
  readonly callId: string;
  /** Whoever waits to be answered. */
  readonly leg: Pick<Leg, 'party' | 'flow'>;
  readonly policy: MediaPolicy;
  readonly by: Station | undefined;
}

/**
 * Which call it is, who calls, at which of our addresses, whether SRTP must, may or cannot be, and who has put the caller through:
 * `ID;extension=201;at=192.0.2.1;srtp=required;by=202`, or `trunk=NAME`, the name escaped.
 */
export function ownCallLine({ callId, leg: { party, flow }, policy, by }: OwnCall): string {
  const who = party.kind === 'station' ? `extension=${party.number}` : `trunk=${encodeURIComponent(party.name)}`;
  const srtp = policy.required ? 'required' : policy.keysBarred === '' ? 'preferred' : 'none';
  const via = by === undefined ? '' : `;by=${by.number}`;
  return `Ringfence-Call: ${callId};${who};at=${flow.localAddress};srtp=${srtp}${via}\r\n`;
}

/** The extension with whose permissions a service acts; the service itself where it names none that may act now. */
export function onBehalfOf(service: Station, request: SipMessage, { station }: Pick<Tables, 'station'>): Station {
  const named = station(request.get(Header.RingfenceBehalf) ?? '');
  return named?.service === undefined && named?.record.enabled === true ? named : service;
}
