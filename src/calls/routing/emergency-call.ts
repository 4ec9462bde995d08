// An emergency call: nothing restricts it, and when its own way fails every other trunk is tried.

import { ok, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { EmergencyNumber } from '../emergency/look.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { Decision, TrunkChoice } from './attempt.ts';
import { type Deciding, refused } from './deciding.ts';
import { upFirst } from './up-first.ts';

export function emergencyCall(deciding: Deciding, { number, route, digits }: EmergencyNumber): Result<Decision> {
  const { attempt, tables, tell } = deciding;
  tell?.({ form: 'emergency-numbers', key: number, words: `${number} is an emergency number: nothing restricts it.` });
  const choices: TrunkChoice[] = [];
  const seen = new Set<Trunk>();
  const add = (trunk: Trunk | undefined, name: string): void => {
    if (trunk?.record.enabled !== true || seen.has(trunk)) return;
    seen.add(trunk);
    choices.push({ route: name, trunk, digits, isPrefixed: false });
  };
  for (const { name, trunk } of tables.plan.routes.get(route) ?? tables.plan.lists.get(route) ?? [])
    add(tables.trunk(trunk), name);
  for (const trunk of tables.trunks()) add(trunk, '');
  if (choices.length === 0) return refused(deciding, callCodes.refuse('calls.no-route', { number }), 'trunks');
  const outgoing = {
    choices: upFirst(choices, tables),
    e164: '',
    behind: attempt.caller,
    accountCode: '',
    isEmergency: true,
  };
  return ok({ kind: 'outgoing', outgoing, forwardedBy: [] });
}
