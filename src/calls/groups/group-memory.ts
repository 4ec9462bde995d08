// What groups remember of calls: whose turn it is, who has waited how long, and who is busy now. Kept in memory, as everything of it is
// about this day; learnt from what happens in calls.

import type { Clock, Events } from '#base';
import type { CallEvent } from '../call-events.ts';
import type { Station } from '../stations/station.ts';
import type { HuntGroup } from './hunt-groups.form.ts';

export interface GroupMemoryOptions {
  readonly clock: Clock;
  readonly events: Events<CallEvent>;
  readonly station: (number: string) => Station | undefined;
  /** Does the extension have a call, or does one ring there? */
  readonly isBusy: (number: string) => boolean;
}

/** A call, as far as groups care. */
interface Ends {
  readonly stations: readonly Station[];
  /** Where it rings, which is no extension where several do. */
  readonly ringing: Station | undefined;
}

export class GroupMemory {
  readonly #options: GroupMemoryOptions;
  readonly #ends = new Map<string, Ends>();
  /** When the last call that an extension had, or that rang there in vain, ended. */
  readonly #idleSince = new WeakMap<Station, number>();
  /** The member of each group that rang last. */
  readonly #last = new Map<string, string>();

  constructor(options: GroupMemoryOptions) {
    this.#options = options;
    options.events.on((event) => {
      if (event.kind === 'ringing' || event.kind === 'answered') this.#has(event);
      else if (event.kind === 'ended') this.#ended(event.callId);
    });
  }

  /** Says of an extension whether it has a call now, or one rings there. */
  isBusy(station: Station): boolean {
    return this.#options.isBusy(station.number);
  }

  /** Those of its members who may be rung, in the order in which they are to ring. */
  order({ number, kind, members: all }: HuntGroup, members: readonly Station[]): readonly Station[] {
    const idleSince = (station: Station): number => this.#idleSince.get(station) ?? 0;
    if (kind === 'longestIdle') return members.toSorted((one, other) => idleSince(one) - idleSince(other));
    if (kind !== 'circular') return members;
    const last = all.indexOf(this.#last.get(number) ?? '');
    const isBehind = (member: Station): boolean => all.indexOf(member.number) > last;
    return [...members.filter(isBehind), ...members.filter((member) => !isBehind(member))];
  }

  /** A call of the group rings at a member, until this is called. */
  rings(group: HuntGroup, member: Station): () => void {
    this.#last.set(group.number, member.number);
    return () => this.#rests(member);
  }

  #has({ kind, callId, caller, called }: Extract<CallEvent, { kind: 'ringing' | 'answered' }>): void {
    this.#rests(this.#ends.get(callId)?.ringing);
    const { station } = this.#options;
    const ringing = kind === 'ringing' ? station(called) : undefined;
    this.#ends.set(callId, { stations: [station(caller) ?? [], station(called) ?? []].flat(), ringing });
  }

  #ended(callId: string): void {
    const ends = this.#ends.get(callId);
    if (ends === undefined) return;
    this.#ends.delete(callId);
    this.#rests(ends.ringing);
    for (const station of ends.stations) this.#rests(station);
  }

  /** It has had a call until now. */
  #rests(station: Station | undefined): void {
    if (station !== undefined) this.#idleSince.set(station, this.#options.clock.nowMs());
  }
}
