// A re-INVITE or UPDATE of one phone, carried to the other and its answer back (RFC 3261 §14, 3311, 6337).

import { randomHex } from '#base';
import {
  agreeAsClient,
  decodeText,
  Header,
  LEAST_SESSION_SECONDS,
  reasonPhrase,
  type ServerTransaction,
  type SipMessage,
  sessionInterval,
  sessionLines,
} from '#sip';
import type { MediaExchange } from '../media-policy/exchange.ts';
import type { CallContext } from './context.ts';
import type { Leg } from './leg.ts';
import { asSip, SDP } from './lines.ts';
import { glareMs, mostAttempts, mostGlares, patienceMs } from './patience.ts';
import { SessionRefresh } from './refresh.ts';

export interface RenegotiationUser {
  /** What the phones agreed has changed. */
  onMediaChanged(): void;
  /** The call cannot go on: a phone is gone, or answered against the policy. */
  onBroken(leg: Leg, why: string): void;
  /** What a phone describes and what the other was told are not the same any more. */
  onLegAstray(leg: Leg): void;
}

/** Refusals that say something to the phone that asked; the others concern its peer and us. */
const passed = new Set([408, 480, 481, 486, 487, 488, 491, 500, 503, 603, 606]);

export class Renegotiation {
  readonly #context: CallContext;
  readonly #exchange: MediaExchange;
  readonly #user: RenegotiationUser;
  readonly #refresh: SessionRefresh;

  constructor(context: CallContext, exchange: MediaExchange, user: RenegotiationUser) {
    this.#context = context;
    this.#exchange = exchange;
    this.#user = user;
    this.#refresh = new SessionRefresh(context, exchange, user);
  }

