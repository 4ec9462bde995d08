// A call to the public network: the way that its digits take, and whether the person behind it may take it.

import { ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import { restrictionClassOf, serviceClassOf } from '../restriction/restriction.ts';
import type { ServiceClass } from '../service/class-of-service.form.ts';
import type { Station } from '../stations/station.ts';
import { isAccountCode } from './account-code.ts';
import type { Decision, TrunkChoice } from './attempt.ts';
import { type Deciding, refused } from './deciding.ts';
import { fits } from './digits-dialled.form.ts';
import { toE164, withoutOutsidePrefix } from './e164.ts';
import { mayTake, type Permitted } from './may-take.ts';
import { modeWords } from './mode-words.ts';
import type { DigitEntry } from './plan.ts';
import type { AccountCode } from './tables.ts';
import { upFirst } from './up-first.ts';
import { modified, type Routes, waysAt } from './ways.ts';

export interface OutsideCall {
  readonly number: string;
  /** Whose permissions let it out: the caller, or the last who forwarded it. A trunk never dials out itself. */
  readonly behind: Station;
  readonly forwardedBy: readonly Station[];
  /** The account code as it was dialled; nobody dials one for a forwarded call. */
  readonly code: string | undefined;
}

export function toOutside(deciding: Deciding, call: OutsideCall): Result<Decision> {
  const { tables } = deciding;
  const way = wayOf(deciding, call.number);
  if (!way.ok) return way;
  const permitted = permissionsOf(deciding, call);
  if (!permitted.ok) return permitted;
  const { account, ...permissions } = permitted.value;
  const dialledE164 = toE164(withoutOutsidePrefix(call.number, tables.plan.network), tables.plan.network);
  const choices: TrunkChoice[] = [];
  let refusal: Refusal | undefined;
  for (const route of way.value) {
    const trunk = tables.trunk(route.trunk);
    const digits = modified(route, call.number);
    if (!route.enabled || trunk?.record.enabled !== true || digits === '') {
      deciding.tell?.({ form: 'routes', key: route.name, words: `Route ${route.name} is closed.` });
      continue;
    }
    const taken = mayTake(deciding, call, permissions, { route, trunk, digits, dialledE164 });
    if (taken.ok) choices.push({ route: route.name, trunk, digits, isPrefixed: route.inserts !== '' });
    else refusal ??= taken.refusal;
  }
  const [first] = choices;
  if (first === undefined)
    return refused(deciding, refusal ?? callCodes.refuse('calls.no-route', { number: call.number }));
  const e164 = dialledE164 === '' ? toE164(first.digits, tables.plan.network) : dialledE164;
  const outgoing = {
    ...{ choices: upFirst(choices, tables), e164, behind: call.behind },
    ...{ accountCode: account, isEmergency: false },
  };
  return ok({ kind: 'outgoing', outgoing, forwardedBy: call.forwardedBy });
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

interface PermittedWithAccount extends Permitted {
  /** What records show of the account code. */
  readonly account: string;
}

/** The classes that count, once class of service and account code let the call out at all. */
function permissionsOf(deciding: Deciding, call: OutsideCall): Result<PermittedWithAccount> {
  const { tables, moment, tell } = deciding;
  const { record, number } = call.behind;
  const own = tables.plan.services.of(serviceClassOf(record, moment.mode));
  tell?.({
    form: 'class-of-service',
    key: String(own.number),
    words: `Extension ${number} is behind it, with class of service ${own.number} ${modeWords[moment.mode]}.`,
  });
  if (call.forwardedBy.length > 0 && !own.externalForward)
    return refused(
      deciding,
      callCodes.refuse('calls.forward-external', { number }),
      'class-of-service',
      String(own.number),
    );
  const account = accountOf(deciding, call.code, own);
  if (!account.ok) return account;
  const { name, code } = account.value;
  return ok({
    service: code === undefined || code.serviceClass === 0 ? own : tables.plan.services.of(code.serviceClass),
    restriction:
      code === undefined || code.restrictionClass === 0
        ? restrictionClassOf(record, moment.mode)
        : code.restrictionClass,
    account: name,
    hasAccountCode: name !== '',
  });
}

interface Account {
  readonly name: string;
  readonly code: AccountCode | undefined;
}

const noAccount: Account = { name: '', code: undefined };

/** A code that is not known counts only where the class takes any. */
function accountOf(deciding: Deciding, dialled: string | undefined, own: ServiceClass): Result<Account> {
  const key = String(own.number);
  if (dialled === undefined) {
    if (own.accountCode === 'none') return ok(noAccount);
    return refused(deciding, callCodes.refuse('calls.account-code-needed'), 'class-of-service', key);
  }
  const code = isAccountCode(dialled) ? deciding.tables.accountCodeNamed(dialled) : undefined;
  if (code !== undefined) {
    deciding.tell?.({ form: 'account-codes', key: code.name, words: `The account code is that of ${code.name}.` });
    return ok({ name: code.name, code });
  }
  if (own.accountCode === 'nonVerified' && isAccountCode(dialled)) return ok({ name: dialled, code: undefined });
  return refused(deciding, callCodes.refuse('calls.account-code-wrong'), 'account-codes');
}
