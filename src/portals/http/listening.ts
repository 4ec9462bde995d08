// One open listener of the portal: its port, its handshakes where it is encrypted, and HTTP behind them. HTTP/1.1 only: one request
// after the other on a connection is what limits can count; HTTP/2 has had an attack of its own in most years.

import {
  createServer as createHttp,
  type Server as HttpServer,
  type RequestListener,
  type ServerOptions,
} from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { type Log, limits } from '#base';
import type { PortalListener } from '../../../apps/core/portal-protocol.ts';
import { portalsCodes } from '../portals.codes.ts';
import { answerClientError, endWith } from './client-errors.ts';
import type { Connections } from './connections.ts';
import { Handshakes, type JudgeClient } from './handshake.ts';
import { notePeer } from './peer.ts';
import type { Proofs } from './proofs.ts';

export interface ListeningOptions {
  readonly connections: Connections;
  readonly answer: RequestListener;
  readonly judge: JudgeClient;
  /** Of names, for listeners of HTTPS. */
  readonly proofs: Proofs;
  readonly log: Log;
}

const bounds: ServerOptions = {
  maxHeaderSize: limits.portals.headBytes,
  headersTimeout: limits.portals.headMs,
  requestTimeout: limits.portals.uploadMs,
  keepAliveTimeout: limits.portals.keepAliveMs,
  connectionsCheckingInterval: limits.portals.headMs / 5,
  insecureHTTPParser: false,
  // What is missing is refused with the same headers as everything else.
  requireHostHeader: false,
};

const ignore = (): void => undefined;

export class Listening {
  readonly #options: ListeningOptions;
  readonly #server: Server;
  readonly #http: HttpServer;
  readonly #handshakes: Handshakes | undefined;
  readonly #sockets = new Set<Socket>();
  #wanted: PortalListener;

  constructor(wanted: PortalListener, options: ListeningOptions) {
    this.#options = options;
    this.#wanted = wanted;
    this.#http = this.#makeHttp();
    const serve = (socket: Socket): void => void this.#http.emit('connection', socket);
    const { judge, log } = options;
    this.#handshakes = wanted.kind === 'http' ? undefined : new Handshakes({ judge, log, serve }, () => this.#wanted);
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  get kind(): PortalListener['kind'] {
    return this.#wanted.kind;
  }

  get port(): number {
    const place = this.#server.address();
    return place !== null && typeof place === 'object' ? place.port : 0;
  }

  /** Opens the port. Gives the reason why it could not be; none when it is open. */
  open(): Promise<string | undefined> {
    const { address, port } = this.#wanted;
    return new Promise((resolve) => {
      const failed = (fault: NodeJS.ErrnoException): void => resolve(fault.code ?? fault.message);
      this.#server.once('error', failed);
      this.#server.listen({ host: address, port, exclusive: true }, () => {
        this.#server.off('error', failed);
        this.#server.on('error', (fault) => this.#options.log.fault('a listener of the portal failed', fault));
        resolve(undefined);
      });
    });
  }

  /** What it offers and serves may have changed: for connections from now on, and for requests on those that are open. */
  renew(wanted: PortalListener): void {
    const before = handshakeOf(this.#wanted);
    this.#wanted = wanted;
    if (before !== handshakeOf(wanted)) this.#handshakes?.renew();
  }

  /** Closes the port, and ends its connections. */
  close(): void {
    this.#server.close();
    this.#http.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(socket: Socket): void {
    socket.on('error', ignore);
    this.#options.connections.admit(socket);
    if (socket.destroyed) return;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#handshakes !== undefined) return this.#beginHandshake(socket, this.#handshakes);
    const facts = { listener: this.#wanted.name, version: '', suite: '', certificate: '', certificateRefused: '' };
    notePeer(socket, { facts, listener: () => this.#wanted });
    this.#http.emit('connection', socket);
  }

  #beginHandshake(socket: Socket, handshakes: Handshakes): void {
    if (this.#wanted.kind !== 'https') return handshakes.begin(socket);
    this.#options.proofs.begin(socket, (other) => handshakes.begin(other));
  }

  #makeHttp(): HttpServer {
    const { answer } = this.#options;
    const server = createHttp(bounds, answer);
    server.timeout = limits.portals.idleMs;
    server.maxRequestsPerSocket = limits.portals.requestsPerConnection;
    // The head is bounded in bytes; a head with more lines than may be is refused whole, not cut.
    server.maxHeadersCount = 0;
    server.on('clientError', answerClientError);
    // Whether the body is wanted is decided before it is sent.
    server.on('checkContinue', answer);
    server.on('checkExpectation', ({ socket }) => endWith(socket, portalsCodes.refuse('portals.wrong-expectation')));
    // It has no port of its own: connections are handed to it. Its clock for late requests starts with this event.
    server.emit('listening');
    return server;
  }
}

const handshakeOf = ({ tls, clientCertificates, trust }: PortalListener): string =>
  JSON.stringify([tls, clientCertificates, trust]);
