// How an extension that does not exist is challenged: like one that does, and always the same way, so that asking tells nothing.

import { randomHex } from '#base';
import type { DigestAlgorithm } from '#sip';
import type { StationTable } from '../stations/station-table.ts';

/** FNV-1a over a salted name: not secret, only steady; the salt makes it unforeseeable. */
function steadyNumber(salted: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < salted.length; index++) {
    sum ^= salted.charCodeAt(index);
    sum = Math.imul(sum, 0x01000193) >>> 0;
  }
  return sum;
}

export class Decoy {
  readonly #salt = randomHex(16);
  readonly #stations: StationTable;
  #sample: readonly (readonly DigestAlgorithm[])[] = [];

  constructor(stations: StationTable) {
    this.#stations = stations;
  }

  /** Takes a new sample of what real extensions offer: after every change of them. */
  refresh(): void {
    const sample: (readonly DigestAlgorithm[])[] = [];
    for (const station of this.#stations.all()) {
      sample.push(station.record.digestAlgorithms);
      if (sample.length === 256) break;
    }
    this.#sample = sample;
  }

  /** The algorithms to offer for a name that is not there: those of some real extension, by its share. */
  algorithmsFor(name: string): readonly DigestAlgorithm[] {
    const index = steadyNumber(this.#salt + name.slice(0, 64)) % Math.max(1, this.#sample.length);
    return this.#sample[index] ?? ['SHA-256', 'SHA-512-256'];
  }
}
