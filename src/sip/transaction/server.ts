// Server transactions (RFC 3261 §17.2, RFC 6026 §7.1): one request received, and the answers to it.

import { type Clock, randomHex } from '#base';
import type { SipMessage } from '../messages/message.ts';
import { printResponse } from '../messages/print.ts';
import type { Flow } from '../transport/flow.ts';
import { Machine } from './machine.ts';
import { inviteServer, requestServer } from './tables.ts';

/** What the user of a server transaction hears. All are optional: most users only answer. */
export interface ServerUser {
  /** The caller took the INVITE back; its CANCEL has been answered. */
  onCancel?(cancel: SipMessage): void;
  /** An ACK that carries the INVITE's own branch, for a success (some old phones). Without it the layer's `onAck` hears it. */
  onAck?(ack: SipMessage): void;
  /** No ACK came for a refusal, or an answer could not be sent. */
  onFailure?(why: 'timed-out' | 'unsent'): void;
}

export class ServerTransaction extends Machine {
  readonly method: string;
  /** The CSeq number of the request. */
  readonly cseq: number;
  #request: SipMessage | undefined;
  /** A To tag for answers outside a dialog, the same in all of them. */
  readonly tag = randomHex(8);
  user: ServerUser | undefined;
  #answer = '';
  #status = 0;
  #passed = false;

  constructor(key: string, request: SipMessage, flow: Flow, clock: Clock, forget: (key: string) => void) {
    const invite = request.method === 'INVITE';
    super(key, flow, clock, invite ? inviteServer : requestServer, invite ? 'proceeding' : 'trying', forget);
    this.method = request.method;
    this.cseq = request.cseq?.number ?? 0;
    this.#request = request;
  }

  /** The request, until the turn in which it was answered has ended: what is left only repeats the answer. */
  get request(): SipMessage {
    if (this.#request === undefined) throw new Error(`the ${this.method} was answered and let go`);
    return this.#request;
  }

  /** The status last sent; 0 before any. */
  get status(): number {
    return this.#status;
  }

  /** True until a final answer has been sent. */
  get open(): boolean {
    return this.#status < 200 && this.state !== 'terminated';
  }

  /** Answers. `headers` are whole lines, each ending in CRLF. Nothing is sent after a final answer. */
  respond(status: number, reason: string, toTag: string, headers = '', contentType?: string, body?: string): void {
    if (!this.open) return;
    this.#answer = printResponse(this.request, status, reason, toTag, headers, contentType, body);
    this.#status = status;
    this.fire(status < 200 ? 'provisional' : status < 300 ? 'success' : 'failure');
    if (status >= 200) queueMicrotask(this.#letGo);
  }

  /** Sends the success again: the user repeats it until its ACK comes (RFC 3261 §13.3.1.4). */
  repeatSuccess(): void {
    if (this.state === 'accepted') this.fire('success');
  }

  /** A repeat of the request arrived. */
  again(): void {
    this.fire('request');
  }

  /** An ACK arrived: false when it is for a success, and so its dialog's, and this transaction's user does not take it. */
  acknowledged(ack: SipMessage): boolean {
    this.#passed = false;
    this.fire('ack');
    if (this.#passed) this.user?.onAck?.(ack);
    return !this.#passed || this.user?.onAck !== undefined;
  }

  readonly #letGo = (): void => {
    this.#request = undefined;
  };

  protected override transmit(): boolean {
    return this.#answer === '' || this.flow.send(this.#answer);
  }

  protected override tell(what: 'pass' | 'timed-out' | 'unsent'): void {
    if (what === 'pass') this.#passed = true;
    else this.user?.onFailure?.(what);
  }
}
