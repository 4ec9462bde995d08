// A station: an extension as calls see it, with the devices registered under it.

import type { DigestAlgorithm, Flow } from '#sip';
import type { Binding } from '../registrar/binding.ts';
import type { ServiceNumber } from '../services/service-numbers.form.ts';
import type { UserAndServices } from './users-and-services.form.ts';

export class Station {
  readonly kind = 'station';
  readonly number: string;
  record: UserAndServices;
  /** Registered devices; most have one, so there is no map. */
  bindings: readonly Binding[] = [];
  /** The service that the system itself gives at this number; undefined of an extension of people. */
  service: ServiceNumber | undefined;
  readonly #ha1 = new Map<DigestAlgorithm, string>();

  constructor(record: UserAndServices, service?: ServiceNumber) {
    this.number = record.number;
    this.record = record;
    this.service = service;
  }

  /** Is one of its devices registered from the address that this flow comes from? */
  isAt(flow: Flow, nowMs: number): boolean {
    return this.bindings.some(
      (binding) => binding.flow.remoteAddress === flow.remoteAddress && binding.expiresAtMs > nowMs,
    );
  }

  /** The hashed credentials, computed once for each algorithm. */
  ha1(algorithm: DigestAlgorithm, compute: () => string): string {
    const known = this.#ha1.get(algorithm);
    if (known !== undefined) return known;
    const made = compute();
    this.#ha1.set(algorithm, made);
    return made;
  }

  forgetCredentials(): void {
    this.#ha1.clear();
  }
}
