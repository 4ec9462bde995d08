// An open port of SMDR, in the clear or over TLS: who may read is let in, before a byte is sent or a handshake begun. Its law: the address
// decides, and a stranger's is reset and on record.

import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions, type Server as TlsServer } from 'node:tls';
import { type Clock, type Log, limits } from '#base';
import type { AuditFact } from '../audit/entry.ts';

/** What a listener of TLS shows, and whether it asks the reader for a certificate. */
export type SmdrTls = Pick<
  TlsOptions,
  | 'ca'
  | 'cert'
  | 'key'
  | 'minVersion'
  | 'maxVersion'
  | 'ciphers'
  | 'honorCipherOrder'
  | 'ecdhCurve'
  | 'secureOptions'
  | 'sigalgs'
  | 'requestCert'
  | 'rejectUnauthorized'
>;

export interface DoorOptions {
  readonly name: string;
  readonly address: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** What TLS shows now; without it the door is in the clear. */
  readonly secureContext?: () => SmdrTls;
  readonly mayRead: (address: string) => boolean;
  /** Whether there is room for another reader. */
  readonly hasRoom: () => boolean;
  readonly onReader: (socket: Socket, address: string, security: string) => void;
  readonly note: (fact: AuditFact) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export class Door {
  readonly #options: DoorOptions;
  readonly #server: Server;
  readonly #handshakes = new Set<Socket>();
  #tls: TlsServer | undefined;
  #port = 0;

  private constructor(options: DoorOptions) {
    this.#options = options;
    this.renew();
    this.#server = createServer({ noDelay: true, keepAlive: true }, (socket) => this.#accept(socket));
  }

  /** Rejects with the system's error, or with that of TLS where its options cannot be used. */
  static async open(options: DoorOptions): Promise<Door> {
    const door = new Door(options);
    await door.#listen();
    return door;
  }

  get port(): number {
    return this.#port;
  }

  /** Readers from now on see what TLS shows now; those that are there stay. Throws when it cannot be used; what was before stays. */
  renew(): void {
    const { secureContext, log } = this.#options;
    if (secureContext === undefined) return;
    const server = createTlsServer(secureContext());
    server.on('secureConnection', (socket) => this.#takeIn(socket));
    server.on('tlsClientError', (fault) => log.debug('a TLS handshake failed', { why: fault.message }));
    this.#tls = server;
  }

  /** Takes nobody in any more, and gives the port up. Readers stay. */
  close(): void {
    for (const socket of this.#handshakes) socket.destroy();
    this.#server.close();
  }

  #listen(): Promise<void> {
    const { address, port, log, name } = this.#options;
    const server = this.#server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port, ipv6Only: true }, () => {
        server.removeListener('error', reject);
        server.on('error', (fault) => log.warn('a listener of SMDR failed', { name, why: fault.message }));
        const bound = server.address();
        this.#port = typeof bound === 'object' && bound !== null ? bound.port : port;
        resolve();
      });
    });
  }

  #accept(socket: Socket): void {
    const { mayRead, hasRoom, onReader } = this.#options;
    const { remoteAddress = '' } = socket;
    socket.on('error', () => socket.destroy());
    if (!mayRead(remoteAddress)) this.#refuse(socket, 'its address is not one of the allowed readers');
    else if (!hasRoom() || this.#handshakes.size >= limits.smdr.readers)
      this.#refuse(socket, 'there are as many readers as there may be');
    else if (this.#tls === undefined) onReader(socket, remoteAddress, 'in the clear');
    else this.#beginHandshake(socket, this.#tls);
  }

  #beginHandshake(socket: Socket, tls: TlsServer): void {
    this.#handshakes.add(socket);
    const stop = this.#options.clock.after(limits.smdr.handshakeMs, () => {
      if (this.#handshakes.has(socket)) socket.destroy();
    });
    socket.on('close', () => {
      stop();
      this.#handshakes.delete(socket);
    });
    tls.emit('connection', socket);
  }

  #takeIn(socket: TLSSocket): void {
    const { mayRead, hasRoom, onReader } = this.#options;
    const { remoteAddress = '' } = socket;
    socket.on('error', () => socket.destroy());
    this.#forget(socket);
    // Others may have come, or the options changed, during the handshake.
    if (!mayRead(remoteAddress) || !hasRoom()) socket.destroy();
    else onReader(socket, remoteAddress, `${socket.getProtocol()} ${socket.getCipher().standardName}`);
  }

  /** The handshake of this connection is over. */
  #forget(socket: TLSSocket): void {
    for (const raw of this.#handshakes)
      if (raw.remotePort === socket.remotePort && raw.remoteAddress === socket.remoteAddress)
        this.#handshakes.delete(raw);
  }

  /** With a reset, before anything is sent; and on record. */
  #refuse(socket: Socket, why: string): void {
    const { name, note } = this.#options;
    const { remoteAddress = '' } = socket;
    socket.resetAndDestroy();
    const actor = { user: '', sourceIp: remoteAddress, application: 'SMDR', context: name };
    note({ level: 'medium', actor, action: 'reader refused', data: `Comments: ${why}` });
  }
}
