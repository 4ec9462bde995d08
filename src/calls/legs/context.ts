// What every call works with: handed in once by the call server.

import type { Clock, Events, Log } from '#base';
import type { AuditFact, BegunCall, CallRecord } from '#records';
import type { DigestClient, Flow, TransactionLayer } from '#sip';
import type { CallEvent } from '../call-events.ts';
import type { GroupMemory } from '../groups/group-memory.ts';
import type { FeatureDialled } from '../numbering/feature-codes.ts';
import type { RecentNumbers } from '../numbering/recent-numbers.ts';
import type { OutgoingCall, Party } from '../routing/attempt.ts';
import type { Tables } from '../routing/tables.ts';
import type { Station } from '../stations/station.ts';
import type { SystemOptions } from '../system-options.form.ts';
import type { GuardQuestion } from '../tollguard/look.ts';
import type { Trunk, TrunkWay } from '../trunks/trunk.ts';
import type { Activity } from '../watching/activity.ts';
import type { DialogTable } from './dialog-table.ts';
import type { Dressed } from './dressed.ts';

/** The book that calls write to: neither function waits for anything. */
export interface CallBook {
  begin(call: Omit<BegunCall, 'answeredAtMs'>): void;
  write(record: CallRecord): void;
}

/** What the public network is told of those who call it, from the configuration. */
export interface OutsideFacts {
  /** The number by which the station is reached from there; '' where it has none. */
  numberOf(station: Station): string;
  /** How a number is written within the country. */
  nationalOf(e164: string): string;
  /** Whether its calls show it (Class of Service, "Display Caller ID"). */
  shows(party: Party, atMs: number): boolean;
  /** What goes along with an emergency call from there, and the number that is called back; undefined where nothing is known. */
  locate(station: Station, flow: Flow): Located | undefined;
}

export interface Located {
  readonly number: string;
  readonly dress: (offer: string) => Dressed;
}

/** A call that goes out, as the toll guard accounts for it. */
export interface CallGuard {
  /** What it has refused a call for. */
  refused(question: GuardQuestion): void;
  begin(call: { readonly id: string; readonly outgoing: OutgoingCall; readonly trunk: string }): void;
  answered(id: string): void;
  ended(id: string): void;
}

export interface CallContext {
  readonly clock: Clock;
  readonly log: Log;
  readonly layer: TransactionLayer;
  readonly dialogs: DialogTable;
  readonly book: CallBook;
  readonly events: Events<CallEvent>;
  /** What decides on a call of this party, as of this moment. Who has guessed too many account codes knows none for a time. */
  readonly tables: (caller: Party) => Tables;
  /** A wrong account code was dialled. */
  readonly guessed: (caller: Party) => void;
  readonly options: () => SystemOptions;
  /** The devices that ring for a station now: those of the desk where the person is, and their own unless somebody else is there. */
  readonly devices: (station: Station) => readonly Device[];
  /** The devices that are registered under a station, whoever is at them. */
  readonly devicesOf: (station: Station) => readonly Device[];
  /** The places to which a call by this trunk can be sent now, the best one first. */
  readonly ways: (trunk: Trunk) => readonly TrunkWay[];
  /** What answers the trunk's challenges; undefined where we have no account there. */
  readonly digestOf: (trunk: Trunk) => DigestClient | undefined;
  readonly outside: OutsideFacts;
  /** Accounts for calls to the public network while they last. */
  readonly guard: CallGuard;
  /** What extensions have dialled last, and who called them. */
  readonly recent: Pick<RecentNumbers, 'dialled' | 'called'>;
  readonly note: (fact: AuditFact) => void;
  /** What extensions are doing, for whoever watches them. */
  readonly activity: Activity;
  readonly groups: GroupMemory;
  /** What the toll guard accounts for under the first call belongs to the second from now on. */
  readonly movedInto: (callId: string, into: string) => void;
  /** Carries out a feature code; resolves to false when it could not be done. */
  readonly feature: (dialled: FeatureDialled, caller: FeatureCaller) => Promise<boolean>;
}

/** Who dials a feature code, at whose device, and from where. */
export interface FeatureCaller {
  readonly station: Station;
  /** The extension of the device, where it is not their own. */
  readonly desk: Station | undefined;
  readonly flow: Flow;
}

/** A device to ring: where its requests are addressed to, and the way there. */
export interface Device {
  readonly contact: string;
  readonly flow: Flow;
  /** The extension that it belongs to, where it rings for a person who is logged in there. */
  readonly desk?: Station | undefined;
}
