// A call that the rules do not let through: refused, with the steps of the decision on its record, and an entry in the audit trail
// where somebody was kept from the public network (CALL-4).

import type { Refusal } from '#base';
import type { CallAttempt, Step } from '../routing/attempt.ts';
import { decide } from '../routing/decide.ts';
import type { CallContext } from './context.ts';
import type { SetupCall } from './setup-call.ts';

/** A decision has a dozen steps; more are those of a configuration that somebody made to be long. */
const mostSteps = 40;
/** What is nobody's attempt at the public network: a number that is not in use, a phone that is not there. */
const everyday = new Set(['calls.unknown-number', 'calls.do-not-disturb', 'calls.self', 'calls.no-rule']);

export function notLetThrough(context: CallContext, call: SetupCall, attempt: CallAttempt, refusal: Refusal): void {
  call.account.decided({ steps: stepsOf(context, attempt) });
  if (!everyday.has(refusal.code)) {
    const { caller, dialled } = attempt;
    context.note({
      level: 'medium',
      actor: {
        user: caller.kind === 'station' ? caller.number : caller.name,
        sourceIp: call.callerLeg.flow.remoteAddress,
        application: 'SIP',
        context: 'Call set-up',
      },
      action: 'call barred',
      data: `Dialled: ${dialled}; Reason: ${refusal.words}; Code: ${refusal.code}; Call: ${call.id}`,
    });
  }
  call.refuseBy(refusal);
}

/** The decision once more, as it is a pure function, with each step told. */
function stepsOf({ tables }: CallContext, attempt: CallAttempt): string[] {
  const steps: string[] = [];
  decide(attempt, tables(), ({ words }: Step) => {
    if (steps.length < mostSteps && words !== steps.at(-1)) steps.push(words);
  });
  return steps;
}
