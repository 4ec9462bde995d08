// The transaction layer (RFC 3261 §17.1.3, §17.2.3): finds the transaction of each message, or hands on what is new.

import { type Clock, type Log, limits, randomHex } from '#base';
import { Header } from '../messages/headers.ts';
import type { SipMessage } from '../messages/message.ts';
import { printResponse } from '../messages/print.ts';
import { reasonPhrase } from '../messages/reasons.ts';
import type { Flow } from '../transport/flow.ts';
import { ClientTransaction, type ClientUser, type OutgoingRequest, printOutgoing } from './client.ts';
import { ServerTransaction } from './server.ts';

export interface TransactionOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Transactions at once. Default: limits.sip.transactions. */
  readonly most?: number;
  /** A request that no transaction knows. The taker opens a transaction for it, or answers without one. */
  onRequest(request: SipMessage, flow: Flow): void;
  /** An ACK that belongs to a dialog, not to a transaction (RFC 3261 §13.2.2.4). */
  onAck(ack: SipMessage, flow: Flow): void;
}

const cookie = 'z9hG4bK';

export class TransactionLayer {
  readonly #options: TransactionOptions;
  readonly #servers = new Map<string, ServerTransaction>();
  readonly #clients = new Map<string, ClientTransaction>();
  readonly #forgetServer = (key: string): void => void this.#servers.delete(key);
  readonly #forgetClient = (key: string): void => void this.#clients.delete(key);
  /** The tag of answers given without a transaction: the same for every repeat, as RFC 3261 §8.2.7 asks. */
  readonly #statelessTag = randomHex(8);

  constructor(options: TransactionOptions) {
    this.#options = options;
  }

  /** Transactions that live now, for limits and tests. */
  get size(): number {
    return this.#servers.size + this.#clients.size;
  }

  /** Takes every well-formed message that the transport received. */
  receive(message: SipMessage, flow: Flow): void {
    try {
      if (!message.isRequest) this.#receiveResponse(message);
      else if (message.method === 'ACK') this.#receiveAck(message, flow);
      else this.#receiveRequest(message, flow);
    } catch (fault) {
      const id = this.#options.log.fault(`a ${message.method} could not be handled`, fault);
      if (message.isRequest && message.method !== 'ACK') this.#fail(message, flow, `Server Internal Error ${id}`);
    }
  }

  /** A server transaction for a new request; undefined when there are too many (503 has been sent). */
  open(request: SipMessage, flow: Flow): ServerTransaction | undefined {
    if (this.size >= (this.#options.most ?? limits.sip.transactions)) {
      this.refuse(request, flow, 503, undefined, 'Retry-After: 10\r\n');
      return undefined;
    }
    const transaction = new ServerTransaction(
      serverKey(request, request.method),
      request,
      flow,
      this.#options.clock,
      this.#forgetServer,
    );
    this.#servers.set(transaction.key, transaction);
    return transaction;
  }

  /** Answers without keeping anything (RFC 3261 §8.2.7): challenges and refusals of strangers. */
  refuse(request: SipMessage, flow: Flow, status: number, reason = reasonPhrase(status), headers = ''): void {
    flow.send(printResponse(request, status, reason, this.#statelessTag, headers));
  }

  /** Sends a request over a flow and reports its answers to `user`. */
  request(request: OutgoingRequest, flow: Flow, user: ClientUser): ClientTransaction {
    return this.#start(request, viaOf(flow, cookie + randomHex(12)), flow, user);
  }

  /**
   * Takes an INVITE back (RFC 3261 §9.1), once, and only after a provisional answer: the caller waits for it.
   * A far end that then never ends its INVITE is given up after 64·T1.
   */
  cancel(invite: ClientTransaction, headers = ''): void {
    const request = invite.cancelRequest(headers);
    if (request !== undefined) this.#start(request, invite.via, invite.flow, quiet);
  }

  /** Sends the ACK of a success: a request of its own without an answer (RFC 3261 §13.2.2.4). Gives its text, for repeats. */
  acknowledge(request: OutgoingRequest, flow: Flow): string {
    const text = printOutgoing(request, viaOf(flow, cookie + randomHex(12)));
    flow.send(text);
    return text;
  }

  #start(request: OutgoingRequest, via: string, flow: Flow, user: ClientUser): ClientTransaction {
    const key = `${branchOf(via)} ${request.method}`;
    const transaction = new ClientTransaction(key, request, via, flow, this.#options.clock, user, this.#forgetClient);
    this.#clients.set(key, transaction);
    transaction.start();
    return transaction;
  }

  #receiveResponse(response: SipMessage): void {
    const branch = response.via?.branch;
    if (branch === undefined) return;
    this.#clients.get(`${branch} ${response.method}`)?.receive(response);
  }

  #receiveAck(ack: SipMessage, flow: Flow): void {
    const transaction = this.#servers.get(serverKey(ack, 'INVITE'));
    if (!transaction?.acknowledged(ack)) this.#options.onAck(ack, flow);
  }

  /** Our own fault: answered by the transaction that was opened before, if one was. */
  #fail(request: SipMessage, flow: Flow, reason: string): void {
    const transaction = this.#servers.get(serverKey(request, request.method));
    if (transaction === undefined) this.refuse(request, flow, 500, reason);
    else transaction.respond(500, reason, transaction.tag);
  }

  #receiveRequest(request: SipMessage, flow: Flow): void {
    const known = this.#servers.get(serverKey(request, request.method));
    if (known !== undefined) known.again();
    else if (request.method === 'CANCEL') this.#receiveCancel(request, flow);
    else this.#options.onRequest(request, flow);
  }

  #receiveCancel(cancel: SipMessage, flow: Flow): void {
    const invite = this.#servers.get(serverKey(cancel, 'INVITE'));
    if (invite === undefined) return this.refuse(cancel, flow, 481);
    this.open(cancel, flow)?.respond(200, 'OK', this.#statelessTag);
    if (invite.open) invite.user?.onCancel?.(cancel);
  }
}

const quiet: ClientUser = { onResponse: () => undefined, onFailure: () => undefined };

/** Branch, sent-by and method; for a branch without the cookie also the tags and numbers (RFC 2543's way). */
function serverKey(request: SipMessage, method: string): string {
  const via = request.via;
  if (via === undefined) return '';
  const key = `${via.branch} ${via.host}:${via.port} ${method}`;
  if (via.branch.startsWith(cookie)) return key;
  return `${key} ${request.callId} ${request.from?.tag ?? ''} ${request.get(Header.CSeq)?.split(' ', 1)[0] ?? ''} ${request.uri}`;
}

const branchOf = (via: string): string => {
  const start = via.indexOf(';branch=') + 8;
  const end = via.indexOf(';', start);
  return end < 0 ? via.slice(start) : via.slice(start, end);
};

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** Where answers to our requests go, as a Via's sent-by and as the host and port of our Contact. */
export const sentBy = (flow: Flow): string => `${bracketed(flow.localAddress)}:${flow.localPort}`;

const viaOf = (flow: Flow, branch: string): string =>
  `SIP/2.0/${flow.transport} ${sentBy(flow)};branch=${branch}${flow.reliable ? '' : ';rport'}`;
