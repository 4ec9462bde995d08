// Who is at which desk, as calls look at it. Its law: a person is at a desk only as long as the system, the person and the desk allow it
// at this moment, whatever the configuration still says; and whoever was called for help from a desk can be called back there.

import { type Clock, limits } from '#base';
import type { RoutingPlan } from '../routing/plan.ts';
import { serviceOf } from '../routing/service-of.ts';
import type { Station } from '../stations/station.ts';
import type { StationTable } from '../stations/station-table.ts';
import type { SystemOptions } from '../system-options.form.ts';
import { mayLogIn } from './person.ts';

export interface DesksOptions {
  readonly clock: Clock;
  readonly stations: StationTable;
  readonly options: () => SystemOptions;
  readonly plan: () => RoutingPlan;
}

export class Desks {
  readonly #options: DesksOptions;
  /** Desks from which help was called of late: until when their own extension rings even while somebody is there. */
  readonly #calledForHelp = new Map<string, number>();

  constructor(options: DesksOptions) {
    this.#options = options;
  }

  /** May people log in at the phones of this extension now? */
  accepts(desk: Station): boolean {
    const { options, plan, clock } = this.#options;
    return options().hotDesking && desk.record.enabled && serviceOf(desk, plan(), clock.nowMs()).hotDeskLogin;
  }

  /** Who is logged in at this desk. */
  personAt(desk: Station): Station | undefined {
    const person = this.#options.stations.namingDesk(desk.number);
    return person !== undefined && mayLogIn(person.record) && this.accepts(desk) ? person : undefined;
  }

  /** Where this person is logged in. */
  deskOf(person: Station): Station | undefined {
    const desk = person.record.desk === '' ? undefined : this.#options.stations.get(person.record.desk);
    return desk !== undefined && this.personAt(desk) === person ? desk : undefined;
  }

  /** Help was called from this desk: for a time its own number reaches it, whoever is or was there. */
  calledForHelp(desk: Station): void {
    const now = this.#options.clock.nowMs();
    for (const [number, untilMs] of this.#calledForHelp) if (untilMs <= now) this.#calledForHelp.delete(number);
    this.#calledForHelp.set(desk.number, now + limits.desks.callBackMs);
  }

  /** Do calls to this extension ring its own devices? While somebody else is at them they are that person's. */
  ringsItself(station: Station): boolean {
    if (this.personAt(station) === undefined) return true;
    return (this.#calledForHelp.get(station.number) ?? 0) > this.#options.clock.nowMs();
  }
}
