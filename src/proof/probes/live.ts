// What answered on the network, when somebody asked as a stranger does.

/** What is spoken at a listener, as the list of open listeners says. */
export type Spoken = 'https' | 'http' | 'sip-tls' | 'sip-tcp' | 'sip-udp' | 'smdr' | 'smdr-tls' | 'tls';

/** An open listener that is to be asked. */
export interface Target {
  readonly name: string;
  readonly speaks: Spoken;
  /** Where it is reached from this machine. */
  readonly address: string;
  readonly port: number;
}

export interface Handshake {
  readonly version: string;
  readonly suite: string;
  /** What was shown, the leaf first, in DER. */
  readonly chain: readonly Uint8Array[];
}

/** What one listener has answered. */
export interface Answered extends Target {
  readonly atMs: number;
  /** Whether it took the connection at all. */
  readonly isOpen: boolean;
  /** Blank, or why nothing more is known. */
  readonly why: string;
  /** Of TLS, without a client certificate. */
  readonly handshake: Handshake | undefined;
  /** TLS 1.0 and 1.1, where they were accepted. */
  readonly oldVersions: readonly string[];
  /** Suites of TLS 1.2 without authenticated encryption or without forgotten keys: the one that was accepted, or blank. */
  readonly weakSuite: string;
  /** Suites with keys of 128 bits: the one that was accepted, or blank. */
  readonly shortSuite: string;
  /** The first line of the answer to a request over TLS without a client certificate; blank when there was none. */
  readonly strangerAnswer: string;
  /** The first line of the answer to a request in the clear, on a port for TLS; blank when there was none. */
  readonly plainAnswer: string;
  /** The first line of the answer to a REGISTER that shows no credentials; blank when there was none. */
  readonly registerAnswer: string;
}

export interface Live {
  readonly atMs: number;
  readonly listeners: readonly Answered[];
  /** Ports on which this system takes connections and that no listener accounts for; undefined where that cannot be seen. */
  readonly unlisted: readonly string[] | undefined;
}

const encrypted: readonly Spoken[] = ['https', 'sip-tls', 'smdr-tls', 'tls'];
export const isEncrypted = (speaks: Spoken): boolean => encrypted.includes(speaks);

/** Whoever connects there is a reader, and gets records that others wait for: it is neither asked nor attacked. */
export const isForReaders = (speaks: Spoken): boolean => speaks === 'smdr' || speaks === 'smdr-tls';

/** "127.0.0.1:5061 at 14:02:10", for evidence. UTC, so that it can be compared with the log. */
export const placeOf = ({ address, port, atMs }: Pick<Answered, 'address' | 'port' | 'atMs'>): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port} at ${timeOf(atMs)}`;

export const timeOf = (atMs: number): string => `${new Date(atMs).toISOString().slice(11, 19)} UTC`;
