// A decision while it is made: the attempt, the tables, the time on the site's clock, and who listens to its steps.

import { no, ok, type Refusal, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import { serviceClassOf } from '../restriction/restriction.ts';
import type { SiteMoment } from '../times/mode.ts';
import type { CallAttempt, Forward, Party, Step } from './attempt.ts';
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

/**
 * Whether everyone who is put through to them may call them: the caller, whoever passed it on, and whoever transfers it, whose class may
 * spare the caller the question.
 */
export function mayAllConnect(deciding: Deciding, passedOnBy: readonly Forward[], to: Party): Result<void> {
  const { caller, transferredBy } = deciding.attempt;
  const { plan } = deciding.tables;
  const isSpared =
    transferredBy !== undefined &&
    plan.services.of(serviceClassOf(transferredBy.record, deciding.moment.mode)).overrideInterconnect;
  const first = isSpared ? yes : mayConnect(deciding, caller, to);
  if (!first.ok) return first;
  const others = passedOnBy.map(({ station }) => station);
  for (const party of transferredBy === undefined ? others : [transferredBy, ...others]) {
    const allowed = mayConnect(deciding, party, to);
    if (!allowed.ok) return allowed;
  }
  return first;
}

const yes = ok(undefined);

/** Whether one may call the other, by the matrix of their interconnect numbers. */
function mayConnect(deciding: Deciding, from: Party, to: Party): Result<void> {
  const { interconnectNumber: caller } = from.record;
  const { interconnectNumber: called } = to.record;
  if (!deciding.tables.plan.interconnect.isDenied(caller, called)) return ok(undefined);
  const refusal = callCodes.refuse('calls.interconnect', { from: nameOf(from), to: nameOf(to) });
  return refused(deciding, refusal, 'interconnect-restriction', String(caller));
}
