// The wires of the walks: ways between phones and the server that a test holds in its hands. They lose, double, hold back
// and reorder what they are told to; nothing arrives until the network runs, so no sender is called back inside its send.

import assert from 'node:assert/strict';
import type { Clock } from '#base';
import type { Flow, TransportName } from '#sip';

export type Deliver = (text: string) => void;

/** More messages than any walk needs: beyond it two ends answer each other for ever. */
const storm = 5_000;

/** Carries messages in the order in which they were handed to it. */
export class Network {
  readonly #waiting: { readonly text: string; readonly deliver: Deliver }[] = [];

  carry(text: string, deliver: Deliver): void {
    this.#waiting.push({ text, deliver });
  }

  run(): void {
    for (let count = 0; this.#waiting.length > 0; count++) {
      assert.ok(count < storm, 'a storm of messages');
      const next = this.#waiting.shift();
      next?.deliver(next.text);
    }
  }
}

/** One direction of a wire. */
export class Lane {
  /** The next messages that get lost. */
  lose = 0;
  /** Loses those for which it holds. */
  losing: (text: string) => boolean = () => false;
  /** The next messages that arrive twice. */
  double = 0;
  readonly #network: Network;
  readonly #deliver: Deliver;
  readonly #clock: Clock;
  #held: { readonly text: string; readonly atMs: number }[] | undefined;

  constructor(network: Network, clock: Clock, deliver: Deliver) {
    this.#network = network;
    this.#clock = clock;
    this.#deliver = deliver;
  }

  push(text: string): void {
    if (this.lose > 0) this.lose -= 1;
    else if (this.losing(text)) return;
    else if (this.#held !== undefined) this.#held.push({ text, atMs: this.#clock.steadyMs() });
    else this.#carry(text);
  }

  /** Holds messages back until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  /**
   * Lets go of what was held back, in the order it came or in another one. What is older than `longestMs` is gone: no
   * datagram stays in the network for longer than T4 (RFC 3261 §17).
   */
  release(order: (held: string[]) => string[] = (held) => held, longestMs = Number.POSITIVE_INFINITY): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    const sinceMs = this.#clock.steadyMs() - longestMs;
    for (const text of order(held.filter(({ atMs }) => atMs > sinceMs).map(({ text }) => text))) this.#carry(text);
  }

  #carry(text: string): void {
    this.#network.carry(text, this.#deliver);
    if (this.double === 0) return;
    this.double -= 1;
    this.#network.carry(text, this.#deliver);
  }
}

const ports: Readonly<Record<TransportName, number>> = { UDP: 5060, TCP: 5060, TLS: 5061 };
let connections = 0;

/** The server's end of a wire to one phone. */
export class MemoryFlow implements Flow {
  readonly transport: TransportName;
  readonly reliable: boolean;
  readonly secure: boolean;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly tls: Flow['tls'];
  readonly key: string;
  open = true;
  readonly #send: (text: string) => void;

  constructor(transport: TransportName, remoteAddress: string, remotePort: number, send: (text: string) => void) {
    this.transport = transport;
    this.reliable = transport !== 'UDP';
    this.secure = transport === 'TLS';
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
    this.localAddress = remoteAddress.includes(':') ? '2001:db8::1' : '192.0.2.1';
    this.localPort = ports[transport];
    this.tls = this.secure ? { version: 'TLSv1.3', suite: 'TLS_AES_256_GCM_SHA384', peerFingerprint: '' } : undefined;
    this.key = `${transport}:${remoteAddress}:${remotePort}${this.reliable ? `#${++connections}` : ''}`;
    this.#send = send;
  }

  send(text: string): boolean {
    if (this.open) this.#send(text);
    return this.open;
  }
}
