// What surfaces are told: a report of one profile, the standing in a few figures, the history. Plain values.

import { type Checked, isMet } from './checker.ts';
import type { GradeId, LineWords, Profile, State } from './line.ts';
import { type LineStates, type Moved, noCause } from './states.ts';

export interface ReportLine extends LineWords {
  readonly id: string;
  readonly source: string;
  readonly state: State;
  readonly evidence: string;
  readonly current: string;
  readonly fixable: boolean;
  readonly changedAtMs: number;
  readonly changedBy: string;
  readonly auditId: number;
}

export interface Report {
  readonly profile: string;
  readonly title: string;
  readonly adopted: string;
  readonly grade: GradeId | '';
  readonly met: boolean;
  readonly checkedAtMs: number;
  readonly lines: readonly ReportLine[];
}

/** The least that is worth knowing. */
export interface Standing {
  readonly grade: GradeId | '';
  /** `none` when none. */
  readonly adopted: string;
  /** Lines of the adopted profile that are not met or could not be looked at, and those that a person must bring. */
  readonly notMet: number;
  readonly toDo: number;
}

export interface HistoryMoment {
  readonly id: number;
  readonly atMs: number;
  readonly profile: string;
  readonly grade: string;
  readonly met: number;
  readonly notMet: number;
  readonly toDo: number;
  readonly moved: readonly Moved[];
  readonly by: string;
  readonly auditId: number;
}

function reportLine({ line, seen, isFixable }: Checked, states: LineStates): ReportLine {
  const { id, source, statement, severity, wanted, why, remedy, mayBreak, form } = line;
  const { atMs, by, auditId } = states[id] ?? noCause;
  return {
    ...{ id, source, statement, severity, wanted, why, remedy, mayBreak, form },
    ...{ state: seen.state, evidence: seen.evidence, current: seen.current, fixable: isFixable },
    ...{ changedAtMs: atMs, changedBy: by, auditId },
  };
}

export const reportOf = (
  { id, title }: Profile,
  checked: readonly Checked[],
  rest: Pick<Report, 'adopted' | 'grade' | 'checkedAtMs'>,
  states: LineStates,
): Report => ({
  ...{ profile: id, title, ...rest, met: isMet(checked) },
  lines: checked.map((one) => reportLine(one, states)),
});

/** How many are in which state. */
export function countsOf(checked: readonly Checked[]): Pick<HistoryMoment, 'met' | 'notMet' | 'toDo'> {
  const count = (...states: readonly State[]): number =>
    checked.filter(({ seen }) => states.includes(seen.state)).length;
  return { met: count('met'), notMet: count('not-met', 'unknown'), toDo: count('to-do') };
}
