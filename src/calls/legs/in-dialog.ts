// What a phone may ask inside its dialog: hang up, renegotiate, acknowledge a provisional answer, send a digit.

import { reasonPhrase, type ServerTransaction } from '#sip';
import type { Leg } from './leg.ts';
import { ACCEPT, ALLOW, isSdp, mediaType } from './lines.ts';
import { carryPrack, type PrackCall } from './prack.ts';
import type { Renegotiation } from './renegotiation.ts';
import type { CallState } from './states.ts';

/** The call that a request inside a dialog is about. */
export interface DialogCall extends PrackCall {
  readonly state: CallState;
  readonly renegotiation: Renegotiation | undefined;
  peerOf(leg: Leg): Leg | undefined;
  has(leg: Leg): boolean;
  hungUp(leg: Leg, transaction: ServerTransaction): void;
  onRefer(leg: Leg, transaction: ServerTransaction): void;
}

/** INFO carries digits and nothing else (facts: "SIP INFO dtmf-relay as input fallback"). */
const digitTypes = new Set(['application/dtmf-relay', 'application/dtmf']);
const digitBodyLength = 200;

export function takeInDialog(call: DialogCall, leg: Leg, transaction: ServerTransaction): void {
  const tag = leg.dialog.localTag;
  switch (transaction.method) {
    case 'BYE':
      return takeBye(call, leg, transaction);
    case 'INVITE':
    case 'UPDATE':
      return takeOffer(call, leg, transaction);
    case 'PRACK':
      return carryPrack(call, leg, transaction);
    case 'INFO':
      return takeInfo(call, leg, transaction);
    case 'REFER':
      return call.onRefer(leg, transaction);
    case 'OPTIONS':
      return transaction.respond(200, 'OK', tag, ALLOW + ACCEPT);
    default:
      return transaction.respond(405, 'Method Not Allowed', tag, ALLOW);
  }
}

const refuse = (leg: Leg, transaction: ServerTransaction, status: number, headers = ''): void =>
  transaction.respond(status, reasonPhrase(status), leg.dialog.localTag, headers);

function takeBye(call: DialogCall, leg: Leg, transaction: ServerTransaction): void {
  // A phone that rings refuses its INVITE; it may not hang up (RFC 3261 §15).
  if ((call.state === 'setup' && leg.side === 'called') || (!call.has(leg) && !leg.isAnswered))
    return refuse(leg, transaction, 481);
  if (call.state !== 'over') return call.hungUp(leg, transaction);
  leg.close();
  refuse(leg, transaction, 200);
}

function takeOffer(call: DialogCall, leg: Leg, transaction: ServerTransaction): void {
  const { request } = transaction;
  const peer = call.peerOf(leg);
  const isEarly = call.state === 'setup';
  if (call.state === 'over') return refuse(leg, transaction, 481);
  if (request.body !== '' && !isSdp(request)) return refuse(leg, transaction, 415, ACCEPT);
  // While the first INVITE waits there is no second one (RFC 3261 §14.2).
  if (isEarly && request.method === 'INVITE') {
    return leg.side === 'caller' ? refuse(leg, transaction, 500, 'Retry-After: 5\r\n') : refuse(leg, transaction, 491);
  }
  if (isEarly && request.body === '') {
    return transaction.respond(200, 'OK', leg.dialog.localTag, leg.dialog.contact(leg.contactUser));
  }
  if (call.state === 'alone' && call.has(leg)) return takeOfferAlone(call, leg, transaction);
  const isPossible = call.renegotiation !== undefined && peer !== undefined && (!isEarly || peer.takesUpdate);
  if (isPossible) call.renegotiation.take(leg, peer, transaction);
  else refuse(leg, transaction, 491);
}

/** Nobody is at the other end for the moment: what changes nothing is taken, what does may be asked again later. */
function takeOfferAlone({ exchange }: DialogCall, leg: Leg, transaction: ServerTransaction): void {
  const { body, method } = transaction.request;
  const isRefresh = body === '' ? method === 'UPDATE' : exchange?.repeats(leg.side, body) === true;
  if (isRefresh) leg.succeed(transaction, body === '' ? undefined : exchange?.lastSentTo(leg.side));
  else refuse(leg, transaction, 491);
}

function takeInfo(call: DialogCall, leg: Leg, transaction: ServerTransaction): void {
  const { request } = transaction;
  const type = mediaType(request);
  const peer = call.peerOf(leg);
  if (!digitTypes.has(type) || request.body.length > digitBodyLength) {
    return refuse(leg, transaction, 415, 'Accept: application/dtmf-relay, application/dtmf\r\n');
  }
  if (call.state !== 'talking' || peer === undefined) return refuse(leg, transaction, 480);
  peer.send(
    'INFO',
    { contentType: type, body: request.body },
    {
      onResponse: ({ status }) => {
        if (status >= 200) refuse(leg, transaction, status < 300 ? 200 : status);
      },
      onFailure: () => refuse(leg, transaction, 408),
    },
  );
}
