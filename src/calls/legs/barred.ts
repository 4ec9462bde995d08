// A call that the rules do not let through: refused, with the steps of the decision on its record, and an entry in the audit trail
// where somebody was kept from the public network (CALL-4).

import type { Refusal, Result } from '#base';
import type { CallAttempt, Step } from '../routing/attempt.ts';
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
  const { dialled, id, callerLeg } = call;
  const steps = noteRefused(context, { dialled, id, address: callerLeg.flow.remoteAddress }, attempt, refusal);
  call.account.decided({ steps });
  call.refuseBy(refusal);
}

interface Refused {
  readonly id: string;
  /** What was dialled, as others may see it. */
  readonly dialled: string;
  readonly address: string;
}

/** Tells all who have to know; gives the steps that led there. `again` is the decision, where it was not that on the attempt as a whole. */
export function noteRefused(
  context: CallContext,
  call: Refused,
  attempt: CallAttempt,
  refusal: Refusal,
  again: Again = (tables, tell) => decide(attempt, tables, tell),
): readonly string[] {
  const { steps, asked } = decidedAgain(context.tables(attempt.caller), again);
  const behind = attempt.transferredBy ?? attempt.caller;
  if (asked !== undefined) context.guard.refused(asked);
  if (refusal.code === 'calls.account-code-wrong') context.guessed(behind);
  if (isBarring(refusal.code)) {
    context.note({
      level: 'medium',
      actor: {
        user: behind.kind === 'station' ? behind.number : behind.name,
        sourceIp: call.address,
        application: 'SIP',
        context: 'Call set-up',
      },
      action: 'call barred',
      data: `Dialled: ${call.dialled}; Reason: ${refusal.words}; Code: ${refusal.code}; Call: ${call.id}`,
    });
  }
  return steps;
}

interface Heard {
  readonly steps: readonly string[];
  /** What the toll guard refused, where it was that. */
  readonly asked: GuardQuestion | undefined;
}

/** Makes a decision once more. */
export type Again = (tables: Tables, tell: Tell) => Result<unknown> | undefined;

/** The decision once more, as it is a pure function, with each step told. */
function decidedAgain(tables: Tables, again: Again): Heard {
  const steps: string[] = [];
  let asked: GuardQuestion | undefined;
  const { guard, ...others } = tables;
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
