// A flow: where a message came from, and the way back to there (RFC 5626 §3.2). The one thing that upper layers send on.

/** WebSocket comes later. */
export type TransportName = 'UDP' | 'TCP' | 'TLS';

/** What a TLS handshake agreed on. */
export interface TlsFacts {
  /** 'TLSv1.3'. */
  readonly version: string;
  /** The suite's IANA name: 'TLS_AES_256_GCM_SHA384'. */
  readonly suite: string;
  /** SHA-256 of the peer's certificate, in upper-case hexadecimal with colons; '' when it showed none. */
  readonly peerFingerprint: string;
  /**
   * The names by which the peer is known: those in a certificate that the listener's `recognise` has accepted. Never what a
   * peer merely says of itself; absent where nobody asked.
   */
  readonly peerNames?: readonly string[];
}

export interface Flow {
  readonly transport: TransportName;
  /** True of a connection: nothing needs to be sent twice. */
  readonly reliable: boolean;
  readonly secure: boolean;
  /** An IP literal, IPv6 without brackets. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Our address as this peer sees it; for a socket bound to all addresses, the one that the route to the peer has. */
  readonly localAddress: string;
  readonly localPort: number;
  readonly tls: TlsFacts | undefined;
  /** False once the connection has ended, or the UDP socket was closed. */
  readonly open: boolean;
  /** 'UDP:127.0.0.1:5070', 'TLS:127.0.0.1:40312#17': no two peers, and no two connections, have the same. */
  readonly key: string;
  /**
   * Sends a whole message, in latin1 form; false when the flow is closed or its peer has too much unread. Over UDP a
   * response goes where RFC 3261 §18.2.2 and RFC 3581 say, a request to where the peer sends from. `keepAlive` may be sent too.
   */
  send(text: string): boolean;
}

/** A keep-alive of a connection (RFC 5626 §3.5.1); the answer to it is swallowed. */
export const keepAlive = '\r\n\r\n';

/** The flow to a place that cannot be reached. */
export function closedFlow(transport: TransportName, remoteAddress: string, remotePort: number): Flow {
  return {
    transport,
    reliable: transport !== 'UDP',
    secure: transport === 'TLS',
    remoteAddress,
    remotePort,
    localAddress: '',
    localPort: 0,
    tls: undefined,
    open: false,
    key: `${transport}:${remoteAddress}:${remotePort}#0`,
    send: () => false,
  };
}
