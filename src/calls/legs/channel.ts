// A channel of a trunk, held from the INVITE to the end of the call. An emergency call may take one that is kept back, or another's.

import type { Trunk, TrunkCall } from '../trunks/trunk.ts';

/** Takes a channel; undefined where none is free. Who took it gives it back, once. */
export function takeChannel(trunk: Trunk, isEmergency: boolean, preempt: () => void): (() => void) | undefined {
  if (!trunk.hasChannel(isEmergency)) {
    if (!isEmergency || !trunk.record.preempts) return undefined;
    newestOther(trunk)?.preempt();
    if (!trunk.hasChannel(true)) return undefined;
  }
  const call: TrunkCall = { isEmergency, preempt };
  trunk.calls.add(call);
  return () => trunk.calls.delete(call);
}

/** Who has talked for the shortest time loses the least. */
const newestOther = ({ calls }: Trunk): TrunkCall | undefined => [...calls].findLast(({ isEmergency }) => !isEmergency);
