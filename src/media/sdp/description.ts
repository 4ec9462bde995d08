// What a session description says (RFC 8866), beside the very lines it was read from.

import type { CryptoLine } from './crypto.ts';

export interface Origin {
  readonly user: string;
  /** Session id and version are decimal numbers of any length, kept as text. */
  readonly id: string;
  readonly version: string;
  readonly netType: string;
  readonly addressType: string;
  readonly address: string;
}

export interface Connection {
  readonly netType: string;
  readonly addressType: string;
  readonly address: string;
}

export interface Attribute {
  readonly name: string;
  /** What follows the colon; '' for a property attribute. */
  readonly value: string;
}

/** Who sends, seen from the side that wrote the description. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export interface MediaSection {
  /** The section's lines as sent, `m=` first, without line ends. */
  readonly lines: readonly string[];
  readonly kind: string;
  /** 0 = refused or switched off. */
  readonly port: number;
  readonly portCount: number;
  readonly protocol: string;
  readonly formats: readonly string[];
  /** The section's own `c=` line; without one the session's holds. */
  readonly connection: Connection | undefined;
  readonly attributes: readonly Attribute[];
  /** Effective: the section's attribute, else the session's, else sendrecv; the connection address 0.0.0.0 takes receiving away. */
  readonly direction: Direction;
  readonly crypto: readonly CryptoLine[];
}

export interface SessionDescription {
  /** The session's lines as sent, up to the first `m=`, without line ends. */
  readonly lines: readonly string[];
  readonly origin: Origin;
  readonly name: string;
  readonly connection: Connection | undefined;
  readonly attributes: readonly Attribute[];
  readonly media: readonly MediaSection[];
}
