// One INVITE to one place, a device or a trunk's, until it answers, refuses or is taken back.

import { limits } from '#base';
import {
  agreeAsClient,
  type ClientTransaction,
  Dialog,
  decodeText,
  leastSession,
  reliableNumber,
  type SipMessage,
  sessionLines,
} from '#sip';
import type { MediaExchange, Side } from '../media-policy/exchange.ts';
import type { Aim } from './aim.ts';
import type { CallContext } from './context.ts';
import { ignored, Leg, type LegUser } from './leg.ts';
import { ALLOW, reasonLine, SDP, supportedLine } from './lines.ts';
import { sendProven } from './proven.ts';

export interface BranchUser {
  /** A provisional answer other than 100. */
  onProgress(branch: Branch, response: SipMessage): void;
  /** The device answered: its leg and what it said. */
  onSuccess(branch: Branch, leg: Leg, response: SipMessage): void;
  /** A refusal, or 408 when the device did not respond at all. */
  onRefused(status: number, reason: string): void;
  /** Hears what the device does in its dialogs. */
  readonly legUser: LegUser;
}

const deaf = { onProgress: () => undefined, onSuccess: () => undefined, onRefused: () => undefined } as const;

/** Refusals of a body, or of the location in it (RFC 3261 §21.4.13, RFC 6442 §4.4). */
const isOfBody = (status: number): boolean => [400, 415, 424, 488, 513].includes(status);

/** What the INVITEs to all places of the call have in common. */
export interface Invitation {
  readonly callId: string;
  readonly maxForwards: number;
  /** Which side of the call it is that is invited. */
  readonly side: Side;
  /** May provisional answers be reliable? Only when one device rings and the caller supports them. */
  readonly reliable: boolean;
}

/** The reason that the other devices are told when one has answered (RFC 3326 §2). */
export const ANSWERED_ELSEWHERE = reasonLine(200, 'Call completed elsewhere');

export class Branch {
  readonly exchange: MediaExchange;
  readonly aim: Aim;
  readonly #context: CallContext;
  #user: BranchUser;
  readonly #invitation: Invitation;
  readonly #opening: Dialog;
  #leg: Leg | undefined;
  /** Further dialogs of a device that forks, by their tags. */
  #others: Map<string, Leg> | undefined;
  #transaction: ClientTransaction | undefined;
  #state: 'ringing' | 'taken-back' | 'answered' | 'over' = 'ringing';
  #takeBackLines = '';
  #leastSession = 0;
  #lastReliable = 0;
  #hasProgress = false;
  #isBare = false;

  constructor(context: CallContext, user: BranchUser, invitation: Invitation, aim: Aim, exchange: MediaExchange) {
    this.exchange = exchange;
    this.aim = aim;
    this.#context = context;
    this.#user = user;
    this.#invitation = invitation;
    this.#opening = Dialog.sent(aim.from, aim.to, aim.target, aim.flow, invitation.callId);
  }

  get ringing(): boolean {
    return this.#state === 'ringing';
  }

  /** Is nothing to be expected of it any more? */
  get isOver(): boolean {
    return this.#state === 'taken-back' || this.#state === 'over';
  }

  /** Has anything come back, were it that it is being tried? */
  get heard(): boolean {
    return this.#hasProgress;
  }

  /** The device's side, from its first answer with a tag on. */
  get leg(): Leg | undefined {
    return this.#leg;
  }

  /** The CSeq number of the INVITE, which its ACK and RAck carry. */
  get cseq(): number {
    return this.#opening.localSeq;
  }

