// What somebody has given at the login so far; it is sent as a whole with every step, and kept nowhere.

import type { SecondFactor, SecondFactorOffer } from '../../../portal/api.ts';
import { ProblemError } from '../api.ts';

export interface Given {
  readonly loginId: string;
  readonly password: string;
  readonly newPassword?: string;
  readonly secondFactor?: SecondFactor;
}

export const factorNeeded = 'security.second-factor-needed';

/** What a refused login may be completed with; none where it was refused for something else. */
export const offerIn = (fault: unknown): SecondFactorOffer | undefined =>
  fault instanceof ProblemError ? fault.refusals.find(({ code }) => code === factorNeeded)?.secondFactor : undefined;
