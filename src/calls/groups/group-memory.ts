// What groups remember of calls: whose turn it is, who has waited how long, and who is busy now. Kept in memory, as everything of it is
// about this day; learnt from what happens in calls.

import type { Clock, Events } from '#base';
import type { CallEvent } from '../call-events.ts';
import type { Station } from '../stations/station.ts';
import type { HuntGroup } from './hunt-groups.form.ts';

/** Of one extension. */
interface Lately {
  /** Calls that it has, makes, or that ring there. */
  calls: number;
  /** When the last one ended; 0 where there was none. */
  idleSinceMs: number;
}

export interface GroupMemoryOptions {
  readonly clock: Clock;
  readonly events: Events<CallEvent>;
  readonly station: (number: string) => Station | undefined;
}

export class GroupMemory {
  readonly #options: GroupMemoryOptions;
  readonly #lately = new WeakMap<Station, Lately>();
  /** The extensions at the ends of each call. */
  readonly #ends = new Map<string, readonly Station[]>();
  /** The member of each group that rang last. */
  readonly #last = new Map<string, string>();

  constructor(options: GroupMemoryOptions) {
    this.#options = options;
    options.events.on((event) => {
      if (event.kind === 'ringing' || event.kind === 'answered')
        this.#hasEnds(event.callId, [event.caller, event.called]);
      else if (event.kind === 'ended') this.#hasEnds(event.callId, []);
    });
  }

  /** Does the extension have a call, or does one ring there? */
  isBusy(station: Station): boolean {
    return (this.#lately.get(station)?.calls ?? 0) > 0;
  }

  /** Those of its members who may be rung, in the order in which they are to ring. */
  order({ number, kind, members: all }: HuntGroup, members: readonly Station[]): readonly Station[] {
    if (kind === 'longestIdle') return members.toSorted((one, other) => this.#idleSince(one) - this.#idleSince(other));
    if (kind !== 'circular') return members;
    const last = all.indexOf(this.#last.get(number) ?? '');
    const isBehind = (member: Station): boolean => all.indexOf(member.number) > last;
    return [...members.filter(isBehind), ...members.filter((member) => !isBehind(member))];
  }

  /** A call of the group rings at a member, who is busy until this is undone. */
  rings(group: HuntGroup, member: Station): () => void {
    this.#last.set(group.number, member.number);
    this.#begin(member);
    return () => this.#end(member);
  }

  #idleSince(station: Station): number {
    return this.#lately.get(station)?.idleSinceMs ?? 0;
  }

  #hasEnds(callId: string, numbers: readonly string[]): void {
    const before = this.#ends.get(callId) ?? [];
    const ends = numbers.flatMap((number) => this.#options.station(number) ?? []);
    for (const station of ends) this.#begin(station);
    for (const station of before) this.#end(station);
    if (numbers.length === 0) this.#ends.delete(callId);
    else this.#ends.set(callId, ends);
  }

  #begin(station: Station): void {
    const lately = this.#lately.get(station);
    if (lately === undefined) this.#lately.set(station, { calls: 1, idleSinceMs: 0 });
    else lately.calls++;
  }

  #end(station: Station): void {
    const lately = this.#lately.get(station);
    if (lately === undefined) return;
    lately.calls--;
    lately.idleSinceMs = this.#options.clock.nowMs();
  }
}
