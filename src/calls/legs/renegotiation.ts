// A re-INVITE or UPDATE of one phone, carried to the other and its answer back (RFC 3261 §14, 3311, 6337).

import { randomHex } from '#base';
import { agreeAsClient, type ClientTransaction, type ServerTransaction, type SipMessage, sessionLines } from '#sip';
import type { MediaExchange } from '../media-policy/exchange.ts';
import type { CallContext } from './context.ts';
import type { Leg } from './leg.ts';
import { ALLOW, asSip, SDP, supportedLine } from './lines.ts';

export interface RenegotiationUser {
  /** What the phones agreed has changed. */
  onMediaChanged(): void;
  /** The call cannot go on: a phone is gone, or answered against the policy. */
  onBroken(leg: Leg, why: string): void;
}

export class Renegotiation {
  readonly #context: CallContext;
  readonly #exchange: MediaExchange;
  readonly #user: RenegotiationUser;

  constructor(context: CallContext, exchange: MediaExchange, user: RenegotiationUser) {
    this.#context = context;
    this.#exchange = exchange;
    this.#user = user;
  }

  /** Takes the phone's request; `peer` is the other side. */
  take(from: Leg, peer: Leg, transaction: ServerTransaction): void {
    const { request } = transaction;
    const tag = from.dialog.localTag;
    if (from.asked !== undefined) {
      // A second request before the first was answered (RFC 3261 §14.2, 3311 §5.2).
      return transaction.respond(
        500,
        'Server Internal Error',
        tag,
        `Retry-After: ${Number.parseInt(randomHex(1), 16) % 10}\r\n`,
      );
    }
    if (request.body === '' && request.method === 'UPDATE') return this.#confirm(from, transaction, undefined);
    if (request.body !== '' && this.#exchange.repeats(from.side, request.body)) {
      return this.#confirm(from, transaction, this.#exchange.lastSentTo(from.side));
    }
    if (this.#busy(from, peer)) return transaction.respond(491, 'Request Pending', tag);
    this.#carry(from, peer, transaction);
  }

  /** Glare (RFC 3261 §14.1): something is on its way in the other direction, or an exchange is open. */
  #busy(from: Leg, peer: Leg): boolean {
    return (
      from.asking ||
      peer.asked !== undefined ||
      peer.asking ||
      peer.awaitsAck ||
      from.awaitsAck ||
      this.#exchange.offeredBy !== undefined
    );
  }

  /** A refresh that changes nothing is answered here: the session timer of this side alone is meant (RFC 4028 §7.4). */
  #confirm(from: Leg, transaction: ServerTransaction, body: string | undefined): void {
    from.succeed(transaction, SDP, body, () => undefined);
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
    peer.asking = true;
    // An offer in UPDATE goes on as a re-INVITE when the other phone does not take UPDATE.
    const method = request.method === 'UPDATE' && !peer.takesUpdate ? 'INVITE' : request.method;
    const headers =
      peer.dialog.contact(peer.contactUser) +
      ALLOW +
      supportedLine(false) +
      sessionLines(this.#context.options().sessionTimerSeconds);
    peer.send(method, body === undefined ? { headers } : { headers, contentType: SDP, body }, {
      onResponse: (response, sent) => this.#receive(from, peer, transaction, response, sent),
      onFailure: () => this.#failed(from, peer, transaction, 408, 'Request Timeout'),
    });
  }

  #receive(from: Leg, peer: Leg, transaction: ServerTransaction, response: SipMessage, sent: ClientTransaction): void {
    if (response.status < 200) return;
    if (!peer.asking || from.asked !== transaction) {
      if (response.status < 300 && sent.request.method === 'INVITE') peer.acknowledgeAgain();
      return;
    }
    if (response.status >= 300) return this.#failed(from, peer, transaction, response.status, response.reason);
    this.#done(from, peer);
    peer.dialog.refreshTarget(response);
    peer.startTimer(agreeAsClient(response, this.#context.options().sessionTimerSeconds));
    const invited = sent.request.method === 'INVITE';
    if (transaction.request.body === '') this.#carryLateOffer(from, peer, transaction, response, sent);
    else this.#carryAnswer(from, peer, transaction, response, invited ? sent.request.cseq : undefined);
  }

  #carryAnswer(
    from: Leg,
    peer: Leg,
    transaction: ServerTransaction,
    response: SipMessage,
    inviteCseq: number | undefined,
  ): void {
    if (inviteCseq !== undefined) peer.acknowledge(inviteCseq);
    const answered = this.#exchange.answer(peer.side, response.body);
    if (!answered.ok) return this.#against(from, peer, transaction, answered.refusal.words);
    from.succeed(transaction, SDP, answered.value, () => undefined);
    this.#user.onMediaChanged();
  }

