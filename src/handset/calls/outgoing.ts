// A call that this phone makes: its INVITE until it is answered, refused or taken back (RFC 3261 §13.2, §9.1).

import { type Result, randomHex } from '#base';
import { agreeAsClient, Dialog, type Flow, reliableNumber, type ServerTransaction, type SipMessage } from '#sip';
import { Asking } from '../asking.ts';
import { HandsetCall, reasonOf } from './call.ts';
import type { CallContext } from './call-context.ts';
import { ALLOW, reasonLine, SDP, supported, takesUpdate } from './lines.ts';

export class OutgoingCall extends HandsetCall {
  override readonly isOutgoing = true;
  readonly #flow: Flow;
  readonly #opening: Dialog;
  readonly #headers: string;
  #invite: Asking | undefined;
  #isTakenBack = false;
  #isCancelSent = false;
  #lastReliable = 0;
  #beganMs = 0;
  #setUpMs = 0;

  /** `headers` are whole lines of its INVITE. */
  constructor(context: CallContext, number: string, flow: Flow, headers: string) {
    super(context, number);
    const { account, line } = context;
    const target = `sip:${number}@${account.domain}`;
    this.#flow = flow;
    this.#headers = headers;
    this.#opening = Dialog.sent(account.identity, `<${target}>`, target, flow, randomHex(12));
    line.addDialog(this.#opening.localTag, this);
  }

  override get localTag(): string {
    return this.#opening.localTag;
  }

  /** From the first INVITE to the success, in milliseconds; 0 before. */
  get setUpMs(): number {
    return this.#setUpMs;
  }

  begin(): void {
    const opening = this.sound.open();
    if (opening === undefined) return this.#send();
    opening.then((opened) => {
      if (this.state === 'ended') return;
      if (opened.ok) this.#send();
      else this.end({ by: 'near', status: 500, reason: 'No Media', words: opened.refusal.words });
    });
  }

  override hangUp(): void {
    if (this.state === 'talking') this.bye();
    else this.cancel();
  }

  /** Takes the call back while it rings; a success that crosses it is hung up (RFC 3261 §9.1). Nothing once it talks. */
  cancel(): void {
    if (this.state !== 'calling' && this.state !== 'ringing') return;
    this.#isTakenBack = true;
    if (this.#invite === undefined) this.end({ by: 'near', status: 487, reason: 'Request Terminated', words: '' });
    else this.#cancelNow();
  }

  protected override onPrack(transaction: ServerTransaction): void {
    this.respond(transaction, 481, 'Call/Transaction Does Not Exist');
  }

  protected override onEarlyBye(): void {
    this.cancel();
  }

  #send(): void {
    const { line, account, settings } = this.context;
    const { lateOffer = false, reliable = false, forgetsChallenges = false } = settings.behaviour ?? {};
    const headers = account.contact(this.#flow) + ALLOW + supported(reliable) + this.#headers;
    const content = lateOffer ? {} : { contentType: SDP, body: this.media.offer() };
    if (forgetsChallenges) account.forgetChallenges();
    this.#beganMs = line.clock.steadyMs();
    this.#invite = new Asking(line.layer, this.#flow, account.calls, 'INVITE', this.#opening.remoteTarget, {
      compose: (authorization) => this.#opening.request('INVITE', { ...content, headers: headers + authorization }),
      mayRepeat: () => !this.#isTakenBack,
      onProvisional: (response) => this.#progressed(response),
      onFinal: (response, asked) => this.#answered(response, asked),
    });
    this.#invite.send();
  }

  /** Only after a provisional answer (RFC 3261 §9.1): before, the first one that comes leads here again. */
  #cancelNow(): void {
    const transaction = this.#invite?.transaction;
    if (this.#isCancelSent || transaction?.state !== 'proceeding') return;
    this.#isCancelSent = true;
    this.context.line.layer.cancel(transaction);
  }

