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
  readonly source: string;
  readonly sinceMs: number;
}

export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #bySource = new Map<string, number>();
  /** In the order in which they began. */
  readonly #handshakes = new Map<string, Handshake>();
  readonly #handshakesBySource = new Map<string, number>();
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

  /**
   * Counts a TLS handshake until `settle` or its connection's end. When there are too many, the oldest of the place that
   * has most of them makes room: who begins many and ends none keeps nobody else out. False: that place is the newcomer's.
   */
  beginHandshake(socket: Socket, nowMs: number): boolean {
    const source = sourceOf(socket.remoteAddress ?? '');
    if (this.#handshakes.size >= this.#limits.handshakes && !this.#makeRoom(source)) return false;
    const key = placesOf(socket);
    this.#handshakes.set(key, { socket, source, sinceMs: nowMs });
    this.#handshakesBySource.set(source, (this.#handshakesBySource.get(source) ?? 0) + 1);
    socket.once('close', () => this.#endHandshake(key));
    return true;
  }

  /** The handshake of a TLS connection, which has the places of the socket beneath it, is over. */
  settle(socket: Socket): void {
    this.#endHandshake(placesOf(socket));
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

  #makeRoom(newcomer: string): boolean {
    let heaviest = newcomer;
    let most = this.#handshakesBySource.get(newcomer) ?? 0;
    for (const [source, count] of this.#handshakesBySource) if (count > most) [heaviest, most] = [source, count];
    if (heaviest === newcomer) return false;
    for (const [key, { socket, source }] of this.#handshakes) {
      if (source !== heaviest) continue;
      this.#endHandshake(key);
      socket.destroy();
      return true;
    }
    return false;
  }

  #endHandshake(key: string): void {
    const ended = this.#handshakes.get(key);
    if (ended === undefined) return;
    this.#handshakes.delete(key);
    countDown(this.#handshakesBySource, ended.source);
  }

  #leave(source: string): void {
    this.#total--;
    countDown(this.#bySource, source);
  }
}

function countDown(counts: Map<string, number>, source: string): void {
  const count = counts.get(source) ?? 0;
  if (count > 1) counts.set(source, count - 1);
  else counts.delete(source);
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
