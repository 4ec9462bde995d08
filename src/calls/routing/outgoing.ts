// A call to the public network: the way that its digits take, and whether the person behind it may take it.

import { no, ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { OutgoingCall, Sought, TrunkChoice } from './attempt.ts';
import { type Deciding, refused } from './deciding.ts';
import { fits } from './digits-dialled.form.ts';
import { toE164, withoutOutsidePrefix } from './e164.ts';
import { mayTake, type Permitted } from './may-take.ts';
import { modeWords } from './mode-words.ts';
import { type Asking, permissionsOf } from './permissions-of.ts';
import type { DigitEntry } from './plan.ts';
import { upFirst } from './up-first.ts';
import { modified, type Route, type Routes, waysAt } from './ways.ts';

export interface OutsideCall extends Asking {
  readonly number: string;
}

export function toOutside(deciding: Deciding, call: OutsideCall): Result<Sought> {
  const { tables } = deciding;
  const way = wayOf(deciding, call.number);
  if (!way.ok) return way;
  const permitted = permissionsOf(deciding, call);
  if (!permitted.ok) return permitted;
  const { network } = tables.plan;
  const dialledE164 = toE164(withoutOutsidePrefix(call.number, network), network);
  const found = choicesOf(deciding, { ...call, dialledE164 }, way.value, permitted.value);
  if (!found.ok) return found;
  const outgoing: OutgoingCall = {
    choices: upFirst(found.value, tables),
    e164: dialledE164 === '' ? toE164(found.value[0]?.digits ?? '', network) : dialledE164,
    ...{ behind: call.behind, accountCode: permitted.value.account, isEmergency: false },
  };
  return ok({ kind: 'outgoing', outgoing, forwardedBy: call.forwardedBy });
}

interface Numbered extends OutsideCall {
  readonly dialledE164: string;
}

/** The routes that it may take; at least one, or why it may take none. */
function choicesOf(
  deciding: Deciding,
  call: Numbered,
  routes: Routes,
  permitted: Permitted,
): Result<readonly TrunkChoice[]> {
  const { number, dialledE164 } = call;
  const choices: TrunkChoice[] = [];
  let refusal: Refusal | undefined;
  for (const route of routes) {
    const trunk = openTrunk(deciding, route, number);
    if (trunk === undefined) continue;
    const digits = modified(route, number);
    const taken = mayTake(deciding, call, permitted, { route, trunk, digits, dialledE164 });
    if (taken.ok) choices.push({ route: route.name, trunk, digits, isPrefixed: route.inserts !== '' });
    else refusal ??= taken.refusal;
  }
  if (choices.length > 0) return ok(choices);
  return refusal === undefined ? refused(deciding, callCodes.refuse('calls.no-route', { number })) : no(refusal);
}

/** The trunk of a route that is open, and that leaves something to be sent of the number. */
function openTrunk({ tables, tell }: Deciding, route: Route, number: string): Trunk | undefined {
  const trunk = tables.trunk(route.trunk);
  if (route.enabled && trunk?.record.enabled === true && modified(route, number) !== '') return trunk;
  tell?.({ form: 'routes', key: route.name, words: `Route ${route.name} is closed.` });
  return undefined;
}

/** Whether the digits are a number of the public network, as Digits Dialled has them. Nobody's permissions are asked. */
export function leadsOutside(deciding: Deciding, number: string): Result<void> {
  const way = wayOf(deciding, number);
  return way.ok ? ok(undefined) : way;
}

/** The routes that its digits lead to at this moment. */
function wayOf(deciding: Deciding, number: string): Result<Routes> {
  const { plan } = deciding.tables;
  const entry = plan.digits.find(number);
  if (entry === undefined)
    return refused(deciding, callCodes.refuse('calls.unknown-number', { number }), 'digits-dialled');
  if (number.length < entry.digits.length + entry.fewest)
    return refused(deciding, callCodes.refuse('calls.incomplete', { number }), 'digits-dialled', entry.digits);
  if (!fits(entry, number))
    return refused(deciding, callCodes.refuse('calls.unknown-number', { number }), 'digits-dialled', entry.digits);
  const routes = routesOf(deciding, entry);
  if (routes.length > 0) return ok(routes);
  return refused(deciding, callCodes.refuse('calls.no-route', { number }), entry.form, entry.key);
}

const none: Routes = [];

function routesOf({ moment, tell }: Deciding, { digits, routes, plan, form, key }: DigitEntry): Routes {
  if (plan === undefined) {
    tell?.({
      form: 'digits-dialled',
      key: digits,
      words: `Begins with ${digits}: takes ${key} of ${titles[form] ?? form}.`,
    });
    return routes ?? none;
  }
  const { routes: timed, period } = waysAt(plan, moment);
  const when = period === '' ? modeWords[moment.mode] : `in the period ${period}`;
  tell?.({ form: 'digits-dialled', key: digits, words: `Begins with ${digits}: takes the plan ${key}, ${when}.` });
  return timed;
}

const titles: Readonly<Record<string, string>> = { routes: 'Routes', 'route-lists': 'Route Lists' };
