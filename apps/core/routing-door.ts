// What would become of a call: the tester of routing, on the configuration of this moment. Nobody is called.

import { type Clock, no, ok, type Result } from '#base';
import { callsFormCodes, explain, type Tables } from '#calls';
import type { RouteWish, RoutingDoor } from './core-door.ts';
import type { RouteExplainedLine } from './routing-protocol.ts';

/** `tables` are asked for anew with each question. */
export const makeRoutingDoor = (clock: Clock, tables: () => Tables): RoutingDoor => ({
  explain: (wish) => explained(wish, tables(), clock.nowMs()),
});

function explained(
  { caller: name, dialled, atMs, fromTrunk }: RouteWish,
  tables: Tables,
  nowMs: number,
): Result<RouteExplainedLine> {
  const caller = fromTrunk ? tables.trunk(name) : tables.station(name);
  if (caller === undefined) return no(callsFormCodes.refuse('calls.unknown-caller', { name }));
  const { decision, words, steps } = explain({ caller, dialled, atMs: atMs ?? nowMs }, tables);
  return ok({ words, refusedWith: decision.ok ? '' : decision.refusal.code, atMs: atMs ?? nowMs, steps });
}
