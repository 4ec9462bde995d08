// A feature at work on a call: one at a time, so that two never pull at the same party.

import type { Flow } from '#sip';
import type { CallAccount, CallEnd } from '../call-account.ts';
import type { Leg, LegUser } from '../legs/leg.ts';
import type { SearchCall } from '../legs/search.ts';
import type { MediaExchange, Side } from '../media-policy/exchange.ts';

export interface CallTask {
  /** A party of the call has gone. True: the call goes on for the sake of the other one. */
  goesOnWithout(leg: Leg): boolean;
  /** Somebody who is no party of the call yet has gone. */
  lost(leg: Leg): void;
  flowClosed(flow: Flow): void;
  /** The call is over, or is clearing; the task has no call any more. */
  callEnded(): void;
}

/** A call as features see it. */
export interface TaskCall extends LegUser, Omit<SearchCall, 'account'> {
  readonly state: 'setup' | 'talking' | 'alone' | 'over';
  readonly asked: string;
  readonly account: CallAccount;
  readonly exchange: MediaExchange | undefined;
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
  /** Ends the call, but for one of its parties, who goes into another; gives what gives back its channel. */
  handOver(leg: Leg, into: TaskCall, cause: string): (() => void) | undefined;
  /** The caller's INVITE is given up while it rings; `lines` say why to those that ring. */
  takeBack(lines: string): void;
  endBoth(by: CallEnd['by'], outcome: CallEnd['outcome'], status: number, cause: string): void;
}
