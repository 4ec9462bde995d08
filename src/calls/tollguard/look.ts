// What decisions ask of the toll guard: whether a call that the restriction has let pass may be paid for.

import type { Result } from '#base';
import type { Party, Step } from '../routing/attempt.ts';

/** A call to the public network that the restriction has let pass, as the guard judges it. */
export interface GuardQuestion {
  readonly behind: Party;
  readonly serviceClass: number;
  readonly trunk: string;
  readonly e164: string;
  readonly atMs: number;
  readonly hasAccountCode: boolean;
}

/** Judges without changing anything; `tell` hears each limit that was looked at. A refusal is one of the codes calls.toll-… */
export interface GuardLook {
  judge(question: GuardQuestion, tell?: (step: Step) => void): Result<void>;
}
