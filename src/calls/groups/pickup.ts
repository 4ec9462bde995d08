// Who may take whose calls: pickup groups, compiled once for each configuration, and the class of service. Its law: nobody takes a
// call from somebody whom the caller could not have reached.

import type { Station } from '../stations/station.ts';
import type { PickupGroup } from './pickup-groups.form.ts';

const nobody: ReadonlySet<string> = new Set();

/** Which extensions share a pickup group. */
export class PickupGroups {
  readonly #groups: ReadonlyMap<string, ReadonlySet<string>>;
  /** The groups of each extension that is in one. */
  readonly #of = new Map<string, readonly ReadonlySet<string>[]>();

  constructor(records: Iterable<PickupGroup>) {
    this.#groups = new Map([...records].map(({ number, members }) => [number, new Set(members)]));
    for (const members of this.#groups.values())
      for (const number of members) this.#of.set(number, [...(this.#of.get(number) ?? []), members]);
  }

  /** Are both in one group? Of one number alone: no. */
  share(one: string, other: string): boolean {
    return one !== other && (this.#of.get(one) ?? []).some((members) => members.has(other));
  }

  /** The extensions that share a group with this one, without it, in the order of the groups. */
  sharing(number: string): ReadonlySet<string> {
    const groups = this.#of.get(number);
    if (groups === undefined) return nobody;
    const found = new Set(groups.flatMap((members) => [...members]));
    found.delete(number);
    return found;
  }
}

/** What is looked at: the plan has it. */
export interface PickupLook {
  readonly pickup: PickupGroups;
  /** Has the class of service that holds for this extension Directed Call Pickup? */
  readonly isDirected: (station: Station) => boolean;
}

/**
 * Whether an extension may take a call that rings at another, and so may see who calls there: their pickup group is the same, or
 * its class of service lets it. Its own calls it may always take.
 */
export function mayPickUp(by: Station, of: Station, { pickup, isDirected }: PickupLook): boolean {
  if (!by.record.enabled || !of.record.enabled) return false;
  return by === of || pickup.share(by.number, of.number) || isDirected(by);
}