  /** The re-INVITE had no offer: the answer of the other phone is one, and the ACK brings its answer (RFC 6337 §2.1). */
  #carryLateOffer(
    from: Leg,
    peer: Leg,
    transaction: ServerTransaction,
    response: SipMessage,
    sent: ClientTransaction,
  ): void {
    const offered = this.#exchange.offer(peer.side, response.body);
    if (!offered.ok) {
      peer.acknowledge(sent.request.cseq);
      return this.#against(from, peer, transaction, offered.refusal.words);
    }
    from.succeed(transaction, SDP, offered.value, (ack) => {
      const answered = this.#exchange.answer(from.side, ack.body);
      peer.acknowledge(sent.request.cseq, answered.ok ? answered.value : undefined);
      if (answered.ok) this.#user.onMediaChanged();
      else this.#user.onBroken(from, answered.refusal.words);
    });
  }

  /** The phones agreed on what the policy forbids: the call ends rather than being downgraded. */
  #against(from: Leg, peer: Leg, transaction: ServerTransaction, why: string): void {
    transaction.respond(488, 'Not Acceptable Here', from.dialog.localTag);
    this.#user.onBroken(peer, why);
  }

  #failed(from: Leg, peer: Leg, transaction: ServerTransaction, status: number, reason: string): void {
    this.#done(from, peer);
    this.#exchange.withdraw();
    const gone = status === 481 || status === 408;
    transaction.respond(status === 401 || status === 407 ? 488 : status, reason, from.dialog.localTag);
    if (gone) this.#user.onBroken(peer, 'the phone no longer knows the call');
  }

  #done(from: Leg, peer: Leg): void {
    from.asked = undefined;
    peer.asking = false;
  }

  /** Our own turn to refresh a side's session (RFC 4028 §10): nothing changes, and a phone that is gone is found out. */
  refresh(leg: Leg): void {
    const seconds = this.#context.options().sessionTimerSeconds;
    const body = this.#exchange.lastSentTo(leg.side);
    if (leg.asking || leg.asked !== undefined || leg.awaitsAck || !this.#exchange.settled || body === undefined) {
      return leg.startTimer({ seconds: 20, weRefresh: true, lines: '' });
    }
    const method = leg.takesUpdate ? 'UPDATE' : 'INVITE';
    const headers = leg.dialog.contact(leg.contactUser) + ALLOW + supportedLine(false) + sessionLines(seconds);
    leg.asking = true;
    leg.send(method, method === 'UPDATE' ? { headers } : { headers, contentType: SDP, body }, {
      onResponse: (response) => this.#refreshed(leg, method, response),
      onFailure: () => this.#user.onBroken(leg, 'the phone did not respond to a refresh of its session'),
    });
  }

  #refreshed(leg: Leg, method: string, response: SipMessage): void {
    if (response.status < 200) return;
    if (!leg.asking) {
      if (method === 'INVITE' && response.status < 300) leg.acknowledgeAgain();
      return;
    }
    leg.asking = false;
    if (response.status < 300) {
      if (method === 'INVITE') leg.acknowledge(response.cseq?.number ?? 0);
      leg.startTimer(agreeAsClient(response, this.#context.options().sessionTimerSeconds));
    } else if (response.status === 481 || response.status === 408) {
      this.#user.onBroken(leg, 'the phone no longer knows the call');
    } else {
      leg.startTimer({ seconds: 60, weRefresh: true, lines: '' });
    }
  }
}
