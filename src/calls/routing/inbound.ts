// The inbound number that a provider means: it may send it with +, with prefixes, or as bare digits.

import { toE164 } from './e164.ts';
import type { InboundNumber } from './inbound-numbers.form.ts';
import type { RoutingPlan } from './plan.ts';

const longest = 40;

export function inboundNumberOf(dialled: string, { inbound, network }: RoutingPlan): InboundNumber | undefined {
  if (dialled.length > longest || !/^\+?\d+$/.test(dialled)) return undefined;
  const known = toE164(dialled, network);
  return inbound.get(known) ?? (dialled.startsWith('+') ? undefined : inbound.get(`+${dialled}`));
}
