// Who is connected: so many in all, so many from one place. When all places are taken, the greediest place gives one up.

import type { Socket } from 'node:net';
import { limits } from '#base';

export class Connections {
  readonly #byPlace = new Map<string, Set<Socket>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Takes the connection, or ends it: it has cost nothing yet, TLS begins after this. */
  admit(socket: Socket): void {
    const place = placeOf(socket.remoteAddress ?? '');
    const own = this.#byPlace.get(place) ?? new Set();
    if (own.size >= limits.portals.connectionsPerAddress || !this.#makeRoom(own.size)) {
      socket.destroy();
      return;
    }
    own.add(socket);
    this.#byPlace.set(place, own);
    this.#size += 1;
    socket.once('close', () => this.#leave(place, own, socket));
  }

  closeAll(): void {
    for (const sockets of this.#byPlace.values()) for (const socket of sockets) socket.destroy();
  }

  /** True when there is room for one more of a place that has `own`: if need be, that of the place which has most. */
  #makeRoom(own: number): boolean {
    if (this.#size < limits.portals.connections) return true;
    let greediest: Set<Socket> | undefined;
    for (const sockets of this.#byPlace.values()) if (sockets.size > (greediest?.size ?? own + 1)) greediest = sockets;
    const [oldest] = greediest ?? [];
    oldest?.destroy();
    return oldest !== undefined;
  }

  #leave(place: string, own: Set<Socket>, socket: Socket): void {
    own.delete(socket);
    this.#size -= 1;
    if (own.size === 0) this.#byPlace.delete(place);
  }
}

/** The place that an address stands for: of IPv6 the network of one subscriber (/64). */
export function placeOf(address: string): string {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const whole = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail ?? '').split(':')];
  return whole.slice(0, 4).join(':');
}
