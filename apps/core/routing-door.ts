// What would become of a call: the tester of routing, on the configuration of this moment. Nobody is called.

import { type Clock, no, ok, type Result } from '#base';
import { atRest, callsFormCodes, type Decision, EmergencyPlan, explain, type Tables, tablesOf } from '#calls';
import type { Configuration } from '#forms';
import type { RouteWish, RoutingDoor } from './core-door.ts';
import type { RouteExplainedLine } from './routing-protocol.ts';

/** `tables` are asked for anew with each question. */
export const makeRoutingDoor = (clock: Clock, tables: () => Tables): RoutingDoor => ({
  explain: (wish) => explained(wish, tables(), clock.nowMs()),
});

/**
 * What the tester decides by: the tables of calls, or while the system is stopped what the forms say, with every trunk in service and
 * nothing spent. Account codes are unknown to it: whoever may read routing could guess them with it.
 */
export function testerTables(configuration: Configuration, live: Tables | undefined): Tables {
  const accountCodeNamed = (): undefined => undefined;
  if (live !== undefined) return { ...atRest(live), accountCodeNamed };
  return tablesOf(configuration, {
    emergency: new EmergencyPlan(configuration, () => ''),
    guard: { judge: () => ok(undefined) },
    accountCodeNamed,
    isUp: () => true,
  });
}

function explained(
  { caller: name, dialled, atMs, fromTrunk }: RouteWish,
  tables: Tables,
  nowMs: number,
): Result<RouteExplainedLine> {
  const caller = fromTrunk ? tables.trunk(name) : tables.station(name);
  if (caller === undefined) return no(callsFormCodes.refuse('calls.unknown-caller', { name }));
  const { decision, words, steps } = explain({ caller, dialled, atMs: atMs ?? nowMs }, tables);
  return ok({ words, ...outcomeOf(decision), atMs: atMs ?? nowMs, steps });
}

function outcomeOf(decision: Result<Decision>): Pick<RouteExplainedLine, 'outcome' | 'leadsTo' | 'refusedWith'> {
  if (!decision.ok) return { outcome: 'refused', leadsTo: '', refusedWith: decision.refusal.code };
  const { value } = decision;
  if (value.kind === 'feature') return { outcome: 'carried-out', leadsTo: '', refusedWith: '' };
  if (value.kind === 'station') return { outcome: 'rings', leadsTo: value.station.number, refusedWith: '' };
  if (value.kind === 'group') return { outcome: 'rings', leadsTo: value.group.number, refusedWith: '' };
  return { outcome: 'goes-out', leadsTo: value.outgoing.choices[0]?.route ?? '', refusedWith: '' };
}
