// TLS of the transport: what a listener offers, what a handshake agreed on.

import { createServer, type SecureContextOptions, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import { limits } from '#base';
import type { TlsFacts } from './flow.ts';

/**
 * Judges what a peer showed: its certificates in DER, its own first; none when it showed none. Gives the reason, in words, for
 * which it is not let in; undefined lets it in.
 */
export type Judge = (chain: readonly Buffer[], address: string) => Promise<string | undefined>;

/** What a listener shows and demands. Its level decides on versions; who says nothing gets TLS 1.2 and 1.3 (RFC 8996). */
export interface SecureListenerOptions extends SecureContextOptions {
  /** Asks the peer for a certificate. Default: no. */
  readonly requestCert?: boolean;
  /** Ends handshakes whose peer shows none of `ca`. Default: yes, where one is asked for. */
  readonly rejectUnauthorized?: boolean;
  /**
   * Asks the peer for a certificate and judges it before anything that it sends is read; TLS itself then rejects nobody. The
   * options must rule out that sessions are resumed: who resumes one does not show the whole chain again.
   */
  readonly judge?: Judge;
  /**
   * The names by which a peer is known that was let in: those in its certificate, where that leads to somebody who is trusted
   * with it, else none. Asked where there is a judge, as often as the judge.
   */
  readonly recognise?: (chain: readonly Buffer[]) => Promise<readonly string[]>;
  /** What is known of our certificate's revocation (RFC 6066 §8), for peers that ask: the OCSP answer, by the certificate's DER. */
  readonly staple?: (certificate: Buffer) => Buffer | undefined;
}

/** Of connections that we open: what was asked, but never below TLS 1.2. */
export const atLeastTls12 = (options: SecureContextOptions): 'TLSv1.2' | 'TLSv1.3' =>
  options.minVersion === 'TLSv1.3' ? 'TLSv1.3' : 'TLSv1.2';

/** A TLS server that does not listen: it is handed connections that have been admitted. Throws on unusable options. */
export function tlsServer({ judge, recognise: _, staple, ...options }: SecureListenerOptions): Server {
  const asked: TlsOptions =
    judge === undefined
      ? { requestCert: options.requestCert === true }
      : { requestCert: true, rejectUnauthorized: false };
  const server = createServer({ ...options, ...asked, minVersion: options.minVersion ?? 'TLSv1.2' });
  if (staple !== undefined)
    server.on('OCSPRequest', (certificate, _issuer, answer) => answer(null, staple(certificate) ?? null));
  return server;
}

/** What the peer of a finished handshake showed: DER, its own certificate first, and at most one more than anybody may show. */
export function peerChain(socket: TLSSocket): Buffer[] {
  const chain: Buffer[] = [];
  let next = socket.getPeerX509Certificate();
  while (next !== undefined && chain.length <= limits.certificates.chain) {
    chain.push(next.raw);
    next = next.issuerCertificate;
  }
  return chain;
}

const kept = new Map<string, TlsFacts>();
const mostKept = 64;

/** The facts of a finished handshake; connections that agreed on the same share them. */
export function tlsFacts(socket: TLSSocket): TlsFacts {
  const { standardName: suite } = socket.getCipher();
  const version = socket.getProtocol() ?? '';
  const peerFingerprint = socket.getPeerX509Certificate()?.fingerprint256 ?? '';
  const facts = { version, suite, peerFingerprint };
  if (peerFingerprint !== '') return facts;
  const key = `${version} ${suite}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size < mostKept) kept.set(key, facts);
  return facts;
}
