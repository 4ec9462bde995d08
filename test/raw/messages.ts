// The few messages that tests write themselves, whole, for places that have no transactions and no dialogs.

import { randomHex } from '#base';
import { Header, type SipMessage } from '#sip';

/** An OPTIONS, which is answered at once: when its answer is here, what was sent before it has been dealt with. */
export function probe(transport: 'UDP' | 'TCP' | 'TLS', from: string, callId = `probe-${randomHex(8)}`): Buffer {
  return text('OPTIONS', 'sip:ringfence', [
    `Via: SIP/2.0/${transport} ${from};branch=z9hG4bK${randomHex(8)};rport`,
    'From: <sip:probe@ringfence>;tag=probe',
    'To: <sip:ringfence>',
    `Call-ID: ${callId}`,
    'CSeq: 1 OPTIONS',
  ]);
}

/** The ACK of a refused INVITE, in the INVITE's own transaction (RFC 3261 §17.1.1.3). */
export function ackOf(invite: SipMessage, refusal: SipMessage): Buffer {
  return text('ACK', invite.uri, [
    `Via: ${invite.list(Header.Via)[0] ?? ''}`,
    `From: ${refusal.get(Header.From) ?? ''}`,
    `To: ${refusal.get(Header.To) ?? ''}`,
    `Call-ID: ${refusal.callId}`,
    `CSeq: ${refusal.cseq?.number ?? 0} ACK`,
  ]);
}

export function text(method: string, uri: string, lines: readonly string[], body = ''): Buffer {
  const head = [`${method} ${uri} SIP/2.0`, 'Max-Forwards: 70', ...lines, `Content-Length: ${body.length}`];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
}
