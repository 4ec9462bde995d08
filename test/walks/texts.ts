// The texts that the phones of the walks write: plain SIP, put together by hand.

import { Header, type SipMessage } from '#sip';

export interface Body {
  readonly type: string;
  readonly text: string;
}

export const session = (text: string): Body => ({ type: 'application/sdp', text });

const ending = (body: Body | undefined): string =>
  body === undefined || body.text === ''
    ? 'Content-Length: 0\r\n\r\n'
    : `Content-Type: ${body.type}\r\nContent-Length: ${body.text.length}\r\n\r\n${body.text}`;

/** A request of these lines, none of which ends in CRLF. */
export const requestText = (method: string, uri: string, lines: readonly string[], body?: Body): string =>
  `${method} ${uri} SIP/2.0\r\n${lines.map((line) => `${line}\r\n`).join('')}${ending(body)}`;

export interface ResponseOptions {
  readonly tag?: string;
  readonly headers?: readonly string[];
  readonly body?: Body | undefined;
  readonly reason?: string;
}

/** A response to a received request (RFC 3261 §8.2.6.2). */
export function responseText(request: SipMessage, status: number, options: ResponseOptions = {}): string {
  const { tag = '', headers = [], body, reason = 'Phrase' } = options;
  const to = request.get(Header.To) ?? '';
  const tagged = status === 100 || tag === '' || request.to?.tag !== '' ? to : `${to};tag=${tag}`;
  const lines = [
    ...request.all(Header.Via).map((via) => `Via: ${via}`),
    ...(status < 300 ? request.all(Header.RecordRoute).map((route) => `Record-Route: ${route}`) : []),
    `From: ${request.get(Header.From)}`,
    `To: ${tagged}`,
    `Call-ID: ${request.callId}`,
    `CSeq: ${request.get(Header.CSeq)}`,
    ...headers,
  ];
  return `SIP/2.0 ${status} ${reason}\r\n${lines.map((line) => `${line}\r\n`).join('')}${ending(body)}`;
}

export interface CallChoice {
  /** Whole lines to add. */
  readonly headers?: readonly string[];
  readonly maxForwards?: number;
  readonly from?: string;
  readonly uri?: string;
  /** In place of its own Contact line; [] for none. */
  readonly contact?: readonly string[];
  readonly vias?: readonly string[];
}

export interface SendChoice {
  readonly headers?: readonly string[];
  readonly body?: Body | string;
  readonly cseq?: number;
  readonly toTag?: string;
  readonly branch?: string;
}