  #progressed(response: SipMessage): void {
    if (this.#isTakenBack) return this.#cancelNow();
    const tag = response.to?.tag ?? '';
    if (response.status === 100 || tag === '') return;
    this.dialog ??= this.#opening.established(response);
    // Something between may have forked the call: the first to ring is the one that is heard.
    if (tag !== this.dialog.remoteTag) return;
    this.takesUpdate = takesUpdate(response) ?? this.takesUpdate;
    const number = reliableNumber(response);
    if (number !== undefined) this.#acknowledgeProgress(response, number);
    else if (response.body !== '' && this.media.offering) this.media.accept(response.body, true);
    this.isRinging();
  }

  /** PRACK (RFC 3262 §4): with an answer when the provisional answer brought an offer. */
  #acknowledgeProgress(response: SipMessage, number: number): void {
    if (number <= this.#lastReliable) return;
    this.#lastReliable = number;
    const headers = `RAck: ${number} ${response.cseq?.number ?? 0} INVITE\r\n`;
    const agreed = this.#agree(response.body);
    if (agreed !== undefined && !agreed.ok) return this.#giveUp();
    const answer = agreed?.value ?? '';
    this.ask('PRACK', answer === '' ? { headers } : { headers, contentType: SDP, body: answer }, () => undefined);
  }

  /** Takes a description by its place in the exchange: the answer to our offer, or an offer to be answered with the value. */
  #agree(body: string): Result<string> | undefined {
    if (body === '') return undefined;
    if (this.media.offering) {
      const accepted = this.media.accept(body);
      return accepted.ok ? { ok: true, value: '' } : accepted;
    }
    return this.media.settled ? undefined : this.media.answer(body);
  }

  #giveUp(): void {
    this.#isTakenBack = true;
    this.#cancelNow();
  }

  #answered(response: SipMessage | undefined, asked: Asking): void {
    if (response === undefined) return this.#refused(408, 'Request Timeout', '');
    if (response.status >= 300) return this.#refused(response.status, response.reason, reasonOf(response));
    if (this.state === 'calling' || this.state === 'ringing') this.#succeeded(response, asked);
    else if (response.to?.tag === this.dialog?.remoteTag) this.acknowledgeAgain();
    else this.#declineOther(response, asked);
  }

  #succeeded(response: SipMessage, asked: Asking): void {
    if (this.dialog?.remoteTag !== (response.to?.tag ?? '')) this.dialog = this.#opening.established(response);
    this.dialog.refreshTarget(response);
    this.takesUpdate = takesUpdate(response) ?? this.takesUpdate;
    this.#setUpMs = this.context.line.clock.steadyMs() - this.#beganMs;
    if (this.#isTakenBack) {
      this.acknowledge(asked);
      return this.bye('', { by: 'near', status: 487, reason: 'Request Terminated', words: '' });
    }
    const agreed = this.#agree(response.body);
    this.acknowledge(asked, agreed?.ok && agreed.value !== '' ? agreed.value : undefined);
    if (agreed !== undefined && !agreed.ok) return this.#against(agreed.refusal.words);
    if (!this.media.settled) return this.#against('no description came');
    this.startTimer(agreeAsClient(response, this.sessionSeconds));
    this.isTalking();
    this.isConfirmed();
  }

  /** The success cannot be used: acknowledged, it is hung up. */
  #against(words: string): void {
    this.bye(reasonLine(488, words), { by: 'near', status: 488, reason: 'Not Acceptable Here', words });
  }

  /** A second phone behind a fork answered too: it is acknowledged and hung up (RFC 3261 §13.2.2.4). */
  #declineOther(response: SipMessage, asked: Asking): void {
    const { layer } = this.context.line;
    const other = this.#opening.established(response);
    layer.acknowledge(other.request('ACK', { headers: asked.authorization }, asked.cseq), other.flow);
    layer.request(other.request('BYE'), other.flow, { onResponse: () => undefined, onFailure: () => undefined });
  }

  #refused(status: number, reason: string, words: string): void {
    this.end({ by: this.#isTakenBack ? 'near' : 'far', status, reason, words });
  }
}
