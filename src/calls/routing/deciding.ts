// A decision while it is made: the attempt, the tables, the time on the site's clock, and who listens to its steps.

import { no, ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { SiteMoment } from '../times/mode.ts';
import type { CallAttempt, Party, Step } from './attempt.ts';
import type { Tables } from './tables.ts';

export type Tell = (step: Step) => void;

export interface Deciding {
  readonly attempt: CallAttempt;
  readonly tables: Tables;
  readonly moment: SiteMoment;
  readonly tell: Tell | undefined;
}

export const decidingOf = (attempt: CallAttempt, tables: Tables, tell: Tell | undefined): Deciding => ({
  ...{ attempt, tables, tell },
  moment: tables.plan.times.at(attempt.atMs),
});

const nameOf = (party: Party): string =>
  party.kind === 'station' ? `extension ${party.number}` : `trunk ${party.name}`;

/** Refuses, and says so as the last step. */
export function refused({ tell }: Deciding, refusal: Refusal, form = '', key = ''): Result<never> {
  tell?.({ form, key, words: `Refused: ${refusal.words}.` });
  return no(refusal);
}

/** Whether one may call the other, by the matrix of their interconnect numbers. */
export function mayConnect(deciding: Deciding, from: Party, to: Party): Result<void> {
  const { interconnectNumber: caller } = from.record;
  const { interconnectNumber: called } = to.record;
  if (!deciding.tables.plan.interconnect.isDenied(caller, called)) return ok(undefined);
  const refusal = callCodes.refuse('calls.interconnect', { from: nameOf(from), to: nameOf(to) });
  return refused(deciding, refusal, 'interconnect-restriction', String(caller));
}
