// A call that the rules do not let through, or not on: refused, with the steps of the decision on its record, and an entry in the audit
// trail where somebody was kept from the public network (CALL-4).

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

export function notLetThrough(context: CallContext, call: SetupCall, attempt: CallAttempt, refusal: Refusal): void {
  const { caller } = attempt;
  const { id, dialled, account } = call;
  const { flow } = call.callerLeg;
  // The decision once more, as it is a pure function.
  const heard = listen(context.tables(caller), (tables, tell) => decide(attempt, tables, tell));
  keepRefused(context, { caller, flow, dialled, id, account }, refusal, heard);
  if (refusal.code === 'calls.account-code-wrong') context.guessed(caller);
  call.refuseBy(refusal);
}

export interface Heard {
  readonly steps: readonly string[];
  /** What the toll guard refused, where it was that. */
  readonly asked: GuardQuestion | undefined;
}

/** Hears each step of a decision, and what it asks the toll guard. */
export function listen(given: Tables, deciding: (tables: Tables, tell: Tell) => Result<unknown> | undefined): Heard {
  const steps: string[] = [];
  let asked: GuardQuestion | undefined;
  const { guard, ...others } = given;
  const judge: GuardLook['judge'] = (question, tell) => {
    const judged = guard.judge(question, tell);
    asked = judged.ok ? undefined : question;
    return judged;
  };
  const decision = deciding({ ...others, guard: { judge } }, ({ words }: Step) => {
    if (steps.length < mostSteps && words !== steps.at(-1)) steps.push(words);
  });
  return { steps, asked: decision?.ok ? undefined : asked };
}

/** Whose call it is. */
export interface RefusedCall {
  readonly caller: Party;
  readonly flow: Flow;
  readonly dialled: string;
  readonly id: string;
  readonly account: CallAccount;
}

/** Keeps why a call is refused, wherever somebody looks for it. */
export function keepRefused(context: CallContext, call: RefusedCall, refusal: Refusal, { steps, asked }: Heard): void {
  const { caller, flow, dialled, id, account } = call;
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