  /** Takes the phone's request; `peer` is the other side. */
  take(from: Leg, peer: Leg, transaction: ServerTransaction): void {
    const { request } = transaction;
    const tag = from.dialog.localTag;
    const session = sessionInterval(request);
    if (session !== undefined && session.seconds < LEAST_SESSION_SECONDS) {
      return transaction.respond(422, reasonPhrase(422), tag, `Min-SE: ${LEAST_SESSION_SECONDS}\r\n`);
    }
    if (from.asked !== undefined) return tooSoon(transaction, tag);
    // A refresh that changes nothing is answered here: the session timer of this side alone is meant (RFC 4028 §7.4).
    if (request.body === '' && request.method === 'UPDATE') return from.succeed(transaction, undefined);
    if (request.body !== '' && this.#exchange.repeats(from.side, request.body)) {
      return from.succeed(transaction, this.#exchange.lastSentTo(from.side));
    }
    if (this.#exchange.offeredBy === from.side) return tooSoon(transaction, tag);
    if (this.#isBusy(from, peer)) return transaction.respond(491, 'Request Pending', tag);
    this.#carry(from, peer, transaction);
  }

  /** Our own turn to refresh a side's session (RFC 4028 §10). */
  refresh(leg: Leg, peer: Leg | undefined): void {
    this.#refresh.begin(leg, peer);
  }

  /**
   * A phone that is left alone sends nothing to who has gone: asked as soon as it is not busy, while it is still alone; one that is astray
   * even where it was silent before. Should it refuse, it is heard by nobody all the same.
   */
  silence(leg: Leg, isAstray: boolean, isAlone: () => boolean, attempts = 0, glares = 0): void {
    if (!isAlone() || leg.over || attempts > mostAttempts) return;
    const again = (ms: number, moreGlares: number): void =>
      void this.#context.clock.after(ms, () => this.silence(leg, isAstray, isAlone, attempts + 1, moreGlares));
    if (!leg.isQuiet) return again(patienceMs, glares);
    const body = this.#exchange.silence(leg.side, isAstray);
    if (body === undefined) return;
    const seconds = this.#context.options().sessionTimerSeconds;
    leg.ask('INVITE', { headers: leg.lines(sessionLines(seconds)), contentType: SDP, body }, (response) => {
      if (response?.status === 491 && glares < mostGlares) return again(glareMs, glares + 1);
      if (response === undefined || response.status >= 300) return;
      leg.acknowledge(response.cseq?.number ?? 0);
      leg.dialog.refreshTarget(response);
      leg.startTimer(agreeAsClient(response, seconds));
    });
  }

  /** Glare (RFC 3261 §14.1): something is on its way in the other direction, or an exchange is open. */
  #isBusy(from: Leg, peer: Leg): boolean {
    const isOpen = from.awaitsAck || peer.awaitsAck || this.#exchange.offeredBy !== undefined;
    return isOpen || from.asking || peer.asking || peer.asked !== undefined;
  }

  #carry(from: Leg, peer: Leg, transaction: ServerTransaction): void {
    const { request } = transaction;
    let body: string | undefined;
    if (request.body !== '') {
      const offered = this.#exchange.offer(from.side, request.body);
      if (!offered.ok) {
        const { status, reason, headers } = asSip(offered.refusal);
        return transaction.respond(status, reason, from.dialog.localTag, headers);
      }
      body = offered.value;
    }
    from.asked = transaction;
    // An offer in UPDATE goes on as a re-INVITE when the other phone does not take UPDATE.
    const method = request.method === 'UPDATE' && peer.takesUpdate ? 'UPDATE' : 'INVITE';
    const session = sessionLines(this.#context.options().sessionTimerSeconds);
    const headers = peer.lines(session);
    transaction.user = { onCancel: () => peer.takeQuestionBack() };
    peer.ask(method, body === undefined ? { headers } : { headers, contentType: SDP, body }, (response) =>
      this.#answered(from, peer, transaction, method, response),
    );
  }

  /** The peer's final answer; undefined when it gave none. */
  #answered(
    from: Leg,
    peer: Leg,
    transaction: ServerTransaction,
    method: string,
    response: SipMessage | undefined,
  ): void {
    const success = response !== undefined && response.status < 300 ? response : undefined;
    const inviteCseq = method === 'INVITE' ? (response?.cseq?.number ?? 0) : -1;
    if (from.asked !== transaction) {
      this.#exchange.withdraw();
      if (success !== undefined && inviteCseq >= 0) peer.acknowledge(inviteCseq);
      return;
    }
    from.asked = undefined;
    if (success === undefined) return this.#refused(from, peer, transaction, response);
    peer.dialog.refreshTarget(success);
    peer.startTimer(agreeAsClient(success, this.#context.options().sessionTimerSeconds));
    if (transaction.request.body === '') this.#carryLateOffer(from, peer, transaction, success);
    else this.#carryAnswer(from, peer, transaction, success, inviteCseq);
  }

  #carryAnswer(from: Leg, peer: Leg, transaction: ServerTransaction, success: SipMessage, inviteCseq: number): void {
    if (inviteCseq >= 0) peer.acknowledge(inviteCseq);
    const answered = this.#exchange.answer(peer.side, success.body);
    if (!answered.ok) return this.#against(from, peer, transaction, answered.refusal.words);
    from.succeed(transaction, answered.value);
    this.#user.onMediaChanged();
  }

  /** The re-INVITE had no offer: the answer of the other phone is one, and the ACK brings its answer (RFC 6337 §2.1). */
  #carryLateOffer(from: Leg, peer: Leg, transaction: ServerTransaction, success: SipMessage): void {
    const cseq = success.cseq?.number ?? 0;
    const offered = this.#exchange.offer(peer.side, success.body);
    if (!offered.ok) {
      peer.acknowledge(cseq);
      return this.#against(from, peer, transaction, offered.refusal.words);
    }
    from.succeed(transaction, offered.value, (ack) => {
      const answered = this.#exchange.answer(from.side, ack.body);
      peer.acknowledge(cseq, answered.ok ? answered.value : undefined);
      if (answered.ok) this.#user.onMediaChanged();
      else this.#user.onBroken(from, answered.refusal.words);
    });
  }

  /** The phones agreed on what the policy forbids: the call ends rather than being downgraded. */
  #against(from: Leg, peer: Leg, transaction: ServerTransaction, why: string): void {
    transaction.respond(488, reasonPhrase(488), from.dialog.localTag);
    this.#user.onBroken(peer, why);
  }

  #refused(from: Leg, peer: Leg, transaction: ServerTransaction, response: SipMessage | undefined): void {
    this.#exchange.withdraw();
    const given = response?.status ?? 408;
    const status = passed.has(given) ? given : 488;
    const reason = status === response?.status ? decodeText(response.reason) : reasonPhrase(status);
    const later = response?.get(Header.RetryAfter);
    const headers = later === undefined ? '' : `Retry-After: ${later}\r\n`;
    transaction.respond(status, reason, from.dialog.localTag, headers);
    if (given === 481 || given === 408) this.#user.onBroken(peer, 'the phone no longer knows the call');
  }
}

/** A second request before the first was answered (RFC 3261 §14.2, 3311 §5.2). */
const tooSoon = (transaction: ServerTransaction, tag: string): void => {
  const seconds = Number.parseInt(randomHex(1), 16) % 10;
  transaction.respond(500, reasonPhrase(500), tag, `Retry-After: ${seconds}\r\n`);
};
