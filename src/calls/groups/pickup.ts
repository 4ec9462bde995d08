// Who may take whose calls: pickup groups, compiled once for each configuration, and the class of service.

import { no, ok, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { ServiceClass } from '../service/class-of-service.form.ts';
import type { Station } from '../stations/station.ts';
import type { PickupGroup } from './pickup-groups.form.ts';

const nobody: ReadonlySet<string> = new Set();

/** Which extensions share a pickup group. */
export class PickupGroups {
  /** The groups of each extension that is in one. */
  readonly #of = new Map<string, readonly ReadonlySet<string>[]>();

  constructor(records: Iterable<PickupGroup>) {
    for (const record of records) {
      const members = new Set(record.members);
      for (const number of members) this.#of.set(number, [...(this.#of.get(number) ?? []), members]);
    }
  }

  /** Are both, which are not the same, in one group? */
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

/** What is looked at. */
export interface PickupLook {
  readonly pickup: PickupGroups;
  /** The class of service that holds for whoever picks up. */
  readonly service: ServiceClass;
}

/**
 * Whether an extension may take a call that rings at another, and so may see who calls there: they share a pickup group, or its
 * class of service has Directed Call Pickup. Its own calls it may always take.
 */
export function mayPickUp(by: Station, of: Station, { pickup, service }: PickupLook): Result<void> {
  const isEnabled = by.record.enabled && of.record.enabled;
  if (isEnabled && (by === of || service.directedPickup || pickup.share(by.number, of.number))) return ok(undefined);
  return no(callCodes.refuse('calls.pickup-not-granted', { number: of.number }));
}
