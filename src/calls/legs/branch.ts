// One INVITE to one device of the called extension, until it answers, refuses or is taken back.

import {
  agreeAsClient,
  type ClientTransaction,
  Dialog,
  Header,
  reliableNumber,
  type SipMessage,
  sessionLines,
} from '#sip';
import type { MediaExchange } from '../media-policy/exchange.ts';
import type { Station } from '../stations/station.ts';
import type { CallContext, Device } from './context.ts';
import { Leg, type LegUser } from './leg.ts';
import { ALLOW, identity, reasonLine, SDP, supportedLine } from './lines.ts';

export interface BranchUser extends LegUser {
  /** A provisional answer other than 100. */
  onProgress(branch: Branch, response: SipMessage): void;
  onSuccess(branch: Branch, response: SipMessage): void;
  /** A refusal, or 408 when the device did not respond at all. */
  onRefused(branch: Branch, status: number, reason: string): void;
}

/** What the INVITE to every device of the call has in common. */
export interface Invitation {
  readonly caller: Station;
  readonly called: Station;
  readonly callId: string;
  readonly maxForwards: number;
  /** May provisional answers be reliable? Only when one device rings and the caller supports them. */
  readonly reliable: boolean;
}

export class Branch {
  readonly exchange: MediaExchange;
  readonly device: Device;
  /** The device's side, from its first answer with a tag on. */
  leg: Leg | undefined;
  readonly #context: CallContext;
  readonly #user: BranchUser;
  readonly #invitation: Invitation;
  readonly #opening: Dialog;
  #transaction: ClientTransaction | undefined;
  #state: 'ringing' | 'taken-back' | 'answered' | 'over' = 'ringing';
  #takeBackLines = '';
  #retried = false;
  #lastReliable = 0;

  constructor(context: CallContext, user: BranchUser, invitation: Invitation, device: Device, exchange: MediaExchange) {
    this.#context = context;
    this.#user = user;
    this.#invitation = invitation;
    this.device = device;
    this.exchange = exchange;
    const { caller, called, callId } = invitation;
    const to = `<sip:${called.number}@${device.flow.remoteAddress.includes(':') ? `[${device.flow.remoteAddress}]` : device.flow.remoteAddress}>`;
    this.#opening = Dialog.sent(identity(caller, device.flow), to, device.contact, device.flow, callId);
  }

  get ringing(): boolean {
    return this.#state === 'ringing';
  }

  /** The CSeq number of the INVITE, which its ACK and RAck carry. */
  get cseq(): number {
    return this.#opening.localSeq;
  }

