// The receiver: one whole message in bytes, from whichever transport, becomes a message handed on or is answered and dropped.

import { type Log, randomHex } from '#base';
import type { SipMessage, Source } from '../messages/message.ts';
import { parseMessage } from '../messages/parse.ts';
import { printResponse } from '../messages/print.ts';
import type { TransportCounters } from './counters.ts';
import type { Flow } from './flow.ts';

export interface ReceiverOptions {
  readonly log: Log;
  /** Takes every well-formed message. */
  onMessage(message: SipMessage, flow: Flow): void;
  /** Asked with the sender's address before anything is parsed. False: dropped without an answer. */
  gate?(address: string): boolean;
}

/** A flow as it is while a message comes in over it. */
export interface IncomingFlow extends Flow {
  readonly source: Source;
  /** Told of each message before it is handed on or answered. */
  noteMessage(message: SipMessage): void;
}

/** A refusal over UDP may be larger than its request by our tag, the sender's address and the phrase: no amplifier. */
const mostAddedBytes = 250;

export class Receiver {
  readonly log: Log;
  readonly counters: TransportCounters;
  readonly #options: ReceiverOptions;
  /** The tag of refusals: the same for every repeat, as RFC 3261 §8.2.7 asks. */
  readonly #tag = randomHex(8);

  constructor(options: ReceiverOptions, counters: TransportCounters) {
    this.log = options.log;
    this.counters = counters;
    this.#options = options;
  }

  /** Whether the gate lets this address in; counted when not. */
  admits(address: string): boolean {
    if (this.#options.gate?.(address) !== false) return true;
    this.counters.gated++;
    return false;
  }

  /** Takes one whole message. */
  receive(bytes: Buffer, flow: IncomingFlow): void {
    const parsed = parseMessage(bytes);
    if (parsed.kind === 'hopeless') {
      this.#drop(parsed.why, flow);
      return;
    }
    const { message } = parsed;
    message.source = flow.source;
    flow.noteMessage(message);
    if (parsed.kind === 'bad') this.#refuse(message, parsed.status, parsed.reason, flow, bytes.length);
    else this.#handOn(message, flow);
  }

  /** Answers a head whose message cannot be cut from its stream; false when nothing can be answered. */
  refuseHead(head: Buffer | undefined, status: number, reason: string, flow: IncomingFlow): boolean {
    const parsed = head === undefined ? undefined : parseMessage(head);
    if (head === undefined || parsed === undefined || parsed.kind === 'hopeless') {
      this.#drop(reason, flow);
      return false;
    }
    parsed.message.source = flow.source;
    this.#refuse(parsed.message, status, reason, flow, head.length);
    return true;
  }

  #handOn(message: SipMessage, flow: Flow): void {
    this.counters.received++;
    try {
      this.#options.onMessage(message, flow);
    } catch (fault) {
      this.log.fault('a message could not be handled', fault);
    }
  }

  /** Counts bytes of which nothing can be made. */
  #drop(why: string, flow: Flow): void {
    this.counters.hopeless++;
    this.log.debug('dropped what is no SIP message', { from: flow.key, why });
  }

  /** Statelessly (RFC 3261 §8.2.7). Responses and ACKs are never answered. */
  #refuse(message: SipMessage, status: number, reason: string, flow: Flow, requestBytes: number): void {
    this.counters.bad++;
    this.log.debug('refused a malformed message', { from: flow.key, status, reason });
    if (!message.isRequest || message.method === 'ACK') return;
    const response = printResponse(message, status, reason, this.#tag);
    if (flow.reliable || response.length <= requestBytes + mostAddedBytes) flow.send(response);
  }
}
