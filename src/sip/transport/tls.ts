// TLS of the transport: what a listener offers, what a handshake agreed on.

import { createServer, type SecureContextOptions, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import type { TlsFacts } from './flow.ts';

/** What a listener shows and demands. Its level decides on versions; who says nothing gets TLS 1.2 and 1.3 (RFC 8996). */
export interface SecureListenerOptions extends SecureContextOptions {
  /** Asks the peer for a certificate. Default: no. */
  readonly requestCert?: boolean;
  /** Ends handshakes whose peer shows none of `ca`. Default: yes, where one is asked for. */
  readonly rejectUnauthorized?: boolean;
}

/** Of connections that we open: what was asked, but never below TLS 1.2. */
export const atLeastTls12 = (options: SecureContextOptions): 'TLSv1.2' | 'TLSv1.3' =>
  options.minVersion === 'TLSv1.3' ? 'TLSv1.3' : 'TLSv1.2';

/** A TLS server that does not listen: it is handed connections that have been admitted. Throws on unusable options. */
export function tlsServer(options: SecureListenerOptions): Server {
  const server: TlsOptions = {
    ...options,
    minVersion: options.minVersion ?? 'TLSv1.2',
    requestCert: options.requestCert === true,
  };
  return createServer(server);
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
