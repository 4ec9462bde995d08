// Handshakes of one listener (SEC-1, SEC-2): with the options of now, and the client's certificate judged by the core before a byte of
// what it says is read.

import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { type Log, limits } from '#base';
import type { CertificateVerdictLine, PortalListener } from '../../../apps/core/portal-protocol.ts';
import { notePeer } from './peer.ts';

/** Asks the core about what a client showed: DER, its own certificate first. */
export type JudgeClient = (chain: readonly Buffer[], address: string) => Promise<CertificateVerdictLine>;

export interface HandshakesOptions {
  readonly judge: JudgeClient;
  readonly log: Log;
  /** Takes a connection on which HTTP may be spoken. */
  readonly serve: (socket: TLSSocket) => void;
}

const ignore = (): void => undefined;

export class Handshakes {
  readonly #options: HandshakesOptions;
  readonly #listener: () => PortalListener;
  #server: Server | undefined;

  /** `listener` tells the listener as it is configured at the moment. */
  constructor(options: HandshakesOptions, listener: () => PortalListener) {
    this.#options = options;
    this.#listener = listener;
    this.renew();
  }

  /**
   * From now on with the options of now; what is open stays. A server of its own, with keys for tickets of its own: no session
   * of before passes by what holds now. Throws when the options cannot be used; the old ones stay.
   */
  renew(): void {
    const { tls, clientCertificates, trust } = this.#listener();
    if (tls === undefined) throw new Error('a listener of TLS without its options');
    const server = createServer({
      ...tls,
      cert: [...tls.cert],
      key: [...tls.key],
      ca: [...trust],
      requestCert: clientCertificates !== 'none',
      rejectUnauthorized: clientCertificates === 'required',
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: limits.portals.handshakeMs,
    });
    const isNeeded = clientCertificates === 'required';
    server.on('OCSPRequest', (certificate, _issuer, answer) => answer(null, this.#stapleFor(certificate)));
    server.on('secureConnection', (socket) => {
      socket.on('error', ignore);
      void this.#take(socket, isNeeded);
    });
    server.on('tlsClientError', (fault, socket) => {
      this.#options.log.debug('a handshake failed', { why: fault.message });
      socket.destroy();
    });
    this.#server = server;
  }

  #stapleFor(certificate: Buffer): Buffer | null {
    const shown = certificate.toString('base64');
    const staple = this.#listener().staples?.find((one) => one.certificate === shown);
    return staple === undefined ? null : Buffer.from(staple.answer, 'base64');
  }

  /** A handshake begins on this connection. */
  begin(socket: Socket): void {
    this.#server?.emit('connection', socket);
  }

  /** Nobody reads the connection until this is through. */
  async #take(socket: TLSSocket, isNeeded: boolean): Promise<void> {
    const chain = chainOf(socket);
    const verdict = chain.length === 0 ? none : await this.#judge(socket, chain);
    if (socket.destroyed) return;
    if (isNeeded && !verdict.accepted) {
      const address = socket.remoteAddress ?? '';
      this.#options.log.info('a client certificate was refused', { address, why: verdict.why });
      socket.destroy();
      return;
    }
    const { name: suite } = socket.getCipher();
    notePeer(socket, {
      facts: {
        listener: this.#listener().name,
        version: socket.getProtocol() ?? '',
        suite,
        certificate: verdict.accepted ? verdict.fingerprint : '',
        certificateRefused: verdict.why,
      },
      listener: this.#listener,
    });
    this.#options.serve(socket);
  }

  async #judge(socket: TLSSocket, chain: readonly Buffer[]): Promise<CertificateVerdictLine> {
    try {
      return await this.#options.judge(chain, socket.remoteAddress ?? '');
    } catch (fault) {
      this.#options.log.fault('a client certificate could not be judged', fault);
      return { ...none, why: 'it could not be judged' };
    }
  }
}

const none: CertificateVerdictLine = { accepted: false, fingerprint: '', why: '' };

/** What the client showed; empty where it showed nothing, or more than anybody needs. */
function chainOf(socket: TLSSocket): Buffer[] {
  const chain: Buffer[] = [];
  const seen = new Set<string>();
  let one = socket.getPeerX509Certificate();
  while (one !== undefined && !seen.has(one.fingerprint256)) {
    if (chain.length >= limits.portals.clientChain) return [];
    seen.add(one.fingerprint256);
    chain.push(one.raw);
    one = one.issuerCertificate;
  }
  return chain;
}
