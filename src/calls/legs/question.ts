// A re-INVITE or UPDATE of ours on its way to a phone. One that only keeps saying that it tries is not waited for.

import type { Cancel } from '#base';
import type { ClientTransaction, ClientUser, InDialog, SipMessage } from '#sip';
import type { CallContext } from './context.ts';

/** How long a phone may take over a re-INVITE: perhaps it asks its user. */
const patienceMs = 60_000;

/** The leg that asks. */
export interface AskingLeg {
  readonly over: boolean;
  send(method: string, content: InDialog, user: ClientUser): ClientTransaction;
  acknowledge(cseq: number): void;
  acknowledgeAgain(cseq: number): boolean;
}

export class Question {
  readonly #context: CallContext;
  readonly #leg: AskingLeg;
  readonly #answered: (response: SipMessage | undefined) => void;
  #sent: ClientTransaction | undefined;
  #patience: Cancel | undefined;
  #isOpen = true;

  /** `answered` gets the final answer, undefined when none came; it acknowledges the success of an INVITE. */
  constructor(context: CallContext, leg: AskingLeg, answered: (response: SipMessage | undefined) => void) {
    this.#context = context;
    this.#leg = leg;
    this.#answered = answered;
  }

  /** True until the final answer. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  ask(method: string, content: InDialog): void {
    if (method === 'INVITE') this.#patience = this.#context.clock.afterAbout(patienceMs, () => this.takeBack());
    this.#sent = this.#leg.send(method, content, {
      onResponse: (response, sent) => this.#hear(response, sent),
      onFailure: () => this.#conclude(undefined),
    });
  }

  /** Takes an INVITE back; its answer may still come. */
  takeBack(): void {
    if (this.#isOpen && this.#sent?.method === 'INVITE') this.#context.layer.cancel(this.#sent);
  }

  /** Nobody waits for the answer any more. */
  leave(): void {
    this.#patience?.();
    this.takeBack();
  }

  #hear(response: SipMessage, sent: ClientTransaction): void {
    this.#sent = sent;
    const isSuccess = response.status < 300 && sent.method === 'INVITE';
    if (response.status < 200) {
      if (this.#leg.over) this.#context.layer.cancel(sent);
    } else if (isSuccess && this.#leg.acknowledgeAgain(sent.cseq)) return;
    else if (!this.#leg.over) this.#conclude(response);
    else if (isSuccess) this.#leg.acknowledge(sent.cseq);
  }

  #conclude(response: SipMessage | undefined): void {
    if (!this.#isOpen || this.#leg.over) return;
    this.#isOpen = false;
    this.#patience?.();
    this.#answered(response);
  }
}
