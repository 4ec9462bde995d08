// Proofs of names by TLS-ALPN-01 (RFC 8737): while an order runs, a handshake that asks for `acme-tls/1` alone gets the certificate
// of its challenge. Every other connection goes its way; while nothing is proved, not even a byte of it is looked at.

import type { Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { type Clock, limits, systemClock } from '#base';
import type { PortalProof } from '../../../apps/core/portal-protocol.ts';
import { peekClientHello } from './client-hello.ts';

const protocol = 'acme-tls/1';
const ignore = (): void => undefined;

export class Proofs {
  readonly #clock: Clock;
  #servers: ReadonlyMap<string, Server> = new Map();
  #told = '';

  constructor(clock = systemClock) {
    this.#clock = clock;
  }

  /** From now on these are shown, and no others. */
  apply(proofs: readonly PortalProof[]): void {
    const told = JSON.stringify(proofs);
    if (told === this.#told) return;
    this.#told = told;
    this.#servers = new Map(proofs.map((proof) => [proof.serverName.toLowerCase(), makeServer(proof)]));
  }

  /** Takes a connection whose handshake asks for a proof; gives all others to `otherwise`, with all that they have said. */
  begin(socket: Socket, otherwise: (socket: Socket) => void): void {
    if (this.#servers.size === 0) return otherwise(socket);
    let heard: Buffer = Buffer.alloc(0);
    const leave = (): void => {
      end();
      socket.destroy();
    };
    const late = this.#clock.after(limits.portals.handshakeMs, leave);
    const end = (): void => {
      late();
      socket.off('readable', look).off('end', leave).off('close', late);
    };
    const look = (): void => {
      const piece: Buffer | null = socket.read();
      if (piece === null) return;
      heard = heard.length === 0 ? piece : Buffer.concat([heard, piece]);
      const hello = peekClientHello(heard);
      if (hello === 'more' && heard.length <= limits.portals.helloBytes) return;
      end();
      socket.unshift(heard);
      const server = typeof hello === 'string' ? undefined : this.#serverFor(hello.protocols, hello.serverName);
      if (server === undefined) otherwise(socket);
      else server.emit('connection', socket);
    };
    socket.on('readable', look).on('end', leave).on('close', late);
  }

  #serverFor(protocols: readonly string[], serverName: string): Server | undefined {
    return protocols.length === 1 && protocols[0] === protocol ? this.#servers.get(serverName) : undefined;
  }
}

/** The handshake is all that there is to see (RFC 8737 §3): the connection ends with it. */
function makeServer({ tls }: PortalProof): Server {
  const server = createServer({
    ...{ ...tls, cert: [...tls.cert], key: [...tls.key] },
    ...{ ALPNProtocols: [protocol], handshakeTimeout: limits.portals.handshakeMs },
  });
  server.on('secureConnection', (socket) => {
    socket.on('error', ignore);
    // The client has the certificate now; what it says is of no interest.
    socket.resume();
    socket.end();
  });
  server.on('tlsClientError', (_, socket) => socket.destroy());
  return server;
}
