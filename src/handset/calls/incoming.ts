// A call that comes in: rung, then answered, declined or taken back by its caller (RFC 3261 §13.3, 3262).

import { ok, type Result } from '#base';
import {
  agreeAsServer,
  Dialog,
  Header,
  parseUri,
  ReliableAnswers,
  reasonPhrase,
  type ServerTransaction,
  type SipMessage,
  supports,
} from '#sip';
import { HandsetCall, reasonOf } from './call.ts';
import type { CallContext } from './call-context.ts';
import { ALLOW, reasonLine, SDP, supported, takesUpdate } from './lines.ts';

export class IncomingCall extends HandsetCall {
  override readonly isOutgoing = false;
  override readonly localTag: string;
  readonly #transaction: ServerTransaction;
  readonly #reliable: ReliableAnswers<undefined> | undefined;
  /** Our description, when it went out with the ringing; to be repeated in the success unless that was reliable. */
  #early = '';
  #awaitsPrack = false;
  #isAnswerWanted = false;

  constructor(context: CallContext, transaction: ServerTransaction) {
    const { request, flow } = transaction;
    super(context, parseUri(request.from?.uri ?? '')?.user ?? '', request);
    const { line, settings } = context;
    this.#transaction = transaction;
    this.dialog = Dialog.received(request, flow);
    this.localTag = this.dialog.localTag;
    this.takesUpdate = takesUpdate(request) ?? false;
    line.addDialog(this.localTag, this);
    const takesReliable = supports(request, '100rel') || request.list(Header.Require).includes('100rel');
    if (takesReliable && settings.behaviour?.reliable === true)
      this.#reliable = new ReliableAnswers(transaction, line.clock, () => this.decline(500));
    transaction.user = {
      onCancel: (cancel) => this.#takenBack(cancel),
      onAck: (ack) => this.onAck(ack),
      onFailure: () => this.lost('the caller could not be answered'),
    };
  }

  /** The request that began it. */
  get invite(): SipMessage {
    return this.#transaction.request;
  }

  /** Opens the sound, then does `next`: what the phone was told to do with calls. */
  begin(next: () => void): void {
    const opening = this.sound.open();
    if (opening === undefined) return next();
    opening.then((opened) => {
      if (this.state !== 'calling') return;
      if (opened.ok) next();
      else this.decline(500);
    });
  }

  /** Tells the caller that the phone rings, unless what it offers cannot be answered anyhow. */
  ring(): void {
    if (this.state !== 'calling') return;
    const { body: offer } = this.#transaction.request;
    const considered = offer === '' ? undefined : this.media.consider(offer);
    if (considered !== undefined && !considered.ok) return this.decline(488, considered.refusal.words);
    const early = this.context.settings.behaviour?.earlyAnswer === true;
    const description = early ? this.#describe() : ok('');
    if (!description.ok) return this.decline(488, description.refusal.words);
    this.#early = description.value;
    const body = this.#early === '' ? undefined : this.#early;
    const headers = this.contactLine + ALLOW;
    if (this.#reliable === undefined) this.respond(this.#transaction, 180, 'Ringing', headers, body);
    else {
      this.#awaitsPrack = body !== undefined;
      this.#reliable.send(undefined, 180, 'Ringing', this.localTag, headers, SDP, body);
    }
    this.isRinging();
  }

  /** Answers the call; nothing when it is no longer there to be answered. */
  answer(): void {
    if (this.state !== 'calling' && this.state !== 'ringing') return;
    // A description that was sent reliably must be acknowledged before the success (RFC 3262 §5).
    this.#isAnswerWanted = true;
    if (this.#awaitsPrack) return;
    const isSaid = this.#early !== '';
    const description = isSaid ? ok(this.#reliable === undefined ? this.#early : '') : this.#describe();
    if (!description.ok) return this.decline(488, description.refusal.words);
    this.#succeed(description.value);
  }

  /** 486 Busy Here is what a person who does not want the call sends. */
  decline(status = 486, words = ''): void {
    if (this.state !== 'calling' && this.state !== 'ringing') return;
    const reason = reasonPhrase(status);
    this.respond(this.#transaction, status, reason, words === '' ? '' : reasonLine(status, words));
    this.end({ by: 'near', status, reason, words });
  }

  override hangUp(): void {
    if (this.state === 'talking') this.bye();
    else this.decline();
  }

  protected override onEarlyBye(): void {
    this.respond(this.#transaction, 487, 'Request Terminated');
    this.end({ by: 'far', status: 487, reason: 'Request Terminated', words: '' });
  }

  protected override onPrack(transaction: ServerTransaction): void {
    if (this.#reliable?.acknowledged(transaction.request) === undefined)
      return this.respond(transaction, 481, 'Call/Transaction Does Not Exist');
    const { body } = transaction.request;
    const answer = body === '' ? ok('') : this.#takePracked(body);
    if (answer.ok) this.respond(transaction, 200, 'OK', '', answer.value === '' ? undefined : answer.value);
    else this.respond(transaction, 488, 'Not Acceptable Here');
    this.#awaitsPrack = false;
    if (this.#isAnswerWanted) this.answer();
  }

  protected override onOver(): void {
    this.#reliable?.stop();
  }

  /** A PRACK brings the answer to our offer, or a further offer (RFC 3262 §5). */
  #takePracked(body: string): Result<string> {
    if (!this.media.offering) return this.media.answer(body);
    const accepted = this.media.accept(body);
    return accepted.ok ? ok('') : accepted;
  }

  /** Our side of the exchange that the INVITE began: an answer to its offer, or an offer where it had none. */
  #describe(): Result<string> {
    const { body } = this.#transaction.request;
    // Only a reliable answer may carry an offer before the success (RFC 3262 §5).
    if (body === '' && !this.#isAnswerWanted && this.#reliable === undefined) return ok('');
    return body === '' ? ok(this.media.offer()) : this.media.answer(body);
  }

  #succeed(body: string): void {
    const agreement = agreeAsServer(this.#transaction.request, this.sessionSeconds);
    const headers = this.contactLine + ALLOW + supported(false) + agreement.lines;
    this.#reliable?.stop();
    this.respond(this.#transaction, 200, 'OK', headers, body === '' ? undefined : body);
    this.startTimer(agreement);
    this.isTalking();
    this.ack.start(
      this.#transaction,
      (ack) => this.#acknowledged(ack),
      () => this.lost('the answer was not acknowledged'),
    );
  }

  /** The ACK brings the answer when the success brought the offer (RFC 3261 §13.2.1). */
  #acknowledged(ack: SipMessage): void {
    const accepted = this.media.offering ? this.media.accept(ack.body) : undefined;
    if (accepted === undefined || accepted.ok) this.isConfirmed();
    else this.bye(reasonLine(488, accepted.refusal.words), { ...notAcceptable, words: accepted.refusal.words });
  }

  #takenBack(cancel: SipMessage): void {
    this.respond(this.#transaction, 487, 'Request Terminated');
    this.end({ by: 'far', status: 487, reason: 'Request Terminated', words: reasonOf(cancel) });
  }
}

const notAcceptable = { by: 'near', status: 488, reason: 'Not Acceptable Here' } as const;
