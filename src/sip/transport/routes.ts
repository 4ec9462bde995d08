// Routes: which of our addresses faces a peer. The kernel is asked by connecting a datagram socket, which sends nothing.

import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Clock } from '#base';

/** A route may change: it is asked for again after this long. */
const keptMs = 300_000;
const mostKept = 4_096;
/** Any port will do; this one is set aside for throwing away. */
const discardPort = 9;

interface Route {
  readonly address: string;
  readonly untilMs: number;
}

/** Every host here is an IP literal: the resolver is never asked. */
export function literalLookup(
  host: string,
  _options: unknown,
  callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  callback(null, host, host.includes(':') ? 6 : 4);
}

export class Routes {
  readonly #clock: Clock;
  readonly #known = new Map<string, Route>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Our address on the way to that IP literal; the unspecified address when there is no way. */
  towards(address: string): string {
    const nowMs = this.#clock.steadyMs();
    const known = this.#known.get(address);
    if (known !== undefined && known.untilMs > nowMs) return known.address;
    if (this.#known.size >= mostKept) this.#known.clear();
    const route = { address: ask(address), untilMs: nowMs + keptMs };
    this.#known.set(address, route);
    return route.address;
  }
}

function ask(address: string): string {
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', lookup: literalLookup });
  socket.on('error', () => undefined);
  try {
    socket.connect(discardPort, address);
    return socket.address().address;
  } catch {
    return isIPv6(address) ? '::' : '0.0.0.0';
  } finally {
    socket.close();
  }
}
