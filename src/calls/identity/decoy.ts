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
  #sample: readonly (readonly DigestAlgorithm[])[] | undefined;

  constructor(stations: StationTable) {
    this.#stations = stations;
  }

  /** An extension changed: what real ones offer is looked at again when next somebody asks. */
  refresh(): void {
    this.#sample = undefined;
  }

  /** The algorithms to offer for a name that is not there: those of some real extension, by its share. */
  algorithmsFor(name: string): readonly DigestAlgorithm[] {
    this.#sample ??= sampleOf(this.#stations);
    const index = steadyNumber(this.#salt + name.slice(0, 64)) % Math.max(1, this.#sample.length);
    return this.#sample[index] ?? ['SHA-256', 'SHA-512-256'];
  }
}

const mostSampled = 256;

/** What some real extensions offer, each as often as it is. */
function sampleOf(stations: StationTable): (readonly DigestAlgorithm[])[] {
  const sample: (readonly DigestAlgorithm[])[] = [];
  for (const station of stations.all()) {
    if (sample.length === mostSampled) break;
    sample.push(station.record.digestAlgorithms);
  }
  return sample;
}
