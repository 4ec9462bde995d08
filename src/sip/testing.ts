// A flow that remembers what was sent, and messages for the tests of transactions and dialogs.

import assert from 'node:assert/strict';
import type { SipMessage } from './messages/message.ts';
import { parseMessage } from './messages/parse.ts';
import type { OutgoingRequest } from './transaction/client.ts';
import type { Flow, TransportName } from './transport/flow.ts';

export class SampleFlow implements Flow {
  readonly transport: TransportName;
  readonly reliable: boolean;
  readonly secure: boolean;
  readonly remoteAddress = '198.51.100.7';
  readonly remotePort = 5070;
  readonly localAddress = '192.0.2.1';
  readonly localPort = 5060;
  readonly tls = undefined;
  readonly key: string;
  open = true;
  readonly sent: string[] = [];

  constructor(transport: TransportName) {
    this.transport = transport;
    this.reliable = transport !== 'UDP';
    this.secure = transport === 'TLS';
    this.key = `${transport}:198.51.100.7:5070`;
  }

  send(text: string): boolean {
    if (this.open) this.sent.push(text);
    return this.open;
  }

  /** The start lines of what was sent since the last look. */
  look(): string[] {
    return this.sent.splice(0).map((text) => text.slice(0, text.indexOf('\r\n')));
  }

  /** The last message sent, read. */
  get last(): SipMessage {
    const text = this.sent.at(-1);
    assert.ok(text !== undefined, 'nothing was sent');
    return read(text);
  }
}

export function read(text: string): SipMessage {
  const parsed = parseMessage(Buffer.from(text, 'latin1'));
  assert.equal(parsed.kind, 'message', text);
  if (parsed.kind !== 'message') throw new Error(text);
  parsed.message.source = { address: '198.51.100.7', port: 5070 };
  return parsed.message;
}

export interface SampleRequest {
  readonly branch?: string;
  readonly cseq?: number;
  readonly toTag?: string;
  readonly fromTag?: string;
  readonly headers?: string;
  readonly body?: string;
  readonly sentBy?: string;
}

/** A request as a phone sends it. `headers` are whole lines. */
export function request(method: string, given: SampleRequest = {}): SipMessage {
  const { branch = 'z9hG4bK-a', cseq = 1, toTag = '', fromTag = 'f', headers = '', body = '' } = given;
  const { sentBy = '198.51.100.7:5070' } = given;
  const type = body === '' ? '' : 'Content-Type: application/sdp\r\n';
  return read(
    `${method} sip:202@ringfence SIP/2.0\r\nVia: SIP/2.0/UDP ${sentBy};branch=${branch};rport\r\nMax-Forwards: 70\r\n` +
      `From: <sip:201@ringfence>;tag=${fromTag}\r\nTo: <sip:202@ringfence>${toTag === '' ? '' : `;tag=${toTag}`}\r\n` +
      `Call-ID: c1\r\nCSeq: ${cseq} ${method}\r\n${headers}${type}Content-Length: ${body.length}\r\n\r\n${body}`,
  );
}

/** A response to a sent request, given as its text. */
export function responseTo(sent: string, status: number, toTag = 't', headers = ''): SipMessage {
  const to = read(sent);
  const lines = sent.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq):/.test(line));
  const tag = status === 100 || toTag === '' ? '' : `;tag=${toTag}`;
  const toLine = to.to?.tag === '' ? `To: <${to.to.uri}>${tag}` : `To: <${to.to?.uri}>;tag=${to.to?.tag}`;
  return read(`SIP/2.0 ${status} Phrase\r\n${[...lines, toLine].join('\r\n')}\r\n${headers}Content-Length: 0\r\n\r\n`);
}

export const outgoing = (method: string): OutgoingRequest => ({
  method,
  uri: 'sip:202@198.51.100.7:5070',
  from: '<sip:201@192.0.2.1>;tag=us',
  to: '<sip:202@198.51.100.7>',
  callId: 'c2',
  cseq: 7,
  maxForwards: 69,
  route: 'Route: <sip:192.0.2.99;lr>\r\n',
  headers: 'Subject: test\r\n',
});
