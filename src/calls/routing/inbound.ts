// The inbound number that a provider means: it may send it with +, with prefixes, or as bare digits.

import type { Mode } from '../times/mode.ts';
import { toE164 } from './e164.ts';
import type { InboundNumber } from './inbound-numbers.form.ts';
import type { RoutingPlan } from './plan.ts';

const longest = 40;

export function inboundNumberOf(dialled: string, { inbound, network }: RoutingPlan): InboundNumber | undefined {
  if (dialled.length > longest || !/^\+?\d+$/.test(dialled)) return undefined;
  const known = toE164(dialled, network);
  return inbound.get(known) ?? (dialled.startsWith('+') ? undefined : inbound.get(`+${dialled}`));
}

/** The extension, group or service that it reaches: at night that of the night before, where a night has none of its own. */
export function reachedBy(record: InboundNumber, mode: Mode): string {
  const day = record.day || record.dayGroup || record.dayService;
  if (mode === 'day') return day;
  const night1 = record.night1 || record.night1Group || record.night1Service || day;
  return mode === 'night1' ? night1 : record.night2 || record.night2Group || record.night2Service || night1;
}
