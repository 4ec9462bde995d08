// A request of ours outside any dialog, to one place of a provider: answered, or not in time. A challenge is answered once.

import { type Cancel, type Clock, limits } from '#base';
import type { DigestClient, Flow, OutgoingRequest, SipMessage, TransactionLayer } from '#sip';

export type Answer =
  | { readonly kind: 'answered'; readonly response: SipMessage }
  | { readonly kind: 'none'; readonly why: string };

export interface AskingWish {
  readonly method: string;
  readonly uri: string;
  /** Undefined where challenges are not answered. */
  readonly digest: DigestClient | undefined;
  /** The request anew, with a new CSeq number and these lines. */
  compose(authorization: string): OutgoingRequest;
  onAnswer(answer: Answer): void;
  /** An answer came after nobody waited for it. */
  onLate?(): void;
}

/** A nonce that has run out is answered by another; beyond this the provider is at fault. */
const mostAttempts = 3;

export class Asking {
  readonly #parts: { readonly layer: TransactionLayer; readonly clock: Clock };
  readonly #flow: Flow;
  readonly #wish: AskingWish;
  #attempts = 0;
  #authorization = '';
  #late: Cancel | undefined;
  #isOver = false;

  constructor(parts: { readonly layer: TransactionLayer; readonly clock: Clock }, flow: Flow, wish: AskingWish) {
    this.#parts = parts;
    this.#flow = flow;
    this.#wish = wish;
  }

  send(): this {
    const { digest, method, uri, compose } = this.#wish;
    this.#attempts++;
    this.#authorization = digest?.authorize({ method, uri }) ?? '';
    this.#late?.();
    this.#late = this.#parts.clock.after(limits.trunks.answerMs, () =>
      this.lost(`it did not answer ${method} within ${limits.trunks.answerMs / 1_000} seconds`),
    );
    this.#parts.layer.request(compose(this.#authorization), this.#flow, this);
    return this;
  }

  /** The way is gone, or nobody wants to know any more. */
  lost(why: string): void {
    this.#end({ kind: 'none', why });
  }

  onResponse(response: SipMessage): void {
    const { status } = response;
    if (status < 200) return;
    if (this.#isOver) this.#wish.onLate?.();
    else if ((status === 401 || status === 407) && this.#isAnswerable(response)) this.send();
    else this.#end({ kind: 'answered', response });
  }

  onFailure(why: 'timed-out' | 'unsent'): void {
    this.lost(why === 'unsent' ? 'there is no way to it' : `it did not answer ${this.#wish.method}`);
  }

  /** Credentials from an earlier challenge may have run out without being called stale: a new challenge is answered once. */
  #isAnswerable(response: SipMessage): boolean {
    const wasChallenged = this.#attempts > 1;
    if (this.#attempts >= mostAttempts) return false;
    return this.#wish.digest?.accept(response, wasChallenged && this.#authorization !== '') === true;
  }

  #end(answer: Answer): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#late?.();
    this.#wish.onAnswer(answer);
  }
}
