// The ends that are brought together (connecting.ts): a phone that is in a dialog already, one that has just answered, and one that has
// just called.

import { type Cancel, no, ok, type Refusal, type Result } from '#base';
import { agreeAsClient, type ServerTransaction, type SipMessage, sessionLines } from '#sip';
import { callCodes } from '../calls.codes.ts';
import { withNobodyYet, withoutMedia } from '../media-policy/silence.ts';
import type { Branch } from './branch.ts';
import type { Answerer, Offerer } from './connecting.ts';
import type { CallContext } from './context.ts';
import type { Leg } from './leg.ts';
import { asSip, SDP } from './lines.ts';
import { glareMs, mostAttempts, mostGlares, patienceMs } from './patience.ts';

const notTaken = (why: string): Refusal => callCodes.refuse('calls.not-taken', { why });

/** A phone in a dialog: asked for an offer by a re-INVITE without one, or sent one. */
export class EndInDialog implements Offerer, Answerer {
  readonly leg: Leg;
  readonly #context: CallContext;
  #waiting: Cancel | undefined;
  /** Its success that waits for our ACK. */
  #offered: SipMessage | undefined;
  #isOver = false;
  /** Was it asked, and has not refused? */
  #isAsked = false;

  constructor(context: CallContext, leg: Leg) {
    this.#context = context;
    this.leg = leg;
  }

  get isChanged(): boolean {
    return this.#isAsked;
  }

  offer(then: (offer: Result<string>) => void): void {
    this.#ask(undefined, (answer) => {
      if (answer.ok) this.#offered = answer.value;
      if (this.#isOver) this.#leave();
      else then(answer.ok ? ok(answer.value.body) : answer);
    });
  }

  accept(answer: string): void {
    const offered = this.#offered;
    this.#offered = undefined;
    this.leg.acknowledge(offered?.cseq?.number ?? 0, answer);
  }

  answer(offer: string, then: (answer: Result<string>) => void): void {
    this.#ask(offer, (answer) => {
      if (answer.ok) this.leg.acknowledge(answer.value.cseq?.number ?? 0);
      if (!this.#isOver) then(answer.ok ? ok(answer.value.body) : answer);
    });
  }

  decline(): void {
    this.#isOver = true;
    this.#waiting?.();
    this.leg.takeQuestionBack();
    this.#leave();
  }

  /** An offer that nobody answers is refused stream by stream: the phone keeps its call. */
  #leave(): void {
    if (this.#offered !== undefined && !this.leg.over) this.accept(withoutMedia(this.#offered.body));
  }

  #ask(offer: string | undefined, then: (answer: Result<SipMessage>) => void, attempts = 0, glares = 0): void {
    const { leg } = this;
    if (leg.over || attempts > mostAttempts) return then(no(notTaken('it is busy with another change')));
    const again = (ms: number, moreGlares: number): void => {
      this.#waiting = this.#context.clock.after(ms, () => this.#ask(offer, then, attempts + 1, moreGlares));
    };
    if (!leg.isQuiet) return again(patienceMs, glares);
    const seconds = this.#context.options().sessionTimerSeconds;
    const headers = leg.lines(sessionLines(seconds));
    this.#isAsked = true;
    leg.ask('INVITE', offer === undefined ? { headers } : { headers, contentType: SDP, body: offer }, (response) => {
      this.#isAsked = response !== undefined && response.status < 300;
      if (response?.status === 491 && glares < mostGlares && !this.#isOver) return again(glareMs, glares + 1);
      if (response === undefined || response.status >= 300)
        return then(no(notTaken(response === undefined ? 'it did not answer' : `it answered ${response.status}`)));
      leg.dialog.refreshTarget(response);
      leg.startTimer(agreeAsClient(response, seconds));
      then(ok(response));
    });
  }
}

/** A phone that has just answered an INVITE without an offer: its success is the offer. */
export class EndThatAnswered implements Offerer {
  readonly leg: Leg;
  readonly #branch: Branch;
  readonly #success: SipMessage;

  constructor(branch: Branch, leg: Leg, success: SipMessage) {
    this.#branch = branch;
    this.leg = leg;
    this.#success = success;
  }

  offer(then: (offer: Result<string>) => void): void {
    then(ok(this.#success.body));
  }

  accept(answer: string): void {
    this.leg.acknowledge(this.#branch.cseq, answer);
  }

  decline(refusal: Refusal): void {
    if (!this.leg.over) this.#branch.decline(this.leg, asSip(refusal).headers);
  }
}

/** The call of a phone that has just called: answered without anybody on its other side, or refused. */
export interface CallOfNewcomer {
  answered(): void;
  refused(refusal: Refusal): void;
}

/** A phone that has just called: its INVITE is the offer, or asks for one. */
export class EndThatCalled implements Offerer, Answerer {
  readonly leg: Leg;
  readonly #context: CallContext;
  readonly #transaction: ServerTransaction;
  readonly #call: CallOfNewcomer;
  #later: EndInDialog | undefined;

  constructor(context: CallContext, leg: Leg, transaction: ServerTransaction, call: CallOfNewcomer) {
    this.#context = context;
    this.leg = leg;
    this.#transaction = transaction;
    this.#call = call;
  }

  get hasOffer(): boolean {
    return this.#transaction.request.body !== '';
  }

  offer(then: (offer: Result<string>) => void): void {
    then(ok(this.#transaction.request.body));
  }

  accept(answer: string): void {
    this.#call.answered();
    this.leg.succeed(this.#transaction, answer);
  }

  /**
   * Without an offer of its own it gets ours, and its ACK answers. With one that nobody can answer yet, it is answered without media and
   * asked again in the dialog.
   */
  answer(offer: string, then: (answer: Result<string>) => void): void {
    const first = this.hasOffer ? withNobodyYet(this.#transaction.request.body, this.leg.flow.secure, offer) : ok('');
    if (!first.ok) return then(first);
    this.#call.answered();
    if (!this.hasOffer) return this.leg.succeed(this.#transaction, offer, (ack) => then(ok(ack.body)));
    this.leg.succeed(this.#transaction, first.value, () => {
      this.#later = new EndInDialog(this.#context, this.leg);
      this.#later.answer(offer, then);
    });
  }

  decline(refusal: Refusal): void {
    if (this.#later !== undefined) this.#later.decline();
    else if (this.#transaction.status < 200) this.#call.refused(refusal);
  }
}