  /** Sends the INVITE with this offer, or without one. */
  invite(offer: string | undefined): void {
    const { reliable, maxForwards } = this.#invitation;
    const { flow, digest, contactUser, headers: told } = this.aim;
    const dress = this.#isBare ? undefined : this.aim.dress;
    const seconds = Math.max(this.#context.options().sessionTimerSeconds, this.#leastSession);
    const session = this.#leastSession === 0 ? sessionLines(seconds) : sessionLines(seconds, this.#leastSession);
    const headers = this.#opening.contact(contactUser) + ALLOW + supportedLine(reliable) + session + told;
    const plain = { contentType: SDP, body: offer ?? '', headers: '' };
    const { headers: more, ...carried } = dress === undefined ? plain : dress(offer ?? '');
    const content = { headers: headers + more, ...carried };
    sendProven({
      layer: this.#context.layer,
      ...{ flow, digest },
      make: () => ({ ...this.#opening.request('INVITE', content), maxForwards }),
      user: {
        onResponse: (response) => this.#receive(response, offer),
        onFailure: () => this.#refused(408, 'Request Timeout'),
      },
      sent: (transaction) => {
        this.#transaction = transaction;
      },
    });
  }

  /** Takes the INVITE back: the caller gave up, another device answered, or nobody did. */
  takeBack(lines = ''): void {
    if (this.#state !== 'ringing') return;
    this.#state = 'taken-back';
    this.#takeBackLines = lines;
    this.#hide();
    this.#cancel();
  }

  /** Ends a success that cannot be used: acknowledged, then hung up at once. */
  decline(leg: Leg, lines = ''): void {
    leg.acknowledge(this.cseq);
    leg.hangUp(lines);
  }

  /** Acknowledges a reliable provisional answer that the caller's side does not see (RFC 3262 §4). */
  acknowledgeProvisional(leg: Leg, number: number): void {
    leg.send('PRACK', { headers: `RAck: ${number} ${this.cseq} INVITE\r\n` }, ignored);
  }

  #receive(response: SipMessage, offer: string | undefined): void {
    if (response.status < 200) this.#receiveProgress(response);
    else if (response.status < 300) this.#receiveSuccess(response);
    else this.#receiveRefusal(response, offer);
  }

  #receiveProgress(response: SipMessage): void {
    this.#hasProgress = true;
    if (this.#state === 'taken-back') return this.#cancel();
    if (this.#state !== 'ringing' || response.status === 100) return;
    if (response.to?.tag === '') return this.#user.onProgress(this, response);
    const leg = this.#legOf(response);
    const number = reliableNumber(response);
    if (leg !== this.#leg) {
      // A proxy behind the contact forks: the first early dialog is shown to the caller, the others are kept alive.
      if (number !== undefined && leg !== undefined) this.acknowledgeProvisional(leg, number);
      return;
    }
    if (number !== undefined && number <= this.#lastReliable) return;
    this.#lastReliable = number ?? this.#lastReliable;
    this.#user.onProgress(this, response);
  }

  #receiveSuccess(response: SipMessage): void {
    const leg = this.#legOf(response);
    // A repeat: our ACK was lost, or waits for the caller's.
    if (leg === undefined || leg.acknowledgeAgain(this.cseq)) return;
    if (this.#state === 'answered' && leg === this.#leg) return;
    // Taken back too late, or a second device behind the same contact answered too (RFC 3261 §13.2.2.4).
    if (this.#state !== 'ringing') return this.decline(leg);
    this.#state = 'answered';
    leg.answered(this.#transaction);
    this.#show(leg);
    leg.startTimer(agreeAsClient(response, this.#context.options().sessionTimerSeconds));
    this.#user.onSuccess(this, leg, response);
    // The transaction lives as long as the call: whoever searched does not have to.
    this.#user = { ...deaf, legUser: this.#user.legUser };
  }

  #receiveRefusal(response: SipMessage, offer: string | undefined): void {
    // The device wants a longer session than we asked for (RFC 4028 §7.4): once more with its minimum.
    if (response.status === 422 && this.#state === 'ringing' && this.#leastSession === 0) {
      this.#leastSession = leastSession(response);
      return this.invite(offer);
    }
    // What goes along with the offer cannot be read there: once more without it.
    if (this.aim.dress !== undefined && !this.#isBare && this.ringing && isOfBody(response.status)) {
      this.#isBare = true;
      return this.invite(offer);
    }
    this.#refused(response.status, decodeText(response.reason));
  }

  #refused(status: number, reason: string): void {
    const wasRinging = this.#state === 'ringing';
    this.#state = 'over';
    if (!wasRinging) return;
    this.#hide();
    this.#user.onRefused(status, reason);
  }

  /** The dialog of a response, one for each tag; undefined when there are too many. */
  #legOf(response: SipMessage): Leg | undefined {
    const tag = response.to?.tag ?? '';
    const leg = this.#leg?.dialog.remoteTag === tag ? this.#leg : (this.#others?.get(tag) ?? this.#newLeg(response));
    leg?.dialog.refreshTarget(response);
    leg?.learn(response);
    return leg;
  }

  #newLeg(response: SipMessage): Leg | undefined {
    const dialog = this.#opening.established(response);
    const { party, desk, shown, contactUser, digest } = this.aim;
    const facts = { side: this.#invitation.side, party, desk, shown, contactUser, digest, dialog };
    const leg = new Leg(facts, this.#context, this.#user.legUser);
    if (this.#leg === undefined) {
      if (this.ringing) this.#show(leg);
      else this.#leg = leg;
      return leg;
    }
    this.#others ??= new Map();
    if (this.#others.size === limits.calls.earlyDialogs) return undefined;
    this.#others.set(dialog.remoteTag, leg);
    return leg;
  }

  /** Requests of the device go to this dialog of it. */
  #show(leg: Leg): void {
    const before = this.#leg;
    this.#leg = leg;
    if (before !== undefined && before !== leg) {
      before.refuseAsked();
      this.#others?.set(before.dialog.remoteTag, before);
    }
    this.#context.dialogs.add(leg.dialog.localTag, leg);
  }

  #hide(): void {
    this.#leg?.refuseAsked();
    this.#context.dialogs.remove(this.#opening.localTag);
  }

  #cancel(): void {
    if (this.#transaction !== undefined) this.#context.layer.cancel(this.#transaction, this.#takeBackLines);
  }
}
