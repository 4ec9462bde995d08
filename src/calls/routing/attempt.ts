// A call that somebody wants to make, and what becomes of it: the two ends of `decide`.

import type { HuntGroup } from '../groups/hunt-groups.form.ts';
import type { FeatureDialled } from '../numbering/feature-codes.ts';
import type { Station } from '../stations/station.ts';
import type { Trunk } from '../trunks/trunk.ts';

/** Who stands at one end of a call. */
export type Party = Station | Trunk;

/** Who calls what; frozen when the INVITE has been understood. */
export interface CallAttempt {
  readonly caller: Party;
  readonly dialled: string;
  /** Of a call that comes in by a trunk the number that is shown of its caller; '' or missing where it is withheld. */
  readonly shownNumber?: string;
  /** Who passes the caller on, when the call is a transfer: it goes out with their permissions. */
  readonly transferredBy?: Station | undefined;
  /** Wall-clock time: day or night, time plans and holidays go by it. */
  readonly atMs: number;
}

/** One way out: a route's trunk, and what is dialled there after the route has modified the digits. */
export interface TrunkChoice {
  readonly route: string;
  readonly trunk: Trunk;
  readonly digits: string;
  /** Whether the route puts digits in front of them, such as those that choose a carrier. */
  readonly isPrefixed: boolean;
}

/** Why an extension passes a call on. */
export type ForwardReason = 'always' | 'busy' | 'do not disturb' | 'no answer' | 'unreachable' | 'screened';

/** A call that was passed on: by whom, and why. */
export interface Forward {
  readonly station: Station;
  readonly why: ForwardReason;
}

/** What an outgoing call is, for all who account for it. */
export interface OutgoingCall {
  /** In the order in which they are tried; at least one. */
  readonly choices: readonly TrunkChoice[];
  /** The number of the public network with + and country code; '' where what was dialled is none. */
  readonly e164: string;
  /** Whose permissions let it out: the caller, or the last who forwarded it. */
  readonly behind: Party;
  /** A verified code's name, or the code as it was dialled; '' without. */
  readonly accountCode: string;
  readonly isEmergency: boolean;
}

/** How a call came to where it is. */
export interface Passed {
  /** The extensions that passed it on, in order. */
  readonly forwardedBy: readonly Forward[];
  /** The groups that did not answer it, in order. */
  readonly groups: readonly HuntGroup[];
}

/** A call that rings at an extension. */
export interface StationDecision extends Passed {
  readonly kind: 'station';
  readonly station: Station;
  /** By intercom, and its phones may answer by themselves. */
  readonly answersItself?: boolean;
}

/** A call that rings at members of a group. */
export interface GroupDecision extends Passed {
  readonly kind: 'group';
  readonly group: HuntGroup;
  /** Those who may be rung, in the group's order; at least one. */
  readonly members: readonly Station[];
}

export type Decision =
  | StationDecision
  | GroupDecision
  | { readonly kind: 'feature'; readonly feature: FeatureDialled }
  | { readonly kind: 'outgoing'; readonly outgoing: OutgoingCall; readonly forwardedBy: readonly Forward[] };

/** Whom a search can find: what a decision comes to, unless it is a feature code. */
export type Sought = Exclude<Decision, { kind: 'feature' }>;

/** A step of a decision in words, for the tester and for records of refused calls. */
export interface Step {
  /** What was looked at: the form's id, or blank. */
  readonly form: string;
  readonly key: string;
  readonly words: string;
}
