// What the person behind a call to the public network may do: by their class of service, and by the account code that was dialled.

import { ok, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import { restrictionClassOf, serviceClassOf } from '../restriction/restriction.ts';
import type { ServiceClass } from '../service/class-of-service.form.ts';
import type { Station } from '../stations/station.ts';
import { isAccountCode } from './account-code.ts';
import type { Forward } from './attempt.ts';
import { type Deciding, refused } from './deciding.ts';
import type { Permitted } from './may-take.ts';
import { modeWords } from './mode-words.ts';
import type { AccountCode } from './tables.ts';

export interface Asking {
  /** Whose permissions let it out: the caller, or the last who forwarded it. A trunk never dials out itself. */
  readonly behind: Station;
  readonly forwardedBy: readonly Forward[];
  /** The account code as it was dialled; nobody dials one for a forwarded call. */
  readonly code: string | undefined;
}

interface PermittedWithAccount extends Permitted {
  /** What records show of the account code. */
  readonly account: string;
}

/** The classes that count, once class of service and account code let the call out at all. */
export function permissionsOf(deciding: Deciding, call: Asking): Result<PermittedWithAccount> {
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
