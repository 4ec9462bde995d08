// Changes of an established call: our re-INVITE or UPDATE, and the far end's (RFC 3261 §14, 3311, 4028).

import { no, ok, type Refusal, type Result, randomHex } from '#base';
import {
  agreeAsClient,
  agreeAsServer,
  type Dialog,
  type InDialog,
  type ServerTransaction,
  type SessionAgreement,
  type SipMessage,
  sessionLines,
} from '#sip';
import type { Asking } from '../asking.ts';
import { handsetCodes } from '../handset.codes.ts';
import type { CallMedia, Holding } from '../media/call-media.ts';
import { Awaited } from '../waiting.ts';
import type { AwaitedAck } from './awaited-ack.ts';
import type { CallContext, CallState } from './call-context.ts';
import { ALLOW, SDP, supported } from './lines.ts';

/** A session timer whose refresh could not be sent now is tried again after half of this. */
const soonSeconds = 20;
const mostGlares = 5;
/** The far end answers, or its transaction ends, well before. */
const changeLimitMs = 60_000;

/** The call as its renegotiation sees it. */
export interface RenegotiatedCall {
  readonly context: CallContext;
  readonly state: CallState;
  readonly farNumber: string;
  readonly isOutgoing: boolean;
  readonly media: CallMedia;
  readonly dialog: Dialog | undefined;
  readonly ack: AwaitedAck;
  readonly takesUpdate: boolean;
  readonly sessionSeconds: number;
  readonly contactLine: string;
  respond(transaction: ServerTransaction, status: number, reason: string, headers?: string, body?: string): void;
  ask(
    method: string,
    content: InDialog,
    onFinal: (response: SipMessage | undefined, asked: Asking | undefined) => void,
  ): void;
  acknowledge(asked: Asking | undefined): void;
  acknowledgeAgain(): void;
  startTimer(agreement: SessionAgreement): void;
  mediaChanged(): void;
  lost(why: string): void;
}

export class Renegotiation {
  readonly #call: RenegotiatedCall;
  /** A request of ours is on its way. */
  #asking = false;
  #change: Awaited<void> | undefined;

  constructor(call: RenegotiatedCall) {
    this.#call = call;
  }

  /** Holds or resumes; resolves when the far end has agreed. */
  change(holding: Holding): Promise<Result<void>> {
    const { state, context, media } = this.#call;
    if (state !== 'talking' || this.#change !== undefined) {
      const wanted = holding === 'no' ? 'resumed' : 'held';
      return Promise.resolve(no(handsetCodes.refuse('handset.wrong-state', { state, wanted })));
    }
    this.#change = new Awaited('Agreement to the change', context.line.clock);
    const agreed = this.#change.wait(changeLimitMs);
    this.#ask(holding, media.holding, 0);
    return agreed;
  }

  failed(refusal: Refusal): void {
    this.#change?.failed(refusal);
    this.#change = undefined;
  }

