// What a phone may ask inside its dialog: hang up, renegotiate, acknowledge a provisional answer, send a digit.

import { Header, type ServerTransaction, type SipMessage } from '#sip';
import type { Call } from '../call.ts';
import type { Leg } from './leg.ts';
import { ALLOW, asSip, SDP } from './lines.ts';

/** INFO carries digits and nothing else (facts: "SIP INFO dtmf-relay as input fallback"). */
const digitTypes = new Set(['application/dtmf-relay', 'application/dtmf']);
const digitBodyLength = 200;

export class InDialogRequests {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  take(leg: Leg, transaction: ServerTransaction): void {
    const tag = leg.dialog.localTag;
    switch (transaction.request.method) {
      case 'BYE':
        return this.#bye(leg, transaction);
      case 'INVITE':
      case 'UPDATE':
        return this.#renegotiate(leg, transaction);
      case 'PRACK':
        return this.#prack(leg, transaction);
      case 'INFO':
        return this.#info(leg, transaction);
      case 'OPTIONS':
        return transaction.respond(200, 'OK', tag, `${ALLOW}Accept: application/sdp\r\n`);
      default:
        return transaction.respond(405, 'Method Not Allowed', tag, ALLOW);
    }
  }

  #bye(leg: Leg, transaction: ServerTransaction): void {
    if (this.#call.state !== 'over') return this.#call.hungUp(leg, transaction);
    leg.close();
    transaction.respond(200, 'OK', leg.dialog.localTag);
  }

  #renegotiate(leg: Leg, transaction: ServerTransaction): void {
    const { renegotiation } = this.#call;
    const peer = this.#call.peerOf(leg);
    const { request } = transaction;
    const tag = leg.dialog.localTag;
    if (this.#call.state === 'over') return transaction.respond(481, 'Call/Transaction Does Not Exist', tag);
    if (request.body !== '' && !isSdp(request)) {
      return transaction.respond(415, 'Unsupported Media Type', tag, 'Accept: application/sdp\r\n');
    }
    if (renegotiation === undefined || peer === undefined) {
      if (request.method === 'UPDATE' && request.body === '')
        return transaction.respond(200, 'OK', tag, leg.dialog.contact(leg.contactUser));
      return transaction.respond(491, 'Request Pending', tag);
    }
    renegotiation.take(leg, peer, transaction);
  }

  /** RFC 3262 §3: the answer that it acknowledges was another phone's, to be told there, or ours alone. */
  #prack(leg: Leg, transaction: ServerTransaction): void {
    const tag = leg.dialog.localTag;
    const waiting = leg === this.#call.callerLeg ? this.#call.reliable.acknowledged(transaction.request) : undefined;
    if (waiting === undefined) return transaction.respond(481, 'Call/Transaction Does Not Exist', tag);
    const { purpose } = waiting;
    if (purpose !== undefined)
      this.#carryPrack(leg, transaction, purpose.branch.leg, `${purpose.number} ${purpose.branch.cseq} INVITE`);
    else if (transaction.request.body === '') transaction.respond(200, 'OK', tag);
    else transaction.respond(488, 'Not Acceptable Here', tag);
  }

  #carryPrack(leg: Leg, transaction: ServerTransaction, peer: Leg | undefined, rack: string): void {
    const tag = leg.dialog.localTag;
    const { exchange } = this.#call;
    if (peer === undefined || exchange === undefined)
      return transaction.respond(481, 'Call/Transaction Does Not Exist', tag);
    const { body } = transaction.request;
    const isAnswer = exchange.offeredBy === peer.side;
    const passed =
      body === '' ? undefined : isAnswer ? exchange.answer(leg.side, body) : exchange.offer(leg.side, body);
    if (passed !== undefined && !passed.ok) {
      const { status, reason, headers } = asSip(passed.refusal);
      return transaction.respond(status, reason, tag, headers);
    }
    const headers = `RAck: ${rack}\r\n`;
    peer.send('PRACK', passed === undefined ? { headers } : { headers, contentType: SDP, body: passed.value }, {
      onResponse: (response) => this.#pracked(leg, peer, transaction, response),
      onFailure: () => transaction.respond(408, 'Request Timeout', tag),
    });
  }

  #pracked(leg: Leg, peer: Leg, transaction: ServerTransaction, response: SipMessage): void {
    const tag = leg.dialog.localTag;
    const { exchange } = this.#call;
    if (response.status < 200) return;
    if (response.status >= 300) {
      if (exchange?.offeredBy === leg.side && transaction.request.body !== '') exchange.withdraw();
      return transaction.respond(response.status, response.reason, tag);
    }
    const passed = response.body === '' ? undefined : exchange?.answer(peer.side, response.body);
    if (passed !== undefined && !passed.ok) {
      transaction.respond(488, 'Not Acceptable Here', tag);
      return this.#call.onBroken(peer, passed.refusal.words);
    }
    transaction.respond(200, 'OK', tag, '', SDP, passed?.value);
  }

  #info(leg: Leg, transaction: ServerTransaction): void {
    const { request } = transaction;
    const tag = leg.dialog.localTag;
    const type = mediaType(request);
    const peer = this.#call.peerOf(leg);
    if (!digitTypes.has(type) || request.body.length > digitBodyLength) {
      return transaction.respond(
        415,
        'Unsupported Media Type',
        tag,
        'Accept: application/dtmf-relay, application/dtmf\r\n',
      );
    }
    if (this.#call.state !== 'talking' || peer === undefined)
      return transaction.respond(480, 'Temporarily Unavailable', tag);
    peer.send(
      'INFO',
      { contentType: type, body: request.body },
      {
        onResponse: (response) => {
          if (response.status >= 200) transaction.respond(response.status, response.reason, tag);
        },
        onFailure: () => transaction.respond(408, 'Request Timeout', tag),
      },
    );
  }
}

export const mediaType = (message: SipMessage): string =>
  (message.get(Header.ContentType) ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Does the body say that it is a session description? */
export const isSdp = (message: SipMessage): boolean => mediaType(message) === SDP;
