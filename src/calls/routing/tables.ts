// All that a decision looks at, as of this moment.

import type { EmergencyLook } from '../emergency/look.ts';
import type { NumberingPlan } from '../numbering/numbering.form.ts';
import type { RecentLook } from '../numbering/recent-numbers.ts';
import type { Station } from '../stations/station.ts';
import type { GuardLook } from '../tollguard/look.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { RoutingPlan } from './plan.ts';

/** A record of Account Codes, without its code. */
export interface AccountCode {
  readonly name: string;
  /** 0: that of whoever dials. */
  readonly serviceClass: number;
  readonly restrictionClass: number;
}

export interface Tables {
  station(number: string): Station | undefined;
  trunk(name: string): Trunk | undefined;
  /** Every trunk, as SIP Trunks lists them. */
  trunks(): Iterable<Trunk>;
  /** Is there a way to its provider, as far as is known? */
  isUp(trunk: Trunk): boolean;
  /** Has the extension a call, or is it being called? */
  readonly isBusy?: (number: string) => boolean;
  /** What extensions have dialled last, and who called them; missing for whoever only asks what would become of a call. */
  readonly recent?: RecentLook;
  /** The enabled account code with these digits. How long it takes tells nothing of the codes that there are. */
  accountCodeNamed(code: string): AccountCode | undefined;
  readonly numbering: NumberingPlan;
  readonly plan: RoutingPlan;
  readonly emergency: EmergencyLook;
  readonly guard: GuardLook;
}

/** The same without what holds at this moment alone, for whoever asks how calls are decided. */
export function atRest({ isBusy: _busy, recent: _recent, ...lasting }: Tables): Tables {
  return lasting;
}
