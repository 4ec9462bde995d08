// Refreshing a side's session when that is ours to do (RFC 4028 §10): it shows that the phone is still there.

import { agreeAsClient, type SipMessage, sessionLines } from '#sip';
import type { MediaExchange } from '../media-policy/exchange.ts';
import type { CallContext } from './context.ts';
import type { Leg } from './leg.ts';
import { SDP } from './lines.ts';

export interface RefreshUser {
  onBroken(leg: Leg, why: string): void;
  /** The phone describes itself otherwise than the other side was told. */
  onLegAstray(leg: Leg): void;
}

/** While the phones are busy with each other, and after a refusal that is no farewell: seconds until the next attempt. */
const busySeconds = 10;
const refusedSeconds = 30;

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
    const body = leg.takesUpdate ? undefined : this.#descriptionFor(leg, peer !== undefined);
    this.#ask(leg, body, ({ body: answer }) => {
      // Some phones make new keys or ports for every answer: then the other phone has to hear of them.
      if (body === undefined || peer === undefined || this.#exchange.resembles(leg.side, answer)) return;
      this.#user.onLegAstray(leg);
    });
  }

  /** What it has; one that is alone stays silent. */
  #descriptionFor(leg: Leg, hasPeer: boolean): string | undefined {
    const silent = hasPeer ? undefined : this.#exchange.silence(leg.side, true);
    return silent ?? this.#exchange.lastSentTo(leg.side);
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
}

const againIn = (leg: Leg, seconds: number): void =>
  leg.startTimer({ seconds: seconds * 2, weRefresh: true, lines: '' });
