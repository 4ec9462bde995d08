// Refreshing a side's session when that is ours to do (RFC 4028 §10): it shows that the phone is still there.

import { agreeAsClient, type SipMessage, sessionLines } from '#sip';
import type { MediaExchange } from '../media-policy/exchange.ts';
import type { CallContext } from './context.ts';
import type { Leg } from './leg.ts';
import { SDP } from './lines.ts';

export interface RefreshUser {
  onMediaChanged(): void;
  onBroken(leg: Leg, why: string): void;
}

/** While the phones are busy with each other, and after a refusal that is no farewell: seconds until the next attempt. */
const busySeconds = 10;
const refusedSeconds = 30;
/** How often a phone's new description is told to the other and back, before that is left to the phones. */
const mostRounds = 2;

export class SessionRefresh {
  readonly #context: CallContext;
  readonly #exchange: MediaExchange;
  readonly #user: RefreshUser;

  constructor(context: CallContext, exchange: MediaExchange, user: RefreshUser) {
    this.#context = context;
    this.#exchange = exchange;
    this.#user = user;
  }

  /** One that is alone for the moment has nobody to tell. By UPDATE without a description where the phone takes it, otherwise by a re-INVITE with the one that it has. */
  begin(leg: Leg, peer: Leg | undefined): void {
    const isBusy = leg.asking || leg.asked !== undefined || leg.awaitsAck || !this.#exchange.settled;
    if (isBusy) return againIn(leg, busySeconds);
    const body = leg.takesUpdate ? undefined : this.#exchange.lastSentTo(leg.side);
    this.#ask(leg, body, (success) => {
      if (body !== undefined && peer !== undefined) this.#compare(leg, peer, success, mostRounds);
    });
  }

  #ask(leg: Leg, body: string | undefined, succeeded: (success: SipMessage) => void): void {
    const seconds = this.#context.options().sessionTimerSeconds;
    const headers = leg.lines(sessionLines(seconds));
    const method = leg.takesUpdate ? 'UPDATE' : 'INVITE';
    leg.ask(method, body === undefined ? { headers } : { headers, contentType: SDP, body }, (response) => {
      if (response === undefined || response.status >= 300) return this.#refused(leg, response?.status ?? 408);
      if (method === 'INVITE') leg.acknowledge(response.cseq?.number ?? 0);
      leg.dialog.refreshTarget(response);
      leg.startTimer(agreeAsClient(response, seconds));
      succeeded(response);
    });
  }

  #refused(leg: Leg, status: number): void {
    this.#exchange.withdraw();
    if (status === 481 || status === 408) this.#user.onBroken(leg, 'the phone no longer knows the call');
    else againIn(leg, refusedSeconds);
  }

  /** Some phones make new keys or ports for every answer: then the other phone has to hear of them. */
  #compare(leg: Leg, peer: Leg, success: SipMessage, rounds: number): void {
    const { body } = success;
    if (body === '' || this.#exchange.resembles(leg.side, body)) return;
    if (peer.asking || peer.asked !== undefined || peer.awaitsAck || leg.asked !== undefined) return;
    const before = this.#exchange.lastSentTo(leg.side);
    const offered = this.#exchange.offer(leg.side, body);
    if (!offered.ok) return this.#user.onBroken(leg, offered.refusal.words);
    this.#ask(peer, offered.value, (answer) => {
      const answered = this.#exchange.answer(peer.side, answer.body);
      if (!answered.ok) return this.#user.onBroken(peer, answered.refusal.words);
      this.#user.onMediaChanged();
      if (answered.value === before || rounds === 1) return;
      this.#ask(leg, answered.value, (again) => this.#compare(leg, peer, again, rounds - 1));
    });
  }
}

const againIn = (leg: Leg, seconds: number): void =>
  leg.startTimer({ seconds: seconds * 2, weRefresh: true, lines: '' });
