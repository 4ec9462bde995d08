// What holds of emergency calls, compiled from the configuration: which digits are one, and where a device is. Its law: a call that is
// none costs one look into a map.

import { type Configuration, NetworkList } from '#forms';
import { emergencyDialled } from './collisions.ts';
import { type EmergencyLocation, emergencyLocations } from './emergency-locations.form.ts';
import type { EmergencyEntry } from './in-force.ts';
import type { EmergencyLook } from './look.ts';

interface Place {
  readonly bits: number;
  readonly network: NetworkList;
  readonly location: EmergencyLocation;
}

export class EmergencyPlan implements EmergencyLook {
  /** What may be dialled, and the number that is meant. */
  readonly dialled: ReadonlyMap<string, EmergencyEntry>;
  readonly #locations: ReadonlyMap<string, EmergencyLocation>;
  /** The smallest networks first. */
  readonly #places: readonly Place[];
  readonly #default: EmergencyLocation | undefined;
  readonly #ownOf: (number: string) => string;

  /** `ownOf` gives the location that an extension names, blank where it names none. */
  constructor(configuration: Configuration, ownOf: (number: string) => string) {
    this.dialled = emergencyDialled(configuration);
    this.#locations = configuration.records(emergencyLocations);
    this.#places = [...this.#locations.values()].flatMap(placesOf).sort((a, b) => b.bits - a.bits);
    this.#default = [...this.#locations.values()].find(({ isDefault }) => isDefault);
    this.#ownOf = ownOf;
  }

  match(dialled: string): EmergencyEntry | undefined {
    return this.dialled.get(dialled);
  }

  /** Where the device of an extension at this address is: as the extension says, else by network, else the default. */
  locationOf(number: string, address: string): EmergencyLocation | undefined {
    return this.#locations.get(this.#ownOf(number)) ?? this.#byAddress(address) ?? this.#default;
  }

  #byAddress(address: string): EmergencyLocation | undefined {
    return address === '' ? undefined : this.#places.find(({ network }) => network.has(address))?.location;
  }
}

const placesOf = (location: EmergencyLocation): Place[] =>
  location.networks.map((text) => ({
    bits: Number(text.split('/')[1]),
    network: new NetworkList([text]),
    location,
  }));
