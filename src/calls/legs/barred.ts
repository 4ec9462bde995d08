// A call that the rules do not let through: refused, with the steps of the decision on its record, and an entry in the audit trail
// where somebody was kept from the public network (CALL-4).

import type { Refusal, Result } from '#base';
import type { Flow } from '#sip';
import type { CallAccount } from '../call-account.ts';
import type { CallAttempt, Party, Step } from '../routing/attempt.ts';
import { isBarring } from '../routing/barring.ts';
import { decide } from '../routing/decide.ts';
import type { Tell } from '../routing/deciding.ts';
import type { Tables } from '../routing/tables.ts';
import type { GuardLook, GuardQuestion } from '../tollguard/look.ts';
import type { CallContext } from './context.ts';
import type { SetupCall } from './setup-call.ts';

/** A decision has a dozen steps; more are those of a configuration that somebody made to be long. */
const mostSteps = 40;

/** The decision that refused, to be made once more. */
type Decide = (tables: Tables, tell: Tell) => Result<unknown> | undefined;

interface BarredCall {
  readonly id: string;
  readonly dialled: string;
  readonly account: CallAccount;
}

/** Refuses the call that somebody wants to make. */
export function notLetThrough(context: CallContext, call: SetupCall, attempt: CallAttempt, refusal: Refusal): void {
  const { flow } = call.callerLeg;
  noteRefusal(context, call, { caller: attempt.caller, flow }, refusal, (tables, tell) =>
    decide(attempt, tables, tell),
  );
  if (refusal.code === 'calls.account-code-wrong') context.guessed(attempt.caller);
  call.refuseBy(refusal);
}

/** Keeps why: the steps of the decision on the record, and where somebody was kept from the public network an entry in the audit trail. */
export function noteRefusal(
  context: CallContext,
  { id, dialled, account }: BarredCall,
  { caller, flow }: { readonly caller: Party; readonly flow: Flow },
  refusal: Refusal,
  again: Decide,
): void {
  const { steps, asked } = decidedAgain(context, caller, again);
  account.decided({ steps });
  if (asked !== undefined) context.guard.refused(asked);
  if (!isBarring(refusal.code)) return;
  context.note({
    level: 'medium',
    actor: {
      user: caller.kind === 'station' ? caller.number : caller.name,
      sourceIp: flow.remoteAddress,
      application: 'SIP',
      context: 'Call set-up',
    },
    action: 'call barred',
    data: `Dialled: ${dialled}; Reason: ${refusal.words}; Code: ${refusal.code}; Call: ${id}`,
  });
}

interface Again {
  readonly steps: readonly string[];
  /** What the toll guard refused, where it was that. */
  readonly asked: GuardQuestion | undefined;
}

/** The decision once more, as it is a pure function, with each step told. */
function decidedAgain({ tables }: CallContext, caller: Party, again: Decide): Again {
  const steps: string[] = [];
  let asked: GuardQuestion | undefined;
  const { guard, ...others } = tables(caller);
  const judge: GuardLook['judge'] = (question, tell) => {
    const judged = guard.judge(question, tell);
    asked = judged.ok ? undefined : question;
    return judged;
  };
  const decision = again({ ...others, guard: { judge } }, ({ words }: Step) => {
    if (steps.length < mostSteps && words !== steps.at(-1)) steps.push(words);
  });
  return { steps, asked: decision?.ok === false ? asked : undefined };
}
