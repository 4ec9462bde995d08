// The calls that there are, and how each can be found: by its id, by what the toll guard calls it, by a dialog, by where it rings.

import { Call } from './call.ts';
import type { CallDirectory } from './features/feature-context.ts';
import type { Replaced } from './features/replaces.ts';
import type { DialogTable } from './legs/dialog-table.ts';
import { Leg } from './legs/leg.ts';
import { callAccountedAs } from './legs/search.ts';
import type { Station } from './stations/station.ts';
import type { Activity } from './watching/activity.ts';
import { appearanceNamed } from './watching/pickup-names.ts';

export interface CallsOptions {
  readonly dialogs: DialogTable;
  readonly activity: Activity;
  /** May it take what rings there, and whose calls may it take with the code for its group? */
  readonly mayPickUp: (by: Station, number: string) => boolean;
  readonly pickupPeers: (by: Station) => Iterable<string>;
}

export class CallsInProgress implements CallDirectory {
  readonly all = new Map<string, Call>();
  readonly #options: CallsOptions;
  /** Calls that took a party over from another, by the id of that one: the toll guard knows it by that name. */
  readonly #moved = new Map<string, string>();

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  forget(call: Call): void {
    this.all.delete(call.id);
    for (const [id, into] of this.#moved) if (into === call.id) this.#moved.delete(id);
  }

  /** What was accounted for under the first call, and under all that it has taken over, belongs to the second. */
  movedInto(callId: string, into: string): void {
    for (const [id, call] of this.#moved) if (call === callId) this.#moved.set(id, into);
    this.#moved.set(callId, into);
  }

  accountedAs(id: string): Call | undefined {
    const known = callAccountedAs(id);
    return this.all.get(this.#moved.get(known) ?? known);
  }

  ofDialog({ callId, toTag, fromTag }: Replaced): { readonly call: Call; readonly leg: Leg } | undefined {
    const leg = this.#options.dialogs.at(toTag);
    if (!(leg instanceof Leg) || leg.dialog.callId !== callId || leg.dialog.remoteTag !== fromTag) return undefined;
    return leg.user instanceof Call ? { call: leg.user, leg } : undefined;
  }

  ofAppearance({ callId, toTag, fromTag }: Replaced): { readonly call: Call; readonly number: string } | undefined {
    const id = appearanceNamed(callId, toTag, fromTag);
    const found = id === undefined ? undefined : this.#options.activity.find(id);
    if (found === undefined || found.direction !== 'recipient' || found.state === 'confirmed') return undefined;
    const call = this.all.get(found.callId);
    return call === undefined ? undefined : { call, number: found.number };
  }

  ringingAt(number: string): Call | undefined {
    for (const { callId, direction, state } of this.#options.activity.of(number)) {
      const call = direction === 'recipient' && state === 'early' ? this.all.get(callId) : undefined;
      if (call?.state === 'setup') return call;
    }
    return undefined;
  }

  mayPickUp(by: Station, number: string): boolean {
    return this.#options.mayPickUp(by, number);
  }

  pickupPeers(by: Station): Iterable<string> {
    return this.#options.pickupPeers(by);
  }
}
