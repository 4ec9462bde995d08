// Admission: how many accepted connections there are, in all and from one place, and which of them are still shaking hands.

import { isIPv6, type Socket } from 'node:net';
import { limits } from '#base';

/** Limits that tests make small. */
export interface AdmissionLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly handshakes: number;
}

interface Handshake {
  readonly socket: Socket;
  readonly sinceMs: number;
}

export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #bySource = new Map<string, number>();
  readonly #handshakes = new Map<string, Handshake>();
  #total = 0;

  constructor(admissionLimits: AdmissionLimits = limits.sip) {
    this.#limits = admissionLimits;
  }

  get total(): number {
    return this.#total;
  }

  get handshakes(): number {
    return this.#handshakes.size;
  }

  /** Counts an accepted connection until it closes; false when there are too many already. */
  enter(socket: Socket, address: string): boolean {
    const source = sourceOf(address);
    const from = this.#bySource.get(source) ?? 0;
    if (this.#total >= this.#limits.connections || from >= this.#limits.connectionsPerAddress) return false;
    this.#total++;
    this.#bySource.set(source, from + 1);
    socket.once('close', () => this.#leave(source));
    return true;
  }

  /** Counts a TLS handshake until `settle` or its connection's end; false when there are too many already. */
  beginHandshake(socket: Socket, nowMs: number): boolean {
    if (this.#handshakes.size >= this.#limits.handshakes) return false;
    const key = placesOf(socket);
    this.#handshakes.set(key, { socket, sinceMs: nowMs });
    socket.once('close', () => this.#handshakes.delete(key));
    return true;
  }

  /** The handshake of a TLS connection, which has the places of the socket beneath it, is over. */
  settle(socket: Socket): void {
    this.#handshakes.delete(placesOf(socket));
  }

  /** Ends the handshakes that take too long. */
  endOverdue(nowMs: number): void {
    for (const { socket, sinceMs } of this.#handshakes.values()) {
      if (nowMs - sinceMs <= limits.sip.handshakeMs) break;
      socket.destroy();
    }
  }

  /** Ends all handshakes, or those from one address. */
  endHandshakes(address?: string): void {
    for (const { socket } of this.#handshakes.values())
      if (address === undefined || socket.remoteAddress === address) socket.destroy();
  }

  #leave(source: string): void {
    this.#total--;
    const from = this.#bySource.get(source) ?? 0;
    if (from > 1) this.#bySource.set(source, from - 1);
    else this.#bySource.delete(source);
  }
}

const placesOf = (socket: Socket): string =>
  `${socket.localAddress}:${socket.localPort} ${socket.remoteAddress}:${socket.remotePort}`;

/** What counts as one place: an IPv4 address, or the 64-bit prefix of an IPv6 one, as one host may have all of it. */
export function sourceOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = [], tail] = address.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Math.max(0, 8 - head.length - (tail?.length ?? 0));
  const groups = tail === undefined ? head : [...head, ...Array<string>(zeros).fill('0'), ...tail];
  return groups.slice(0, 4).join(':');
}