  /** Our turn to show that the call still lives. */
  refresh(): void {
    const call = this.#call;
    const seconds = this.#call.sessionSeconds;
    if (this.#asking || call.ack.waiting) return call.startTimer({ seconds: soonSeconds, weRefresh: true, lines: '' });
    const headers = this.#headers(sessionLines(seconds));
    this.#asking = true;
    const heard = (response: SipMessage | undefined, asked: Asking | undefined): void =>
      this.#refreshed(response, asked);
    if (call.takesUpdate) call.ask('UPDATE', { headers }, heard);
    else call.ask('INVITE', { headers, contentType: SDP, body: call.media.offer() }, heard);
  }

  /** Takes the far end's request. */
  take(transaction: ServerTransaction): void {
    const call = this.#call;
    const { request } = transaction;
    const isInvite = request.method === 'INVITE';
    if (call.ack.waiting || (isInvite && call.state !== 'talking')) return this.#later(transaction);
    if (request.body === '') {
      if (!isInvite) return this.#succeed(transaction, undefined);
      return this.#asking ? call.respond(transaction, 491, 'Request Pending') : this.#offerLate(transaction);
    }
    if (this.#asking || call.media.offering) return call.respond(transaction, 491, 'Request Pending');
    if (!call.media.settled) return this.#later(transaction);
    const answer = call.media.answer(request.body);
    if (!answer.ok) return call.respond(transaction, 488, 'Not Acceptable Here');
    this.#succeed(transaction, answer.value);
    call.mediaChanged();
  }

  /** Not while an earlier request is unanswered (RFC 3261 §14.2, 3311 §5.2). */
  #later(transaction: ServerTransaction): void {
    this.#call.respond(transaction, 500, 'Server Internal Error', 'Retry-After: 1\r\n');
  }

  #offerLate(transaction: ServerTransaction): void {
    const call = this.#call;
    this.#succeed(transaction, call.media.offer(true), (ack) => {
      const accepted = call.media.accept(ack.body);
      if (accepted.ok) call.mediaChanged();
      else call.lost(accepted.refusal.words);
    });
  }

  #succeed(transaction: ServerTransaction, body: string | undefined, onAck = (_: SipMessage): void => undefined): void {
    const call = this.#call;
    const agreement = agreeAsServer(transaction.request, this.#call.sessionSeconds);
    call.respond(transaction, 200, 'OK', this.#headers(agreement.lines), body);
    call.startTimer(agreement);
    if (transaction.method === 'INVITE')
      call.ack.start(transaction, onAck, () => call.lost('the answer was not acknowledged'));
  }

  #ask(holding: Holding, before: Holding, glares: number): void {
    const call = this.#call;
    const { media, context } = call;
    const method = context.settings.behaviour?.renegotiateBy === 'UPDATE' && call.takesUpdate ? 'UPDATE' : 'INVITE';
    media.holding = holding;
    this.#asking = true;
    const content = { headers: this.#headers(''), contentType: SDP, body: media.offer() };
    call.ask(method, content, (response, asked) => {
      if (!this.#asking) return this.#repeated(response);
      this.#asking = false;
      if (response !== undefined && response.status < 300) return this.#agreed(method, response, asked);
      media.withdraw();
      media.holding = before;
      if (response?.status === 491 && glares < mostGlares) this.#askLater(holding, glares);
      else this.#refused(response);
    });
  }

  #repeated(response: SipMessage | undefined): void {
    if (response?.method === 'INVITE' && response.status < 300) this.#call.acknowledgeAgain();
  }

  #agreed(method: string, response: SipMessage, asked: Asking | undefined): void {
    const call = this.#call;
    call.dialog?.refreshTarget(response);
    if (method === 'INVITE') call.acknowledge(asked);
    call.startTimer(agreeAsClient(response, this.#call.sessionSeconds));
    const accepted = call.media.accept(response.body);
    if (!accepted.ok) return call.lost(accepted.refusal.words);
    this.#settle(ok(undefined));
    call.mediaChanged();
  }

  /** Both ends asked at once (RFC 3261 §14.1): the one that made the Call-ID waits longer. */
  #askLater(holding: Holding, glares: number): void {
    const { context, isOutgoing } = this.#call;
    const chance = Number.parseInt(randomHex(1), 16) / 255;
    const waitMs = isOutgoing ? 2_100 + 1_900 * chance : 2_000 * chance;
    context.line.clock.after(waitMs, () => {
      const { state, media } = this.#call;
      if (state === 'talking') this.#ask(holding, media.holding, glares + 1);
    });
  }

  #refused(response: SipMessage | undefined): void {
    const { farNumber } = this.#call;
    const status = response?.status ?? 408;
    const reason = response?.reason ?? 'Request Timeout';
    this.#settle(no(handsetCodes.refuse('handset.change-refused', { number: farNumber, status, reason })));
    if (status === 481 || status === 408) this.#call.lost('the far end no longer knows the call');
  }

  #settle(result: Result<void>): void {
    const change = this.#change;
    this.#change = undefined;
    if (result.ok) change?.happened(undefined);
    else change?.failed(result.refusal);
  }

  #refreshed(response: SipMessage | undefined, asked: Asking | undefined): void {
    const call = this.#call;
    if (!this.#asking) return this.#repeated(response);
    this.#asking = false;
    const status = response?.status ?? 408;
    if (response === undefined || status === 481 || status === 408)
      return call.lost('the far end no longer knows the call');
    if (status >= 300) {
      call.media.withdraw();
      return call.startTimer({ seconds: soonSeconds, weRefresh: true, lines: '' });
    }
    if (response.method === 'INVITE') {
      call.acknowledge(asked);
      call.media.accept(response.body);
    }
    call.startTimer(agreeAsClient(response, this.#call.sessionSeconds));
  }

  #headers(further: string): string {
    return this.#call.contactLine + ALLOW + supported(false) + further;
  }
}
