// How ringing ends without an answer: what the caller and the record are told of a device's refusal.

import type { Refusal } from '#base';
import type { Flow } from '#sip';
import { callCodes } from '../calls.codes.ts';
import type { Untaken } from '../routing/extension.ts';
import type { Branch } from './branch.ts';

export interface Unanswered {
  readonly outcome: 'busy' | 'no answer' | 'refused' | 'failed';
  readonly status: number;
  readonly reason: string;
  readonly words: string;
  /** Where it is one of our own, not what the other side answered. */
  readonly refusal?: Refusal;
}

/** What looks for somebody who answers: every device at once, or trunk after trunk. */
export interface Seeking {
  begin(): void;
  /** The only one that rings, where there is only one: then provisional answers may carry session descriptions to the caller. */
  readonly single: Branch | undefined;
  /** Ends it: takes back every INVITE but the winner's. */
  stop(lines: string, winner?: Branch): void;
  /** One of them refused. */
  refused(status: number, reason: string): void;
  flowClosed(flow: Flow): void;
}

const unavailable = (outcome: Unanswered['outcome'], words: string): Unanswered => ({
  outcome,
  status: 480,
  reason: 'Temporarily Unavailable',
  words,
});

export const NOBODY_ANSWERED = unavailable('no answer', callCodes.codes['calls.no-answer'].words);

/** A refusal of our own. */
export const refusedBy = (refusal: Refusal): Unanswered => ({
  ...unavailable('refused', refusal.words),
  refusal,
});

/** Which of several refusals the caller hears: a person's decision before a device's trouble (RFC 3261 §16.7 step 6). */
export function weight(status: number): number {
  if (status >= 600) return 6;
  if (status === 486 || status === 480) return 5;
  if (status === 488 || status === 415) return 4;
  if (status === 408 || status === 503) return 1;
  return status >= 500 ? 2 : 3;
}

/** Statuses that tell the caller something about the called person, device or media; others are between the device and us. */
const meaningful = new Set([404, 406, 410, 415, 480, 482, 483, 484, 485, 488, 604, 606]);

/** What a device's refusal becomes. Redirections are not followed, and a demand for a password is not the caller's business. */
export function explain(status: number, reason: string, who = 'the phone'): Unanswered {
  if (status === 486 || status === 600) {
    return {
      outcome: 'busy',
      status: 486,
      reason: 'Busy Here',
      words: who === 'the phone' ? callCodes.codes['calls.busy'].words : 'the number is busy',
    };
  }
  if (status === 603) return { outcome: 'refused', status, reason: 'Decline', words: 'the call was declined' };
  if (status === 408 || status === 503) return unavailable('failed', callCodes.codes['calls.unreachable'].words);
  const words = `${who} answered ${status} ${reason}`;
  if (!meaningful.has(status)) return unavailable('failed', words);
  return { outcome: status === 480 ? 'no answer' : 'refused', status, reason, words };
}

const untaken: Readonly<Record<Unanswered['outcome'], Untaken | undefined>> = {
  ...{ busy: 'busy', 'no answer': 'no answer', failed: 'unreachable', refused: undefined },
};

/** As which the extension forwards the call; undefined of one that a person or the policy has refused. */
export const untakenBy = ({ outcome, refusal }: Unanswered): Untaken | undefined =>
  refusal === undefined ? untaken[outcome] : undefined;
