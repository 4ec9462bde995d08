// The call as those see it who set it up.

import type { Refusal } from '#base';
import type { CallAccount, CallEnd } from '../call-account.ts';
import type { MediaExchange, Side } from '../media-policy/exchange.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { Leg, LegUser } from './leg.ts';

/** The call that is set up: what it is, and what setting up comes to. */
export interface SetupCall extends LegUser {
  readonly id: string;
  readonly state: 'setup' | 'talking' | 'alone' | 'over';
  readonly dialled: string;
  /** What was dialled, with the account code in front of it. */
  readonly asked: string;
  readonly callerLeg: Leg;
  readonly account: CallAccount;
  refuseBy(refusal: Refusal): void;
  end(end: CallEnd): void;
  endBoth(by: CallEnd['by'], outcome: CallEnd['outcome'], status: number, cause: string): void;
  agree(exchange: MediaExchange): void;
  take(side: Side, trunk: Trunk, isEmergency: boolean, ended?: () => void): boolean;
  talk(leg: Leg | undefined): void;
  settled(): void;
  onMediaChanged(): void;
  onBroken(leg: Leg, why: string): void;
}
