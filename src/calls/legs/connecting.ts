// Two who have not talked to each other are brought together: one makes an offer, the other answers it, and the first hears the
// answer (RFC 3725 §4.1). Nothing of it is made up here: the keys of each are fresh where its phone makes fresh ones.

import { no, ok, type Refusal, type Result } from '#base';
import type { MediaExchange, Side } from '../media-policy/exchange.ts';
import type { Leg } from './leg.ts';

export interface Offerer {
  readonly leg: Leg;
  /** Has it left whom it talked to, for the one that it is to be brought together with? */
  readonly isChanged?: boolean;
  /** Gives the offer, once. */
  offer(then: (offer: Result<string>) => void): void;
  accept(answer: string): void;
  /** Nothing comes of the offer, if there has been one. */
  decline(refusal: Refusal): void;
}

export interface Answerer {
  readonly leg: Leg;
  readonly isChanged?: boolean;
  /** Gives the answer, once. */
  answer(offer: string, then: (answer: Result<string>) => void): void;
  /** Nothing comes of it, before or after the answer. */
  decline(refusal: Refusal): void;
}

export interface Pair {
  readonly offerer: Offerer;
  readonly answerer: Answerer;
  /** What they are to agree on, with the sides that they have or will have in it. */
  readonly exchange: MediaExchange;
  readonly offererSide: Side;
  readonly answererSide: Side;
}

export class Connecting {
  readonly #pair: Pair;
  readonly #done: (result: Result<void>) => void;
  readonly #back: () => void;
  #isOpen = true;

  constructor(pair: Pair, done: (result: Result<void>) => void) {
    this.#pair = pair;
    this.#done = done;
    const { offerer, answerer } = pair;
    this.#back = introduced(offerer.leg, answerer.leg);
  }

  begin(): void {
    const { offerer, answerer, exchange, offererSide } = this.#pair;
    offerer.offer((offer) => {
      if (!this.#isOpen) return;
      const passed = offer.ok ? exchange.offer(offererSide, offer.value) : offer;
      if (!passed.ok) return this.#fail(passed.refusal);
      answerer.answer(passed.value, (answer) => this.#answered(answer));
    });
  }

  /** Gives up, unless it is done: one of them has gone. */
  stop(refusal: Refusal): void {
    if (this.#isOpen) this.#end(refusal);
  }

  #answered(answer: Result<string>): void {
    if (!this.#isOpen) return;
    const { offerer, exchange, answererSide } = this.#pair;
    const passed = answer.ok ? exchange.answer(answererSide, answer.value) : answer;
    if (!passed.ok) return this.#fail(passed.refusal);
    this.#isOpen = false;
    offerer.accept(passed.value);
    this.#done(ok(undefined));
  }

  #fail(refusal: Refusal): void {
    this.#end(refusal);
    this.#done(no(refusal));
  }

  #end(refusal: Refusal): void {
    const { offerer, answerer } = this.#pair;
    this.#isOpen = false;
    this.#back();
    offerer.decline(refusal);
    answerer.decline(refusal);
    for (const { leg, isChanged } of [offerer, answerer]) if (isChanged === true) leg.user.onLegAstray(leg);
  }
}

/** Each is told of the other by what it is sent; gives what takes that back. */
function introduced(one: Leg, other: Leg): () => void {
  const [before, otherBefore] = [one.far, other.far];
  one.meets(other.shown);
  other.meets(one.shown);
  return () => {
    if (before !== undefined) one.meets(before);
    if (otherBefore !== undefined) other.meets(otherBefore);
  };
}
