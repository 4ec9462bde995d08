// Dialling: connections that we open, to a trunk or, as a phone, to a server. Its law: nothing is sent before the server's certificate
// has been verified and, where somebody judges it, judged.

import { connect as connectTcp, isIP } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect as connectTls,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
  type SecureContextOptions,
  type TLSSocket,
} from 'node:tls';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { atLeastTls12, type Judge, peerChain, tlsFacts } from './tls.ts';

/** A connection of somebody's own: to the same place each key has another. */
export interface Dial {
  readonly key: string;
  /** What is demanded of the server and shown to it; asked when a connection begins. */
  tls?(): SecureContextOptions;
  /** The name that the certificate must bear, as a host or as a SIP domain (RFC 5922). Default: the address. */
  readonly serverName?: string;
  /**
   * Judges what the server showed, DER with its own certificate first, and its stapled OCSP answer, on top of what TLS itself
   * verifies. The reason, in words, for which it is not spoken to; undefined where it is.
   */
  check?(chain: readonly Buffer[], stapled: Buffer | undefined): Promise<string | undefined>;
}

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
    this.#context ??= contextOf(this.#options);
    const name = serverName === undefined ? {} : { servername: serverName };
    const { socket, connection } = this.#begin(address, port, { secureContext: this.#context, ...name });
    socket.once('secureConnect', () => {
      connection.secured(tlsFacts(socket));
      connection.opened();
    });
    return connection;
  }

  /** The same with what one trunk shows and demands. Throws where its options cannot be used. */
  own(address: string, port: number, { tls, serverName = address, check }: Dial): Connection {
    const { socket, connection } = this.#begin(address, port, {
      ...{ secureContext: contextOf(tls?.() ?? this.#options), requestOCSP: check !== undefined },
      ...(isIP(serverName) !== 0 ? {} : { servername: serverName }),
      checkServerIdentity: (_, certificate) => whyNotFor(serverName, certificate),
      // The verdict is asked for below: a judge has better words for what is wrong, and both must agree.
      rejectUnauthorized: check === undefined,
    });
    let stapled: Buffer | undefined;
    socket.once('OCSPResponse', (answer: Buffer | null) => {
      stapled = answer ?? undefined;
    });
    socket.once('secureConnect', () => {
      connection.secured(tlsFacts(socket));
      if (check === undefined) connection.opened();
      else void this.#judge(socket, connection, (chain) => check(chain, stapled));
    });
    return connection;
  }

  #begin(address: string, port: number, options: ConnectionOptions) {
    const socket = connectTls({ host: address, port, rejectUnauthorized: true, ...options });
    socket.setNoDelay(true);
    return { socket, connection: this.#connections.add(socket, 'TLS', { address, port }) };
  }

  /** While it is judged it counts as being opened, with the time for that. */
  async #judge(socket: TLSSocket, connection: Connection, judge: Judge): Promise<void> {
    const chain = peerChain(socket);
    const ask = () => this.#connections.ask(judge, chain, connection.remoteAddress);
    const why = (await ask()) ?? unverified(socket);
    if (!connection.open) return;
    if (why !== undefined) {
      this.#connections.receiver.counters.notRecognised++;
      return connection.destroy(`the certificate is refused: ${why}`);
    }
    this.#connections.judgeAgainBy(connection, ask);
    connection.opened();
  }
}

const contextOf = (options: SecureContextOptions): SecureContext =>
  createSecureContext({ ...options, minVersion: atLeastTls12(options) });

/** What TLS itself has found wrong; it says so in `authorized`, and nothing has been sent. */
function unverified(socket: TLSSocket): string | undefined {
  if (socket.authorized) return undefined;
  const { authorizationError: found } = socket;
  return found instanceof Error ? found.message : String(found);
}

/** RFC 5922 §7: a DNS name, an address, or the SIP domain as a URI. */
function whyNotFor(name: string, certificate: PeerCertificate): Error | undefined {
  const names = (certificate.subjectaltname ?? '').toLowerCase().split(/, ?/);
  return names.includes(`uri:sip:${name.toLowerCase()}`) ? undefined : checkServerIdentity(name, certificate);
}
