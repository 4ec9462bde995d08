// The states of the adopted profile's lines, from one look to the next: what moved, since when, and by whose change.

import type { RecordChangeRow } from '#storage';
import type { Checked } from './checker.ts';
import type { State } from './line.ts';

/** The change of configuration that moved a line; 0 and blank where none is known. */
export interface Cause {
  readonly atMs: number;
  readonly by: string;
  readonly auditId: number;
}

export interface LineState extends Cause {
  readonly state: State;
  /** It was met, or did not apply, at some time while this profile was adopted. */
  readonly wasMet: boolean;
}

export type LineStates = Readonly<Record<string, LineState>>;

export interface Moved {
  readonly id: string;
  readonly statement: string;
  readonly from: string;
  readonly to: string;
}

export interface Step {
  readonly states: LineStates;
  readonly moved: readonly Moved[];
  /** Of the first line that moved by a change that is known. */
  readonly cause: Cause;
}

export const noCause: Cause = Object.freeze({ atMs: 0, by: '', auditId: 0 });

/** What has become of `before`; `changes` are those of the configuration since, newest first. */
export function step(
  before: LineStates,
  checked: readonly Checked[],
  changes: readonly RecordChangeRow[],
  nowMs: number,
): Step {
  const states: Record<string, LineState> = {};
  const moved: Moved[] = [];
  let cause = noCause;
  for (const { line, seen } of checked) {
    const was = Object.hasOwn(before, line.id) ? before[line.id] : undefined;
    const wasMet = seen.state === 'met' || seen.state === 'not-applicable' || was?.wasMet === true;
    if (was?.state === seen.state) {
      states[line.id] = { ...was, wasMet };
      continue;
    }
    const found = causeOf(line.watches, changes) ?? { ...noCause, atMs: nowMs };
    states[line.id] = { state: seen.state, wasMet, ...found };
    if (was === undefined) continue;
    moved.push({ id: line.id, statement: line.statement, from: was.state, to: seen.state });
    if (cause.auditId === 0) cause = found;
  }
  return { states, moved, cause };
}

/** The newest change of a form that can move the line. */
function causeOf(watches: readonly string[], changes: readonly RecordChangeRow[]): Cause | undefined {
  const row = changes.find(({ form }) => watches.includes(form));
  return row && { atMs: row.atMs, by: row.changedBy, auditId: row.auditId };
}

/** Lines that are broken: not met, or to do again though they were met. */
export const isBroken = ({ state, wasMet }: LineState): boolean => state === 'not-met' || (state === 'to-do' && wasMet);

export const printStates = (states: LineStates): string => JSON.stringify(states);

/** What `printStates` wrote; nothing where it is something else. */
export function readStates(text: string): LineStates {
  const read: unknown = JSON.parse(text === '' ? '{}' : text);
  // Only this file writes it.
  return typeof read === 'object' && read !== null ? (read as LineStates) : {};
}