  /** Sends the INVITE with this offer, or without one. */
  invite(offer: string | undefined, sessionSeconds = this.#context.options().sessionTimerSeconds): void {
    const { caller, reliable, maxForwards } = this.#invitation;
    const { flow } = this.device;
    const headers =
      this.#opening.contact(caller.number) +
      ALLOW +
      supportedLine(reliable) +
      sessionLines(sessionSeconds) +
      `P-Asserted-Identity: ${identity(caller, flow)}\r\n`;
    const content = offer === undefined ? { headers } : { headers, contentType: SDP, body: offer };
    const request = { ...this.#opening.request('INVITE', content), maxForwards };
    this.#transaction = this.#context.layer.request(request, flow, {
      onResponse: (response) => this.#receive(response, offer),
      onFailure: () => this.#refused(408, 'Request Timeout'),
    });
  }

  /** Takes the INVITE back: the caller gave up, another device answered, or nobody did. */
  takeBack(lines = ''): void {
    if (this.#state !== 'ringing') return;
    this.#state = 'taken-back';
    this.#takeBackLines = lines;
    this.leg?.close();
    this.#cancel();
  }

  /** The success was taken: this branch is the call's other side now. */
  take(): void {
    this.#state = 'answered';
  }

  /** Refuses a success that cannot be used: acknowledged, then ended at once. */
  decline(response: SipMessage, lines = ''): void {
    this.#state = 'over';
    this.leg?.close();
    const leg = this.#legOf(response);
    leg.acknowledge(response.cseq?.number ?? 0);
    leg.hangUp(lines);
  }

  /** Acknowledges a reliable provisional answer that the caller's side does not see (RFC 3262 §4). */
  acknowledgeProvisional(response: SipMessage, number: number): void {
    const headers = `RAck: ${number} ${response.cseq?.number ?? 0} INVITE\r\n`;
    this.leg?.send('PRACK', { headers }, { onResponse: () => undefined, onFailure: () => undefined });
  }

  /** Requests of the device before it has answered go to its leg; there is none before its first answer. */
  #legOf(response: SipMessage): Leg {
    const { called } = this.#invitation;
    const leg = new Leg('called', called, this.#opening.established(response), this.#context, this.#user);
    leg.learn(response);
    this.#context.dialogs.add(leg.dialog.localTag, leg);
    return leg;
  }

  #receive(response: SipMessage, offer: string | undefined): void {
    if (response.status < 200) this.#receiveProgress(response);
    else if (response.status < 300) this.#receiveSuccess(response);
    else this.#receiveRefusal(response, offer);
  }

  #receiveProgress(response: SipMessage): void {
    if (this.#state === 'taken-back') return this.#cancel();
    if (this.#state !== 'ringing' || response.status === 100) return;
    const tag = response.to?.tag ?? '';
    if (tag === '') return this.#user.onProgress(this, response);
    if (this.leg === undefined) this.leg = this.#legOf(response);
    // A proxy behind the contact may fork further; the first early dialog is the one that is shown to the caller.
    if (tag !== this.leg.dialog.remoteTag) return;
    const number = reliableNumber(response);
    if (number !== undefined) {
      if (number <= this.#lastReliable) return;
      this.#lastReliable = number;
    }
    this.#user.onProgress(this, response);
  }

  #receiveSuccess(response: SipMessage): void {
    const tag = response.to?.tag ?? '';
    if (this.#state === 'answered') {
      if (this.leg?.dialog.remoteTag === tag) this.leg.acknowledgeAgain();
      else this.#declineOther(response);
      return;
    }
    if (this.#state !== 'ringing') return this.#state === 'over' ? undefined : this.decline(response);
    if (this.leg?.dialog.remoteTag !== tag) {
      this.leg?.close();
      this.leg = this.#legOf(response);
    }
    this.leg.dialog.refreshTarget(response);
    this.leg.learn(response);
    this.leg.startTimer(agreeAsClient(response, this.#context.options().sessionTimerSeconds));
    this.#user.onSuccess(this, response);
  }

  /** A second device behind the same contact answered too (RFC 3261 §13.2.2.4). */
  #declineOther(response: SipMessage): void {
    const dialog = this.#opening.established(response);
    this.#context.layer.acknowledge(dialog.request('ACK', {}, response.cseq?.number ?? 0), dialog.flow);
    dialog.localSeq = this.cseq;
    this.#context.layer.request(dialog.request('BYE'), dialog.flow, {
      onResponse: () => undefined,
      onFailure: () => undefined,
    });
  }

  #receiveRefusal(response: SipMessage, offer: string | undefined): void {
    // The device wants a longer session than we asked for (RFC 4028 §7.4): once more with its minimum.
    const least = response.status === 422 ? Number(response.get(Header.MinSE)?.split(';', 1)[0]) : 0;
    if (this.#state === 'ringing' && !this.#retried && least > 0 && least <= 86_400) {
      this.#retried = true;
      return this.invite(offer, least);
    }
    this.#refused(response.status, response.reason);
  }

  #refused(status: number, reason: string): void {
    const wasRinging = this.#state === 'ringing';
    this.#state = 'over';
    this.leg?.close();
    if (wasRinging) this.#user.onRefused(this, status, reason);
  }

  #cancel(): void {
    if (this.#transaction !== undefined) this.#context.layer.cancel(this.#transaction, this.#takeBackLines);
  }
}

/** The reason that the other devices are told when one has answered (RFC 3326 §2). */
export const ANSWERED_ELSEWHERE = reasonLine(200, 'Call completed elsewhere');
