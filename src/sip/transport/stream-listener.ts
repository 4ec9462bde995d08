// A listener for TCP or TLS: admits connections one by one, before anything is read of them or a handshake begun.

import { createServer, type Server, type Socket } from 'node:net';
import type { TLSSocket, Server as TlsServer } from 'node:tls';
import { limits } from '#base';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { type Judge, peerChain, type SecureListenerOptions, tlsFacts, tlsServer } from './tls.ts';

type Recognise = SecureListenerOptions['recognise'];

const ignore = (): void => undefined;

export class StreamListener {
  readonly #connections: Connections;
  readonly #server: Server;
  #tls: TlsServer | undefined;
  #port = 0;

  private constructor(connections: Connections, secure?: SecureListenerOptions) {
    this.#connections = connections;
    if (secure !== undefined) this.renew(secure);
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  /** Opens an IP literal; port 0 takes any free one. Rejects with the system's error. */
  static async open(
    address: string,
    port: number,
    connections: Connections,
    secure?: SecureListenerOptions,
  ): Promise<StreamListener> {
    const listener = new StreamListener(connections, secure);
    await listener.#listen(address, port);
    return listener;
  }

  get port(): number {
    return this.#port;
  }

  /**
   * Connections from now on get these options; those that are open keep theirs. Sessions of before are not resumed: a new
   * certificate or level is not passed by with an old ticket. Throws when the options cannot be used; the old ones stay.
   */
  renew(secure: SecureListenerOptions): void {
    const { counters, log } = this.#connections.receiver;
    const server = tlsServer(secure);
    server.on('secureConnection', (socket) => {
      if (secure.judge === undefined) this.#takeIn(socket);
      else void this.#judge(socket, secure.judge, secure.recognise);
    });
    server.on('tlsClientError', (error) => {
      counters.handshakesFailed++;
      log.debug('a TLS handshake failed', { why: error.message });
    });
    this.#tls = server;
  }

  /** Stops listening. Connections stay. */
  close(): void {
    this.#server.close();
  }

  #listen(address: string, port: number): Promise<void> {
    const server = this.#server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port, ipv6Only: true, backlog: limits.sip.acceptQueue }, () => {
        server.removeListener('error', reject);
        server.on('error', (error) => this.#connections.receiver.log.warn('a listener failed', { why: error.message }));
        const bound = server.address();
        this.#port = typeof bound === 'object' && bound !== null ? bound.port : port;
        resolve();
      });
    });
  }

  #accept(socket: Socket): void {
    const { admission, receiver } = this.#connections;
    const { remoteAddress } = socket;
    socket.on('error', ignore);
    if (remoteAddress === undefined || !receiver.admits(remoteAddress)) socket.destroy();
    else if (!admission.enter(socket, remoteAddress)) this.#refuse(socket);
    else if (this.#tls === undefined) this.#connections.add(socket, 'TCP');
    else this.#beginHandshake(socket, this.#tls);
  }

  #beginHandshake(socket: Socket, tls: TlsServer): void {
    this.#connections.watch();
    if (this.#connections.admission.beginHandshake(socket, this.#connections.nowMs)) tls.emit('connection', socket);
    else this.#refuse(socket);
  }

  #takeIn(socket: TLSSocket): Connection {
    this.#connections.admission.settle(socket);
    const connection = this.#connections.add(socket, 'TLS');
    connection.secured(tlsFacts(socket));
    return connection;
  }

  /** Nothing is read of it before it is let in; until then it counts as a handshake, with a handshake's time. */
  async #judge(socket: TLSSocket, judge: Judge, recognise?: Recognise): Promise<void> {
    socket.on('error', ignore);
    const chain = peerChain(socket);
    const { remoteAddress = '' } = socket;
    let connection: Connection | undefined;
    let peerNames: readonly string[] | undefined;
    const ask = () =>
      this.#connections.ask(
        async () => {
          const why = await judge(chain, remoteAddress);
          if (why === undefined && chain.length > 0) peerNames = await recognise?.(chain);
          connection?.knownAs(peerNames);
          return why;
        },
        chain,
        remoteAddress,
      );
    const why = await ask();
    if (socket.destroyed) return;
    if (why === undefined) {
      connection = this.#takeIn(socket);
      connection.knownAs(peerNames);
      this.#connections.judgeAgainBy(connection, ask);
    } else {
      this.#connections.receiver.counters.notRecognised++;
      socket.destroy();
    }
  }

  /** With a reset, so that the connection leaves no trace with us. */
  #refuse(socket: Socket): void {
    this.#connections.receiver.counters.refused++;
    socket.resetAndDestroy();
  }
}
