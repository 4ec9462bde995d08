// The called side while it rings: every device of the extension at once, the first to answer wins (RFC 3261 §16.7's rules).

import { type Cancel, limits, no, ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { Shown } from '../identity/shown.ts';
import type { MediaExchange } from '../media-policy/exchange.ts';
import type { Appearance } from '../watching/activity.ts';
import type { Aim } from './aim.ts';
import { Branch, type BranchUser, type Invitation } from './branch.ts';
import type { CallContext } from './context.ts';
import { explain, NOBODY_ANSWERED, type Seeking, type Unanswered, weight } from './unanswered.ts';

/** Who rings whom, and who hears of it. */
export interface RingingPlan {
  readonly invitation: Invitation;
  /** The extension that is rung, and its devices; for which call, and for whom. */
  readonly number: string;
  readonly callId: string;
  readonly remote: Shown;
  readonly aims: readonly Aim[];
  /** The caller's description; '' leaves the offer to the devices. */
  readonly offer: string;
  /** What the caller and a device are to agree on. */
  readonly exchangeWith: (aim: Aim) => MediaExchange;
  readonly user: BranchUser;
  /** How long; by default as System Options says. */
  readonly seconds?: number | undefined;
  readonly ended: (why: Unanswered) => void;
}

interface Ready {
  readonly branch: Branch;
  /** What the device is offered; undefined when the offer is left to it. */
  readonly offer: string | undefined;
}

export class Ringing implements Seeking {
  readonly #ready: readonly Ready[];
  readonly #context: CallContext;
  readonly #plan: RingingPlan;
  readonly #patience: Cancel;
  #appearance: Appearance | undefined;
  #worst: { readonly status: number; readonly reason: string } | undefined;

  private constructor(ready: readonly Ready[], context: CallContext, plan: RingingPlan) {
    this.#ready = ready;
    this.#context = context;
    this.#plan = plan;
    const patienceMs = (plan.seconds ?? context.options().ringSeconds) * 1_000;
    this.#patience = context.clock.afterAbout(patienceMs, () => this.#giveUp());
  }

  /**
   * Makes ready to ring. A device that the policy rules out is not rung; when none is left, the call is refused with
   * the reason.
   */
  static prepare(context: CallContext, plan: RingingPlan): Result<Ringing> {
    const { invitation, number, aims, offer, exchangeWith, user } = plan;
    let refusal: Refusal | undefined;
    const ready: Ready[] = [];
    for (const aim of aims.slice(0, limits.calls.devicesPerExtension)) {
      const exchange = exchangeWith(aim);
      const passed = exchange.begin(offer);
      if (!passed.ok) refusal = passed.refusal;
      else ready.push({ branch: new Branch(context, user, invitation, aim, exchange), offer: passed.value });
    }
    if (ready.length > 0) return ok(new Ringing(ready, context, plan));
    return no(refusal ?? callCodes.refuse('calls.not-registered', { number }));
  }

  /** Rings, and its lamp shows it. A device that cannot be reached may refuse at once, so its user must know of this ringing before. */
  begin(): void {
    const { number, callId, remote } = this.#plan;
    const facts = { callId, remote, direction: 'recipient', state: 'early', held: false, secure: false } as const;
    this.#appearance = this.#context.activity.appear(number, facts);
    for (const { branch, offer } of this.#ready) if (branch.ringing) branch.invite(offer);
  }

  get single(): Branch | undefined {
    return this.#ready.length === 1 ? this.#ready[0]?.branch : undefined;
  }

  /** Ends the ringing: takes back every INVITE but the winner's. */
  stop(lines: string, winner?: Branch): void {
    this.#patience();
    for (const { branch } of this.#ready) if (branch !== winner) branch.takeBack(lines);
    const hasWon = this.#ready.some(({ branch }) => branch === winner);
    if (hasWon && winner?.leg !== undefined) winner.leg.appearance = this.#appearance;
    else this.#appearance?.gone();
    this.#appearance = undefined;
  }

  /** A device refused. When it was the last, or its refusal speaks for the extension (6xx), ringing has ended. */
  refused(status: number, reason: string): void {
    if (this.#worst === undefined || weight(status) > weight(this.#worst.status)) this.#worst = { status, reason };
    if (status < 600 && this.#ready.some(({ branch }) => branch.ringing)) return;
    this.stop('');
    this.#plan.ended(explain(this.#worst.status, this.#worst.reason));
  }

  /** Devices are given the time that they have: they may come back over another connection. */
  flowClosed(): void {}

  #giveUp(): void {
    this.stop('');
    this.#plan.ended(NOBODY_ANSWERED);
  }
}
