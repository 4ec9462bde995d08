// The way out: trunk after trunk, and of each place after place, until one takes the call (RFC 3263 §4.3) or refuses it for good.

import { type Cancel, no, ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { MediaExchange } from '../media-policy/exchange.ts';
import type { OutgoingCall, TrunkChoice } from '../routing/attempt.ts';
import type { Trunk, TrunkWay } from '../trunks/trunk.ts';
import { Branch, type BranchUser, type Invitation } from './branch.ts';
import type { CallContext } from './context.ts';
import { aimAtTrunk, type Presented } from './trunk-aim.ts';
import { explain, NOBODY_ANSWERED, type Seeking, type Unanswered } from './unanswered.ts';

export interface HuntingPlan {
  readonly invitation: Invitation;
  readonly outgoing: OutgoingCall;
  readonly presented: Presented;
  /** The caller's description; '' leaves the offer to the other side. */
  readonly offer: string;
  readonly exchangeWith: (trunk: Trunk, tls: boolean) => MediaExchange;
  readonly user: BranchUser;
  /** Takes a channel of the trunk for this call; false where none is free. What was taken before is given back. */
  readonly take: (choice: TrunkChoice) => boolean;
  readonly ended: (why: Unanswered) => void;
}

interface Place {
  readonly choice: TrunkChoice;
  readonly way: TrunkWay;
}

/** A provider that is there says so at once; one that does not is passed over. */
const firstAnswerMs = 4_000;

/** Statuses that concern the place that gave them, not the number: the next one may do better. */
const isElsewhere = (status: number): boolean =>
  status === 408 || status === 401 || status === 407 || (status >= 500 && status !== 505 && status < 600);

export class Hunting implements Seeking {
  readonly #context: CallContext;
  readonly #plan: HuntingPlan;
  readonly #left: Place[];
  readonly #patience: Cancel;
  #branch: Branch | undefined;
  #way: TrunkWay | undefined;
  #waiting: Cancel | undefined;
  #taken: Trunk | undefined;
  #last: Unanswered | undefined;
  /** Why no place has been tried yet. */
  #refusal: Refusal | undefined;

  private constructor(context: CallContext, plan: HuntingPlan, left: Place[]) {
    this.#context = context;
    this.#plan = plan;
    this.#left = left;
    this.#patience = context.clock.afterAbout(context.options().ringSeconds * 1_000, () => this.#giveUp());
  }

  /** Refuses where no trunk of the route is in service. */
  static prepare(context: CallContext, plan: HuntingPlan): Result<Hunting> {
    const left = plan.outgoing.choices.flatMap((choice) =>
      choice.trunk.record.enabled ? context.ways(choice.trunk).map((way) => ({ choice, way })) : [],
    );
    if (left.length > 0) return ok(new Hunting(context, plan, left));
    return no(callCodes.refuse('calls.no-trunk', { route: plan.outgoing.choices[0]?.route ?? '' }));
  }

  get single(): Branch | undefined {
    return this.#branch;
  }

  begin(): void {
    this.#next();
  }

  stop(lines: string, winner?: Branch): void {
    this.#patience();
    this.#waiting?.();
    this.#left.length = 0;
    if (this.#branch !== winner) this.#branch?.takeBack(lines);
  }

  refused(status: number, reason: string): void {
    this.#waiting?.();
    const why = explain(status, reason, 'the provider');
    this.#last = why;
    // What the caller has heard of one place it cannot be told to forget.
    const isShown = this.#branch?.exchange.begun === true || this.#branch?.exchange.preview !== '';
    if (status === 408 || status === 503) this.#way?.failed();
    if (isElsewhere(status) && !isShown) return this.#next();
    this.#end(why);
  }

  /** A connection closed: who has not answered over it will not. */
  flowClosed(flow: Branch['aim']['flow']): void {
    if (this.#branch?.aim.flow === flow && !this.#branch.heard) this.#passOver();
  }

  #next(): void {
    for (let next = this.#left.shift(); next !== undefined; next = this.#left.shift()) {
      if (!this.#hasChannel(next.choice)) continue;
      if (this.#try(next.choice, next.way)) return;
    }
    this.#end(this.#last ?? this.#untried());
  }

  /** One channel serves all places of a trunk. */
  #hasChannel(choice: TrunkChoice): boolean {
    if (this.#taken === choice.trunk) return true;
    this.#taken = this.#plan.take(choice) ? choice.trunk : undefined;
    if (this.#taken === undefined) this.#refusal = callCodes.refuse('calls.no-channel', { trunk: choice.trunk.name });
    return this.#taken !== undefined;
  }

  /** True when the INVITE is on its way. */
  #try(choice: TrunkChoice, way: TrunkWay): boolean {
    const { invitation, presented, offer, exchangeWith, user } = this.#plan;
    const { trunk } = choice;
    const flow = way.flow();
    if (!flow.open) {
      way.failed();
      return false;
    }
    const exchange = exchangeWith(trunk, flow.secure);
    const passed = exchange.begin(offer);
    if (!passed.ok) {
      this.#refusal = passed.refusal;
      return false;
    }
    const aim = aimAtTrunk(presented, { choice, way, flow, digest: this.#context.digestOf(trunk) });
    const branch = new Branch(this.#context, user, invitation, aim, exchange);
    this.#branch = branch;
    this.#way = way;
    this.#waiting = this.#context.clock.after(firstAnswerMs, () => {
      if (branch.ringing && !branch.heard) this.#passOver();
    });
    branch.invite(passed.value);
    return true;
  }

  /** Nothing came from there: taken back, and the next one. Should it answer after all, it is told that it was too late. */
  #passOver(): void {
    this.#branch?.takeBack();
    this.refused(408, 'Request Timeout');
  }

  #untried(): Unanswered {
    const refusal = this.#refusal ?? callCodes.refuse('calls.no-trunk', { route: '' });
    return { outcome: 'refused', refusal, status: 503, reason: 'Service Unavailable', words: refusal.words };
  }

  #giveUp(): void {
    this.stop('');
    this.#end(NOBODY_ANSWERED);
  }

  #end(why: Unanswered): void {
    this.stop('');
    this.#plan.ended(why);
  }
}
