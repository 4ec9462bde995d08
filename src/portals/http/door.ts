// The doors of the portal: HTTPS servers as the core configures them. HTTP/1.1 only: one request after the other on a connection
// is what limits can count; HTTP/2 has had an attack of its own in most years, and a tool on the local network gains little.

import type { RequestListener } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { type Log, limits } from '#base';
import type { PortalConfiguration, PortalListener, PortalTls } from '../../../apps/core/portal-protocol.ts';
import type { ListenerLine } from '../../../apps/core/protocol.ts';
import { portalsCodes } from '../portals.codes.ts';
import { answerClientError, endWith } from './client-errors.ts';
import type { Connections } from './connections.ts';

interface Open {
  readonly wanted: PortalListener;
  readonly server: Server;
}

export class Door {
  readonly #connections: Connections;
  readonly #answer: RequestListener;
  readonly #log: Log;
  readonly #open = new Map<string, Open>();
  #tls = '';

  constructor(connections: Connections, answer: RequestListener, log: Log) {
    this.#connections = connections;
    this.#answer = answer;
    this.#log = log;
  }

  /** Opens, closes and renews until all is as configured; tells how each listener is. */
  async apply({ listeners, tls }: Pick<PortalConfiguration, 'listeners' | 'tls'>): Promise<readonly ListenerLine[]> {
    const wanted = new Map(listeners.map((listener) => [keyOf(listener), listener]));
    for (const [key, { server }] of this.#open) {
      if (wanted.has(key)) continue;
      this.#open.delete(key);
      close(server);
    }
    this.#renew(tls);
    return await Promise.all([...wanted].map(([key, listener]) => this.#openOne(key, listener, tls)));
  }

  close(): void {
    for (const { server } of this.#open.values()) close(server);
    this.#open.clear();
    this.#connections.closeAll();
  }

  /** Connections from now on see the new certificate; those that are open stay. */
  #renew(tls: PortalTls): void {
    const now = JSON.stringify(tls);
    if (now !== this.#tls) for (const { server } of this.#open.values()) server.setSecureContext(tls);
    this.#tls = now;
  }

  async #openOne(key: string, wanted: PortalListener, tls: PortalTls): Promise<ListenerLine> {
    const { name, address } = wanted;
    const line = { name, transport: 'HTTPS', address, port: wanted.port, closedBecause: '' };
    const there = this.#open.get(key);
    if (there !== undefined) return { ...line, port: portOf(there.server) };
    const server = this.#make(tls);
    const fault = await listen(server, wanted);
    if (fault !== undefined) {
      this.#log.warn('a listener of the portal could not be opened', { name, address, port: wanted.port, fault });
      return { ...line, closedBecause: fault };
    }
    this.#open.set(key, { wanted, server });
    return { ...line, port: portOf(server) };
  }

  #make(tls: PortalTls): Server {
    const server = createServer({ ...tls, ...bounds }, this.#answer);
    server.timeout = limits.portals.idleMs;
    server.maxRequestsPerSocket = limits.portals.requestsPerConnection;
    // The head is bounded in bytes; a head with more lines than may be is refused whole, not cut.
    server.maxHeadersCount = 0;
    server.on('connection', (socket: Socket) => this.#connections.admit(socket));
    server.on('clientError', answerClientError);
    // Whether the body is wanted is decided before it is sent.
    server.on('checkContinue', this.#answer);
    server.on('checkExpectation', ({ socket }) => endWith(socket, portalsCodes.refuse('portals.wrong-expectation')));
    server.on('error', (fault) => this.#log.fault('a listener of the portal failed', fault));
    return server;
  }
}

const bounds: ServerOptions = {
  ALPNProtocols: ['http/1.1'],
  handshakeTimeout: limits.portals.handshakeMs,
  maxHeaderSize: limits.portals.headBytes,
  headersTimeout: limits.portals.headMs,
  requestTimeout: limits.portals.uploadMs,
  keepAliveTimeout: limits.portals.keepAliveMs,
  connectionsCheckingInterval: limits.portals.headMs / 5,
  insecureHTTPParser: false,
  // What is missing is refused with the same headers as everything else.
  requireHostHeader: false,
  noDelay: true,
};

const keyOf = ({ name, address, port }: PortalListener): string => `${name} ${address} ${port}`;

const portOf = (server: Server): number => {
  const place = server.address();
  return place !== null && typeof place === 'object' ? place.port : 0;
};

/** Why it could not be opened; none when it is. */
function listen(server: Server, { address, port }: PortalListener): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = (fault: NodeJS.ErrnoException): void => resolve(fault.code ?? fault.message);
    server.once('error', failed);
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', failed);
      resolve(undefined);
    });
  });
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}
