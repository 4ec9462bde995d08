// A phone that has just called takes a place in a call that there is: a ringing one is picked up, a parked one is retrieved, one's own is
// taken along to another phone (RFC 3891 §3).

import { no, ok, type Refusal, type Result } from '#base';
import type { Flow } from '#sip';
import { callCodes } from '../calls.codes.ts';
import { type Answerer, Connecting, type Offerer } from '../legs/connecting.ts';
import { EndInDialog, EndThatCalled } from '../legs/ends.ts';
import type { Leg } from '../legs/leg.ts';
import { MediaExchange, otherSide, type Past, type Side } from '../media-policy/exchange.ts';
import { mediaPolicy } from '../media-policy/policy.ts';
import type { FeatureContext } from './feature-context.ts';
import type { CallTask, Newcomer, Outcome, TaskCall } from './task.ts';

const gone = (): Refusal => callCodes.refuse('calls.party-gone');

export type TakeoverKind = 'pickup' | 'retrieve' | 'moved';

export class Takeover implements CallTask {
  readonly #context: FeatureContext;
  readonly #kind: TakeoverKind;
  readonly #newcomer: Newcomer;
  readonly #leg: Leg;
  readonly #call: TaskCall;
  readonly #outcome: Outcome | undefined;
  #stays: Leg | undefined;
  #connecting: Connecting | undefined;
  #isOver = false;

  constructor(context: FeatureContext, kind: TakeoverKind, newcomer: Newcomer, call: TaskCall, outcome?: Outcome) {
    this.#context = context;
    this.#kind = kind;
    this.#newcomer = newcomer;
    this.#leg = newcomer.call.callerLeg;
    this.#call = call;
    this.#outcome = outcome;
  }

  /** Takes the place of whoever is or was on that side of a call that has been answered. */
  place(side: Side): Result<void> {
    const stays = this.#call.at(otherSide(side));
    const { exchange } = this.#call;
    if (stays === undefined || exchange === undefined) return no(gone());
    const made = this.#exchangeWith(stays, exchange.past(stays.side));
    if (!made.ok) return made;
    if (!this.#begin()) return no(callCodes.refuse('calls.not-taken', { why: 'it is being passed on' }));
    this.#stays = stays;
    const newcomer = this.#end();
    const other = new EndInDialog(this.#context, stays);
    const [offerer, answerer] = newcomer.hasOffer ? [newcomer, other] : [other, newcomer];
    this.#connect(made.value, { offerer, answerer, side }, () => {
      const given = this.#newcomer.call.handOver(this.#leg, this.#call, words[this.#kind]);
      this.#call.place(side, this.#leg, made.value, given);
    });
    return ok(undefined);
  }

  /** Answers a call that rings at others. */
  pickUp(): Result<void> {
    const { callerLeg, exchange, waitingOffer: waiting } = this.#call;
    // What a phone has shown of itself before it answered, the caller cannot be told to forget.
    if (exchange?.begun === true) return no(callCodes.refuse('calls.no-such-call'));
    if (waiting === '' && this.#newcomer.transaction.request.body === '')
      return no(
        callCodes.refuse('calls.bad-description', { why: 'neither the caller nor who picks up describes any media' }),
      );
    const made = this.#exchangeWith(callerLeg, undefined);
    if (!made.ok) return made;
    if (!this.#begin()) return no(callCodes.refuse('calls.no-such-call'));
    this.#stays = callerLeg;
    this.#call.stopRinging();
    const newcomer = this.#end();
    const taken = (body: string, then: (answer: Result<string>) => void): void => {
      this.#leg.moveTo(this.#call, 'called');
      this.#leg.appearance?.change({ callId: this.#call.id, remote: callerLeg.shown, state: 'confirmed' });
      this.#call.answeredBy(this.#leg, made.value, body, (ack) => then(ok(ack.body)));
    };
    const caller: Offerer & Answerer = {
      leg: callerLeg,
      offer: (then) => then(ok(waiting)),
      accept: (answer) => taken(answer, () => undefined),
      answer: taken,
      decline: () => undefined,
    };
    const [offerer, answerer] = waiting === '' ? [newcomer, caller] : [caller, newcomer];
    this.#connect(made.value, { offerer, answerer, side: 'called' }, () => {
      this.#newcomer.call.handOver(this.#leg, this.#call, words[this.#kind]);
      this.#call.onMediaChanged();
    });
    return ok(undefined);
  }

  /** Whoever is to be replaced may go before. */
  goesOnWithout(leg: Leg): boolean {
    return leg !== this.#leg && leg !== this.#stays;
  }

  lost(): void {
    this.#giveUp(gone());
  }

  flowClosed(_: Flow): void {}

  callEnded(): void {
    this.#giveUp(gone());
  }

  #begin(): boolean {
    if (!this.#call.begin(this)) return false;
    if (this.#newcomer.call.begin(this)) return true;
    this.#call.finish(this);
    return false;
  }

  #exchangeWith(stays: Leg, past: Past | undefined): Result<MediaExchange> {
    const policy = mediaPolicy(this.#context.options(), stays.policyEnd, this.#leg.policyEnd);
    // What its description may not be is said before anybody is asked.
    const possible = new MediaExchange(policy).begin(this.#newcomer.transaction.request.body);
    if (!possible.ok) return possible;
    return ok(new MediaExchange(policy, past === undefined ? {} : { [stays.side]: past }));
  }

  #end(): EndThatCalled {
    const { call, transaction } = this.#newcomer;
    return new EndThatCalled(this.#context, this.#leg, transaction, {
      answered: () => call.answeredAlone(),
      refused: (refusal) => call.refuseBy(refusal),
    });
  }

  #connect(
    exchange: MediaExchange,
    pair: { offerer: Offerer; answerer: Answerer; side: Side },
    done: () => void,
  ): void {
    const { offerer, answerer, side } = pair;
    const sideOf = (end: Offerer | Answerer): Side => (end.leg === this.#leg ? side : otherSide(side));
    const sides = { offererSide: sideOf(offerer), answererSide: sideOf(answerer) };
    this.#connecting = new Connecting({ offerer, answerer, exchange, ...sides }, (result) => {
      if (!result.ok) return this.#giveUp(result.refusal);
      this.#isOver = true;
      this.#call.account.changed(this.#kind, this.#leg.shown.number, this.#leg);
      this.#call.finish(this);
      this.#outcome?.over();
      done();
    });
    this.#connecting.begin();
  }

  #giveUp(refusal: Refusal): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { call } = this.#newcomer;
    this.#connecting?.stop(refusal);
    call.finish(this);
    this.#call.finish(this);
    if (call.state === 'setup') call.refuseBy(refusal);
    else call.endBoth('system', 'failed', 480, refusal.words);
    if (this.#call.state === 'setup') this.#call.refuseBy(refusal);
    else if (this.#call.state === 'over') this.#outcome?.over();
    else this.#outcome?.failed();
  }
}

const words = {
  pickup: 'picked up a call that rang elsewhere',
  retrieve: 'took a parked call',
  moved: 'took a call along from another phone',
} as const;
