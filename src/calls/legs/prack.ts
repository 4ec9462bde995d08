// PRACK (RFC 3262 §3 and §5): the answer that it acknowledges was the other phone's, to be told there, or ours alone.

import { type ReliableAnswers, reasonPhrase, type ServerTransaction, type SipMessage } from '#sip';
import type { MediaExchange } from '../media-policy/exchange.ts';
import type { Branch } from './branch.ts';
import type { Leg } from './leg.ts';
import { asSip, isSdp, SDP } from './lines.ts';

/** What the caller's PRACK acknowledges: a device's provisional answer with its number there, or one of ours alone. */
export type ReliablePurpose = { readonly branch: Branch; readonly number: number } | undefined;

export interface PrackCall {
  readonly reliable: ReliableAnswers<ReliablePurpose> | undefined;
  readonly exchange: MediaExchange | undefined;
  onBroken(leg: Leg, why: string): void;
}

const answer = (leg: Leg, transaction: ServerTransaction, status: number): void =>
  transaction.respond(status, reasonPhrase(status), leg.dialog.localTag);

export function carryPrack(call: PrackCall, leg: Leg, transaction: ServerTransaction): void {
  const { request } = transaction;
  if (request.body !== '' && !isSdp(request)) return answer(leg, transaction, 415);
  const waiting = leg.side === 'caller' ? call.reliable?.acknowledged(request) : undefined;
  if (waiting === undefined) return answer(leg, transaction, 481);
  const { purpose } = waiting;
  // Only a provisional answer of a device can have been, or be answered by, a description.
  if (purpose === undefined) return answer(leg, transaction, request.body === '' ? 200 : 488);
  // The device that said it has been left: what it said is acknowledged here alone.
  if (purpose.branch.isOver && request.body === '') return answer(leg, transaction, 200);
  if (purpose.branch.leg === undefined) return answer(leg, transaction, 481);
  tellDevice(call, leg, purpose.branch.leg, `RAck: ${purpose.number} ${purpose.branch.cseq} INVITE\r\n`, transaction);
}

function tellDevice(call: PrackCall, leg: Leg, peer: Leg, headers: string, transaction: ServerTransaction): void {
  const passed = passOn(call.exchange, leg, transaction.request.body);
  if (passed !== undefined && !passed.ok) {
    const { status, reason, headers: why } = asSip(passed.refusal);
    return transaction.respond(status, reason, leg.dialog.localTag, why);
  }
  peer.send('PRACK', passed === undefined ? { headers } : { headers, contentType: SDP, body: passed.value }, {
    onResponse: (response) => {
      if (response.status >= 200) takeAnswer(call, leg, peer, transaction, response);
    },
    onFailure: () => answer(leg, transaction, 408),
  });
}

/** The description in a PRACK: the answer to the device's offer, or an offer of its own. */
function passOn(exchange: MediaExchange | undefined, { side }: Leg, body: string) {
  if (body === '' || exchange === undefined) return undefined;
  return exchange.offeredBy === undefined || exchange.offeredBy === side
    ? exchange.offer(side, body)
    : exchange.answer(side, body);
}

function takeAnswer(
  call: PrackCall,
  leg: Leg,
  peer: Leg,
  transaction: ServerTransaction,
  { status, body }: SipMessage,
): void {
  const { exchange } = call;
  const isOffered = exchange?.offeredBy === leg.side && transaction.request.body !== '';
  if (status >= 300) {
    if (isOffered) exchange.withdraw();
    return answer(leg, transaction, status);
  }
  if (!isOffered) return answer(leg, transaction, 200);
  const passed = exchange.answer(peer.side, body);
  if (passed.ok) return transaction.respond(200, 'OK', leg.dialog.localTag, '', SDP, passed.value);
  answer(leg, transaction, 488);
  call.onBroken(peer, passed.refusal.words);
}
