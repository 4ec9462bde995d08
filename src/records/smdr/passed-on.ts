// A call that was passed on after it had been answered, as SMDR accounts for it: who came to it, how, and how long it was parked; and
// the time of each trunk that came to it, which is a record of its own.

import type { CallRecord, LegRecord, PartyChange } from '../history/call-record.ts';

/** Transferred, transferred without announcing, made a conference; or none of it. */
export type Handling = '' | 'T' | 'X' | 'C';

export interface PassedOn {
  readonly handling: Handling;
  /** The second station or trunk; '' without. */
  readonly thirdParty: string;
  readonly parkedMs: number;
}

const handlings: Partial<Record<PartyChange['kind'], Handling>> = { transfer: 'T', blindTransfer: 'X' };

/** What the flags of a record say of it: the last transfer counts. */
export function passedOn({ details, endedAtMs }: CallRecord): PassedOn {
  const { changes } = details;
  const last = changes.findLast(({ kind }) => handlings[kind] !== undefined);
  const parkedMs = changes.reduce(
    (sum, { kind, atMs }, index) => (kind === 'park' ? sum + (changes[index + 1]?.atMs ?? endedAtMs) - atMs : sum),
    0,
  );
  if (last === undefined) return { handling: '', thirdParty: '', parkedMs };
  return { handling: handlings[last.kind] ?? '', thirdParty: partyThere(last), parkedMs };
}

const partyThere = ({ trunk, trunkNumber, to }: PartyChange): string =>
  trunk === '' ? to : `T${String(trunkNumber).padStart(3, '0')}`;

/** A trunk that came to the call, as an outgoing call of whoever brought it there. */
export interface TrunkTime {
  readonly by: string;
  readonly trunk: LegRecord;
  readonly fromMs: number;
  readonly untilMs: number;
}

export function trunkTimes({ details, called, endedAtMs }: CallRecord): readonly TrunkTime[] {
  return details.changes.flatMap((change, index) => {
    const { by, to, trunk, trunkNumber, atMs } = change;
    if (trunk === '') return [];
    const untilMs = details.changes[index + 1]?.atMs ?? endedAtMs;
    return [{ by, trunk: { ...called, number: to, name: '', trunk, trunkNumber }, fromMs: atMs, untilMs }];
  });
}
