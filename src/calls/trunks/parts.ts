// What trunks need from the rest of the house.

import type { SecureContextOptions } from 'node:tls';
import type { Clock, Log, Result } from '#base';
import type { Dial, Flow, TransactionLayer, TransportName } from '#sip';
import type { Resolver } from './resolver.ts';

/** The connections of trunks, as the transport keeps them. */
export interface TrunkNetwork {
  /** A closed flow where there is no way, as while no listener of UDP is open. */
  flowTo(transport: TransportName, address: string, port: number, dial: Dial): Flow;
  /** What was dialled under a key is used for nothing new; with `why` it is ended. */
  release(key: string, why?: string): void;
}

export interface TrunkParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly layer: TransactionLayer;
  readonly network: TrunkNetwork;
  readonly resolver: Resolver;
  /** 0 to 1: among servers of equal rank each gets its share. */
  readonly chance: () => number;
  /** What is demanded of a provider's server, with our certificate where the trunk offers it. */
  tls(offersCertificate: boolean): SecureContextOptions;
  /** Judges what a provider's server showed: DER with its own certificate first, and its stapled OCSP answer. */
  check(serverName: string, chain: readonly Buffer[], stapled: Buffer | undefined): Promise<Result<unknown>>;
  /** The clear secret of a trunk, for the digest alone; '' where it has none. */
  secretFor(name: string, field: 'secret' | 'inboundSecret'): string;
  /** The realm of our own challenges. */
  realm(): string;
}
