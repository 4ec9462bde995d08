// The call as those see it who set it up.

import type { Refusal } from '#base';
import type { ServerTransaction } from '#sip';
import type { CallAccount, CallEnd } from '../call-account.ts';
import type { MediaExchange, Side } from '../media-policy/exchange.ts';
import type { FeatureDialled } from '../numbering/feature-codes.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { Leg, LegUser } from './leg.ts';
import type { CallState } from './states.ts';

/** The call that is set up: what it is, and what setting up comes to. */
export interface SetupCall extends LegUser {
  readonly id: string;
  readonly state: CallState;
  readonly dialled: string;
  /** What was dialled, with the account code in front of it. */
  readonly asked: string;
  readonly callerLeg: Leg;
  readonly account: CallAccount;
  refuseBy(refusal: Refusal): void;
  /** The INVITE has a Replaces header (RFC 3891). */
  takesPlaceOf(replaced: string, transaction: ServerTransaction): void;
  /** Takes a call over, where the code is one for that. */
  serves(dialled: FeatureDialled, transaction: ServerTransaction): boolean;
  end(end: CallEnd): void;
  endBoth(by: CallEnd['by'], outcome: CallEnd['outcome'], status: number, cause: string): void;
  agree(exchange: MediaExchange): void;
  take(side: Side, trunk: Trunk, isEmergency: boolean, ended?: () => void): boolean;
  talk(leg: Leg | undefined): void;
  settled(): void;
  rings(): void;
  onMediaChanged(): void;
  onBroken(leg: Leg, why: string): void;
}
