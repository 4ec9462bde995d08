// All stations, by number and by fixed address: the configuration as calls read it, kept right by its changes.

import { Pace } from '#base';
import { type DigestAlgorithm, type DigestCredentials, digestHa1, type Flow } from '#sip';
import { parseFixedAddress, printFixedAddress } from './fixed-address.ts';
import { Station } from './station.ts';
import type { UserAndServices } from './users-and-services.form.ts';

export interface StationTableOptions {
  readonly realm: () => string;
  /** The clear SIP secret of an extension, for the digest alone. */
  readonly secretFor: (number: string) => string;
}

export class StationTable {
  readonly #options: StationTableOptions;
  readonly #byNumber = new Map<string, Station>();
  readonly #byAddress = new Map<string, Station>();
  /** Who says that they are at which desk. */
  readonly #byDesk = new Map<string, Station>();
  /** Those whose credentials have not been hashed. */
  readonly #unready = new Set<Station>();
  #isReadying = false;

  constructor(options: StationTableOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#byNumber.size;
  }

  all(): IterableIterator<Station> {
    return this.#byNumber.values();
  }

  get(number: string): Station | undefined {
    return this.#byNumber.get(number);
  }

  /** The station whose device sends from this flow and cannot authenticate. Over TCP only the address is the device's own. */
  atAddress(flow: Flow): Station | undefined {
    if (this.#byAddress.size === 0 || flow.transport === 'TLS') return undefined;
    return this.#byAddress.get(addressKey(flow.transport, flow.remoteAddress, flow.remotePort));
  }

  /** The person whose record says that they are at the desk with this number; whether that holds is for `Desks` to say. */
  namingDesk(number: string): Station | undefined {
    return this.#byDesk.get(number);
  }

  /** Everyone whose record says that they are at a desk. */
  namingDesks(): IterableIterator<Station> {
    return this.#byDesk.values();
  }

  /** Adds a station or gives it its changed record, and a new secret where it has one. */
  set(record: UserAndServices, secretChanged: boolean): Station {
    const known = this.#byNumber.get(record.number);
    const station = known ?? new Station(record);
    const isSame = known !== undefined && !secretChanged && sameAlgorithms(known.record, record);
    this.#forgetAddress(station);
    this.#forgetDesk(station);
    station.record = record;
    if (record.desk !== '') this.#byDesk.set(record.desk, station);
    if (!isSame) this.#forgetCredentials(station);
    this.#byNumber.set(record.number, station);
    const fixed = parseFixedAddress(record.fixedAddress);
    if (fixed !== undefined) this.#byAddress.set(addressKey(fixed.transport, fixed.address, fixed.port), station);
    return station;
  }

  remove(number: string): Station | undefined {
    const station = this.#byNumber.get(number);
    if (station === undefined) return undefined;
    this.#forgetAddress(station);
    this.#forgetDesk(station);
    this.#byNumber.delete(number);
    this.#unready.delete(station);
    return station;
  }

  /** The realm changed: every hashed credential is void. */
  forgetCredentials(): void {
    for (const station of this.#byNumber.values()) this.#forgetCredentials(station);
  }

  /** What the digest checks against; a device at a fixed address has no credentials to give. */
  credentialsOf(number: string): DigestCredentials | undefined {
    const station = this.#byNumber.get(number);
    if (station === undefined) return undefined;
    const { realm, secretFor } = this.#options;
    return {
      algorithms: station.record.digestAlgorithms,
      ha1: (algorithm: DigestAlgorithm) =>
        station.ha1(algorithm, () => digestHa1(algorithm, number, realm(), secretFor(number))),
    };
  }

  /** They are hashed again before anybody asks: a guess at a station takes no longer than one at none, the first one too. */
  #forgetCredentials(station: Station): void {
    station.forgetCredentials();
    this.#unready.add(station);
    if (!this.#isReadying) setImmediate(() => void this.#ready());
    this.#isReadying = true;
  }

  async #ready(): Promise<void> {
    const pace = new Pace();
    for (const station of this.#unready) {
      this.#unready.delete(station);
      const credentials = this.credentialsOf(station.number);
      try {
        for (const algorithm of station.record.digestAlgorithms) credentials?.ha1(algorithm);
      } catch {
        // A secret that cannot be had is a fault of the one who asks for it.
      }
      await pace.step();
    }
    this.#isReadying = false;
  }

  #forgetDesk(station: Station): void {
    const { desk } = station.record;
    if (this.#byDesk.get(desk) === station) this.#byDesk.delete(desk);
  }

  #forgetAddress(station: Station): void {
    const fixed = parseFixedAddress(station.record.fixedAddress);
    if (fixed === undefined) return;
    const key = addressKey(fixed.transport, fixed.address, fixed.port);
    if (this.#byAddress.get(key) === station) this.#byAddress.delete(key);
  }
}

const sameAlgorithms = (a: UserAndServices, b: UserAndServices): boolean =>
  a.digestAlgorithms.join() === b.digestAlgorithms.join();

/** A device that connects over TCP does so from a port of its own choosing. */
const addressKey = (transport: 'UDP' | 'TCP', address: string, port: number): string =>
  printFixedAddress({ transport, address, port: transport === 'TCP' ? 0 : port });
