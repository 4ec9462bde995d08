// The cases of the bench: what one operation is, how many at which rate, and what memory is counted against.

import type { Load, LoadResult } from './load/load.ts';

export interface BenchCase {
  readonly name: string;
  readonly transport: 'udp' | 'tls';
  /** What one operation is, in words. */
  readonly operation: string;
  /** Brings the load up: registrations that calls need. */
  readonly prepare: (load: Load) => Promise<unknown>;
  readonly warm: (load: Load) => Promise<LoadResult>;
  readonly turn: (load: Load) => Promise<LoadResult>;
}

/** Phones of each transport. */
export const phones = 10_000;
/** Calls at once for the memory of a call. */
export const callsAtOnce = 2_000;

const registration = (name: string, transport: 'udp' | 'tls'): BenchCase => ({
  name,
  transport,
  operation: 'REGISTER, challenge, REGISTER with digest, 200',
  prepare: async () => undefined,
  warm: (load) => load.registrations(10_000, 1_500),
  turn: (load) => load.registrations(5_000, 1_000),
});

const call = (name: string, transport: 'udp' | 'tls'): BenchCase => ({
  name,
  transport,
  operation: 'INVITE, challenge, INVITE with digest, 180, 200, ACK, 0.2 s of talk, BYE, 200',
  prepare: (load) => load.registrations(phones, 1_500),
  warm: (load) => load.calls(3_000, 250, 200),
  turn: (load) => load.calls(2_500, 250, 200),
});

export const cases: readonly BenchCase[] = [
  registration('registrations', 'udp'),
  call('calls', 'udp'),
  registration('registrations-tls', 'tls'),
  call('calls-tls', 'tls'),
];
