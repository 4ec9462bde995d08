// The numbers at which the system itself answers, as calls see them: stations whose only device is the system's own phone, over a way in
// memory. Whose a way is, is known by the way itself.

import { initialRecord } from '#forms';
import { contactOf, type Flow } from '#sip';
import type { Device } from '../legs/context.ts';
import { Station } from '../stations/station.ts';
import { type UserAndServices, usersAndServices } from '../stations/users-and-services.form.ts';
import type { ServiceNumber } from './service-numbers.form.ts';

/** The way to the system's own phone for one number, and back. */
export type OwnWay = (number: string) => Flow;

interface Served {
  readonly station: Station;
  readonly device: Device;
}

export class ServiceTable {
  readonly #way: OwnWay | undefined;
  readonly #served = new Map<string, Served>();
  readonly #byFlow = new Map<Flow, Station>();

  /** Without a way there is no phone: the numbers are there, and nobody answers. */
  constructor(way: OwnWay | undefined) {
    this.#way = way;
  }

  get(number: string): Station | undefined {
    return this.#served.get(number)?.station;
  }

  /** Whose the way is; undefined of every way that comes from outside. */
  at(flow: Flow): Station | undefined {
    return this.#byFlow.get(flow);
  }

  /** The devices of a service; undefined of a station that is none. */
  devices(station: Station): readonly Device[] | undefined {
    const served = this.#served.get(station.number);
    if (served?.station !== station) return undefined;
    return served.device.flow.open ? [served.device] : [];
  }

  set(record: ServiceNumber): void {
    const known = this.#served.get(record.number);
    if (known !== undefined) {
      known.station.record = stationRecord(record);
      known.station.service = record;
      return;
    }
    const flow = this.#way?.(record.number);
    if (flow === undefined) return;
    const station = new Station(stationRecord(record), record);
    const contact = contactOf(flow, record.number);
    const target = contact.slice(contact.indexOf('<') + 1, contact.indexOf('>'));
    this.#served.set(record.number, { station, device: { contact: target, flow } });
    this.#byFlow.set(flow, station);
  }

  remove(number: string): void {
    const served = this.#served.get(number);
    if (served === undefined) return;
    this.#served.delete(number);
    this.#byFlow.delete(served.device.flow);
  }
}

/** What an extension would be that is this service: nobody can register as it, and it passes nothing on. */
export function stationRecord(record: ServiceNumber): UserAndServices {
  const { number, name, enabled, mediaSecurity } = record;
  const { dayService, night1Service, night2Service } = record;
  const { dayRestriction, night1Restriction, night2Restriction, interconnectNumber } = record;
  return {
    ...initialRecord(usersAndServices),
    ...{ number, name, enabled, mediaSecurity, digestAlgorithms: [] },
    ...{ dayService, night1Service, night2Service },
    ...{ dayRestriction, night1Restriction, night2Restriction, interconnectNumber },
  };
}
