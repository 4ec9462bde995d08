// The called side while it rings: every device of the extension at once, the first to answer wins (RFC 3261 §16.7's rules).

import { type Cancel, limits, no, ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import { MediaExchange, type MediaPolicy } from '../media-policy/exchange.ts';
import { Branch, type BranchUser, type Invitation } from './branch.ts';
import type { CallContext, Device } from './context.ts';

/** How ringing ended without an answer. */
export interface Unanswered {
  readonly outcome: 'busy' | 'no answer' | 'refused' | 'failed';
  readonly status: number;
  readonly reason: string;
  readonly words: string;
}

interface Ready {
  readonly branch: Branch;
  /** What the device is offered; undefined when the offer is left to it. */
  readonly offer: string | undefined;
}

export class Ringing {
  readonly branches: readonly Branch[];
  readonly #offers: readonly (string | undefined)[];
  readonly #ended: (why: Unanswered) => void;
  readonly #patience: Cancel;
  #worst: { status: number; reason: string } | undefined;

  private constructor(ready: readonly Ready[], context: CallContext, ended: (why: Unanswered) => void) {
    this.branches = ready.map(({ branch }) => branch);
    this.#offers = ready.map(({ offer }) => offer);
    this.#ended = ended;
    this.#patience = context.clock.after(context.options().ringSeconds * 1_000, () => this.#giveUp());
  }

  /**
   * Makes ready to ring the devices. `policyFor` gives what holds between the caller and each of them; a device that the
   * policy rules out is not rung, and when none is left the call is refused with the reason.
   */
  static prepare(
    context: CallContext,
    user: BranchUser,
    invitation: Invitation,
    devices: readonly Device[],
    offer: string,
    policyFor: (device: Device) => MediaPolicy,
    ended: (why: Unanswered) => void,
  ): Result<Ringing> {
    let refusal: Refusal | undefined;
    const ready: Ready[] = [];
    for (const device of devices.slice(0, limits.calls.devicesPerExtension)) {
      const exchange = new MediaExchange(policyFor(device));
      const passed = exchange.begin(offer);
      if (passed.ok)
        ready.push({ branch: new Branch(context, user, invitation, device, exchange), offer: passed.value });
      else refusal = passed.refusal;
    }
    if (ready.length === 0)
      return no(refusal ?? callCodes.refuse('calls.not-registered', { number: invitation.called.number }));
    return ok(new Ringing(ready, context, ended));
  }

  /** Rings. A device that cannot be reached may refuse at once, so its user must know of this ringing before. */
  begin(): void {
    for (const [place, branch] of this.branches.entries()) if (branch.ringing) branch.invite(this.#offers[place]);
  }

  /** One device only: then provisional answers may carry session descriptions to the caller. */
  get single(): Branch | undefined {
    return this.branches.length === 1 ? this.branches[0] : undefined;
  }

  /** Ends the ringing: takes back every INVITE but the winner's. */
  stop(lines: string, winner?: Branch): void {
    this.#patience();
    for (const branch of this.branches) if (branch !== winner) branch.takeBack(lines);
  }

  /** A device refused. When it was the last, or its refusal speaks for the extension (6xx), ringing has ended. */
  refused(status: number, reason: string): void {
    if (this.#worst === undefined || weight(status) > weight(this.#worst.status)) this.#worst = { status, reason };
    if (status < 600 && this.branches.some((branch) => branch.ringing)) return;
    this.stop('');
    this.#ended(explain(this.#worst.status, this.#worst.reason));
  }

  #giveUp(): void {
    this.stop('');
    this.#ended({
      outcome: 'no answer',
      status: 480,
      reason: 'Temporarily Unavailable',
      words: callCodes.codes['calls.no-answer'].words,
    });
  }
}

/** Which of several refusals the caller hears: a person's decision before a device's trouble (RFC 3261 §16.7 step 6). */
function weight(status: number): number {
  if (status >= 600) return 6;
  if (status === 486 || status === 480) return 5;
  if (status === 488 || status === 415 || status === 606) return 4;
  if (status === 408 || status === 503) return 1;
  return status >= 500 ? 2 : 3;
}

function explain(status: number, reason: string): Unanswered {
  const words = `the phone answered ${status} ${reason}`;
  if (status === 486 || status === 600)
    return { outcome: 'busy', status: 486, reason: 'Busy Here', words: 'the extension is busy' };
  if (status === 603) return { outcome: 'refused', status, reason: 'Decline', words: 'the call was declined' };
  if (status === 408 || status === 503) {
    return {
      outcome: 'failed',
      status: 480,
      reason: 'Temporarily Unavailable',
      words: callCodes.codes['calls.unreachable'].words,
    };
  }
  // Redirections are not followed, and a phone's demand for a password is not the caller's business.
  if (status < 400 || status === 401 || status === 407) {
    return { outcome: 'failed', status: 480, reason: 'Temporarily Unavailable', words };
  }
  return { outcome: status === 480 ? 'no answer' : 'refused', status, reason, words };
}
