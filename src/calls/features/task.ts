// A feature at work on a call: one at a time, so that two never pull at the same party.

import type { Refusal, Result } from '#base';
import type { Flow, ServerTransaction, SipMessage } from '#sip';
import type { CallAccount, CallEnd } from '../call-account.ts';
import type { Leg, LegUser } from '../legs/leg.ts';
import type { SearchCall } from '../legs/search.ts';
import type { CallState } from '../legs/states.ts';
import type { MediaExchange, Side } from '../media-policy/exchange.ts';
import type { Station } from '../stations/station.ts';

export interface CallTask {
  /** A party of the call has gone. True: the call goes on for the sake of the other one. */
  goesOnWithout(leg: Leg): boolean;
  /** Somebody who is no party of the call yet has gone. */
  lost(leg: Leg): void;
  flowClosed(flow: Flow): void;
  /** The call is over, or is clearing; the task has no call any more. */
  callEnded(): void;
}

/** What becomes of a call that waits, for whoever keeps it: it is not there any more, or nobody has taken it and it waits again. */
export interface Outcome {
  over(): void;
  failed(): void;
}

/** A call as features see it. */
export interface TaskCall extends LegUser, Omit<SearchCall, 'account'> {
  readonly state: CallState;
  readonly asked: string;
  readonly account: CallAccount;
  readonly exchange: MediaExchange | undefined;
  readonly task: CallTask | undefined;
  readonly callerLeg: Leg;
  at(side: Side): Leg | undefined;
  /** Takes up a task; false where there is one, or the call is over. */
  begin(task: CallTask): boolean;
  /** The task has been done. */
  finish(task: CallTask): void;
  /** How the toll guard will call the next time that it goes out. */
  nextAccount(): string;
  /** A new party takes a side; who had it is told to leave. */
  place(side: Side, leg: Leg, exchange: MediaExchange, given?: () => void): void;
  /** A party leaves, told nothing more; the other one is silent and waits. */
  leaveAlone(leg: Leg): void;
  /** The description with which the caller waits; '' without. */
  readonly waitingOffer: string;
  /** Nobody is to answer any more: those that ring are told that it was answered elsewhere. */
  stopRinging(): void;
  /** Somebody answers in place of those that rang; `body` goes to the caller, and its acknowledgement comes back. */
  answeredBy(leg: Leg, exchange: MediaExchange, body: string, acknowledged: (ack: SipMessage) => void): void;
  /** The caller is answered by the system, and waits for whoever it will talk to. */
  answeredAlone(): void;
  onMediaChanged(): void;
  refuseBy(refusal: Refusal): void;
  /** Ends the call, but for one of its parties, who goes into another; gives what gives back its channel. */
  handOver(leg: Leg, into: TaskCall, cause: string): (() => void) | undefined;
  /** The caller's INVITE is given up while it rings; `lines` say why to those that ring. */
  takeBack(lines: string): void;
  endBoth(by: CallEnd['by'], outcome: CallEnd['outcome'], status: number, cause: string): void;
}

/** A phone that has just called, and takes a place in another call: its own call and the INVITE. */
export interface Newcomer {
  readonly call: TaskCall;
  readonly transaction: ServerTransaction;
}

/** Who parks: their side of the call. */
export interface Parked {
  readonly call: TaskCall;
  readonly by: Leg;
  readonly person: Station;
  /** Tells their phone that it is done, before it is let go. */
  readonly done: () => void;
}

/** Where calls are parked. */
export interface Parking {
  /** Leaves the other party there; refused where somebody else is waiting. */
  park(parked: Parked, number: string): Result<void>;
  /** Of a place where nobody waits, and of one whose party the newcomer may not be connected with, the same is said. */
  retrieve(newcomer: Newcomer, number: string): Result<void>;
}
