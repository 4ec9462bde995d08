// Client transactions (RFC 3261 §17.1, RFC 6026 §8.4): one request sent, and the answers to it.

import type { Clock } from '#base';
import { Header } from '../messages/headers.ts';
import type { SipMessage } from '../messages/message.ts';
import { printRequest } from '../messages/print.ts';
import type { Flow } from '../transport/flow.ts';
import { Machine } from './machine.ts';
import { inviteClient, requestClient } from './tables.ts';

/** A request before it has a Via. `from` and `to` are header values with their tags; `route` and `headers` are whole lines. */
export interface OutgoingRequest {
  readonly method: string;
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly cseq: number;
  readonly maxForwards: number;
  readonly route: string;
  readonly headers: string;
  readonly contentType?: string;
  readonly body?: string;
}

/** What the user of a client transaction hears. */
export interface ClientUser {
  onResponse(response: SipMessage, transaction: ClientTransaction): void;
  onFailure(why: 'timed-out' | 'unsent', transaction: ClientTransaction): void;
}

/** The lines after the Via that a request, its CANCEL and its ACK have in common. */
const commonLines = (request: OutgoingRequest, to: string, method: string): string =>
  `${request.route}Max-Forwards: ${request.maxForwards}\r\nFrom: ${request.from}\r\nTo: ${to}\r\nCall-ID: ${request.callId}\r\nCSeq: ${request.cseq} ${method}\r\n`;

/** The whole text of a request, with this Via on top. */
export const printOutgoing = (request: OutgoingRequest, via: string): string =>
  printRequest(
    request.method,
    request.uri,
    via,
    commonLines(request, request.to, request.method) + request.headers,
    request.contentType,
    request.body,
  );

export class ClientTransaction extends Machine {
  readonly method: string;
  readonly cseq: number;
  /** The value of the topmost Via. */
  readonly via: string;
  /** Until the final answer: afterwards only the successes of an INVITE are told. */
  #request: OutgoingRequest | undefined;
  #user: ClientUser | undefined;
  #text: string;
  #ack = '';
  #cancelled = false;
  #response: SipMessage | undefined;

  constructor(
    key: string,
    request: OutgoingRequest,
    via: string,
    flow: Flow,
    clock: Clock,
    user: ClientUser,
    forget: (key: string) => void,
  ) {
    const invite = request.method === 'INVITE';
    super(key, flow, clock, invite ? inviteClient : requestClient, invite ? 'calling' : 'trying', forget);
    this.method = request.method;
    this.cseq = request.cseq;
    this.#request = request;
    this.via = via;
    this.#user = user;
    this.#text = printOutgoing(request, via);
  }

  start(): void {
    this.fire('start');
  }

  receive(response: SipMessage): void {
    this.#response = response;
    if (response.status >= 200) this.#text = '';
    this.fire(response.status < 200 ? 'provisional' : response.status < 300 ? 'success' : 'failure');
    this.#response = undefined;
    if (response.status < 200) return;
    this.#request = undefined;
    if (response.status >= 300 || this.method !== 'INVITE') this.#user = undefined;
  }

  /** Its user is gone: what comes late is not told any more. */
  release(): void {
    if (this.state === 'accepted') this.#user = undefined;
  }

  /** The request that cancels this one, from when on an answer is waited for (RFC 3261 §9.1). Undefined the second time. */
  cancelRequest(headers: string): OutgoingRequest | undefined {
    if (this.#cancelled || this.state !== 'proceeding' || this.#request === undefined) return undefined;
    this.#cancelled = true;
    const { uri, from, to, callId, cseq, route } = this.#request;
    this.fire('cancelled');
    return { method: 'CANCEL', uri, from, to, callId, cseq, maxForwards: 70, route, headers };
  }

  protected override get doublesForever(): boolean {
    return this.method === 'INVITE';
  }

  /** The ACK of a refusal belongs to the transaction (RFC 3261 §17.1.1.3). */
  protected override acknowledge(): void {
    if (this.#request !== undefined && this.#response !== undefined) {
      const to = this.#response.get(Header.To) ?? this.#request.to;
      this.#ack = printRequest('ACK', this.#request.uri, this.via, commonLines(this.#request, to, 'ACK'));
    }
    this.flow.send(this.#ack);
  }

  protected override transmit(): boolean {
    return this.flow.send(this.#text);
  }

  protected override tell(what: 'pass' | 'timed-out' | 'unsent'): void {
    if (what === 'pass') {
      if (this.#response !== undefined) this.#user?.onResponse(this.#response, this);
    } else this.#user?.onFailure(what, this);
  }
}
