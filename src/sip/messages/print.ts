// Printing: requests and responses as latin1 text, ready to be sent.

import { Header } from './headers.ts';
import type { SipMessage } from './message.ts';
import { reasonPhrase } from './reasons.ts';
import { printReceived } from './via.ts';

/**
 * The response to a request: its Via lines (the top one with `received` and `rport` of `request.source`), From, To with
 * `toTag` unless it has one or the status is 100, Call-ID, CSeq and, where it makes a dialog, Record-Route, as far as the request has
 * them; then `headers`, whole lines each ended by CRLF; Content-Length last. An empty `reason` becomes the usual phrase.
 */
export function printResponse(
  request: SipMessage,
  status: number,
  reason: string,
  toTag: string,
  headers = '',
  contentType = '',
  body = '',
): string {
  let text = `SIP/2.0 ${status} ${reason === '' ? reasonPhrase(status) : reason}\r\n${printVias(request)}`;
  const from = request.get(Header.From);
  const to = request.get(Header.To);
  const callId = request.get(Header.CallId);
  const cseq = request.get(Header.CSeq);
  if (from !== undefined) text += `From: ${from}\r\n`;
  if (to !== undefined) {
    const isTagged = status === 100 || toTag === '' || (request.to?.tag ?? '') !== '';
    text += isTagged ? `To: ${to}\r\n` : `To: ${to};tag=${toTag}\r\n`;
  }
  if (callId !== undefined) text += `Call-ID: ${callId}\r\n`;
  if (cseq !== undefined) text += `CSeq: ${cseq}\r\n`;
  if (status > 100 && status < 300) text += printRecordRoutes(request);
  return text + headers + printBody(contentType, body);
}

/** A request; `via` is the value of its one Via, `headers` are whole lines each ended by CRLF. */
export function printRequest(
  method: string,
  uri: string,
  via: string,
  headers: string,
  contentType = '',
  body = '',
): string {
  return `${method} ${uri} SIP/2.0\r\nVia: ${via}\r\n${headers}${printBody(contentType, body)}`;
}

const printBody = (contentType: string, body: string): string =>
  body === ''
    ? 'Content-Length: 0\r\n\r\n'
    : `Content-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** An answer that makes a dialog tells the caller the proxies that want to stay on the way (RFC 3261 §12.1.1). */
function printRecordRoutes(request: SipMessage): string {
  if (request.method !== 'INVITE' || !request.has(Header.RecordRoute)) return '';
  return request
    .all(Header.RecordRoute)
    .map((line) => `Record-Route: ${line}\r\n`)
    .join('');
}

function printVias(request: SipMessage): string {
  let text = '';
  for (const line of request.all(Header.Via)) {
    text += text === '' ? `Via: ${printTopVia(request, line)}\r\n` : `Via: ${line}\r\n`;
  }
  return text;
}

function printTopVia(request: SipMessage, line: string): string {
  const { via, source } = request;
  if (via === undefined || source === undefined) return line;
  return printReceived(via, source.address, source.port) + line.slice(via.raw.length);
}
