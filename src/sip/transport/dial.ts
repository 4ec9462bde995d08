// Dialling: connections that we open, to a trunk or, as a phone, to a server.

import { connect as connectTcp } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { atLeastTls12, tlsFacts } from './tls.ts';

export class Dialler {
  readonly #connections: Connections;
  readonly #options: SecureContextOptions;
  /** Made when it is first needed: reading the authorities takes milliseconds. */
  #context: SecureContext | undefined;

  constructor(connections: Connections, options: SecureContextOptions = {}) {
    this.#connections = connections;
    this.#options = options;
  }

  /** A connection that is being opened; what is sent meanwhile waits. */
  tcp(address: string, port: number): Connection {
    const socket = connectTcp({ host: address, port, noDelay: true });
    const connection = this.#connections.add(socket, 'TCP', { address, port });
    socket.once('connect', () => connection.opened());
    return connection;
  }

  /** The same over TLS. The peer's certificate must be for `serverName`, or for the address where there is none. */
  tls(address: string, port: number, serverName?: string): Connection {
    this.#context ??= createSecureContext({ ...this.#options, minVersion: atLeastTls12(this.#options) });
    const name = serverName === undefined ? {} : { servername: serverName };
    const socket = connectTls({ host: address, port, secureContext: this.#context, rejectUnauthorized: true, ...name });
    socket.setNoDelay(true);
    const connection = this.#connections.add(socket, 'TLS', { address, port });
    socket.once('secureConnect', () => {
      connection.secured(tlsFacts(socket));
      connection.opened();
    });
    return connection;
  }
}
