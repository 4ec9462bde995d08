// What a report says, put into the order in which a reader asks: what is broken, what waits for a person, what is fine.

import type { SecurityCheck, SecurityMoment } from '../../../portal/api.ts';
import type { StateKind } from '../../shell/State.tsx';

export const profileIds = ['minimum', 'medium', 'maximum', 'session-management-srg'] as const;
export type ProfileId = (typeof profileIds)[number];

/** The three that can be adopted, weakest first; each holds what the one before it asks for, or something stronger. */
export const ladder = ['minimum', 'medium', 'maximum'] as const;

export const isProfile = (text: unknown): text is ProfileId => profileIds.some((id) => id === text);
export const isAdoptable = (text: string): text is (typeof ladder)[number] => ladder.some((id) => id === text);

export const states = ['not-met', 'to-do', 'unknown', 'met', 'not-applicable'] as const;
export type CheckState = (typeof states)[number];

/** Colour and shape of a state; what is not met is only as red as it is severe. */
export function markOf({ state, severity }: Pick<SecurityCheck, 'state' | 'severity'>): StateKind {
  if (state === 'met') return 'proven';
  if (state === 'not-applicable' || state === 'unknown') return 'off';
  return state === 'to-do' || severity === 'minor' ? 'weak' : 'broken';
}

const severities: readonly SecurityCheck['severity'][] = ['critical', 'major', 'minor'];

/** The lines of each state, worst first; states without lines are left out. */
export function inGroups(
  lines: readonly SecurityCheck[],
): readonly (readonly [CheckState, readonly SecurityCheck[]])[] {
  const rank = ({ severity }: SecurityCheck): number => severities.indexOf(severity);
  return states
    .map((state) => [state, lines.filter((line) => line.state === state).sort((a, b) => rank(a) - rank(b))] as const)
    .filter(([, found]) => found.length > 0);
}

/** True where `grade` is this profile or a stronger one. */
export const reaches = (grade: string, profile: string): boolean =>
  isAdoptable(grade) && isAdoptable(profile) && ladder.indexOf(grade) >= ladder.indexOf(profile);

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The share of lines that were met over time, as the corners of a staircase in a box of `width` by `height`: what was true stays so until
 * the next moment. Moments come newest first.
 */
export function staircase(
  moments: readonly SecurityMoment[],
  untilMs: number,
  { width, height }: { readonly width: number; readonly height: number },
): readonly Point[] {
  const inOrder = [...moments].reverse();
  const [first] = inOrder;
  if (first === undefined) return [];
  const spanMs = Math.max(1, untilMs - first.atMs);
  const placeOf = (atMs: number): number => ((atMs - first.atMs) / spanMs) * width;
  const levelOf = ({ met, notMet, toDo }: SecurityMoment): number =>
    height * (1 - met / Math.max(1, met + notMet + toDo));
  const corners = inOrder.flatMap((moment, index): Point[] => {
    const x = placeOf(moment.atMs);
    const before = inOrder[index - 1];
    const y = levelOf(moment);
    return before === undefined
      ? [{ x, y }]
      : [
          { x, y: levelOf(before) },
          { x, y },
        ];
  });
  const last = corners.at(-1);
  return last === undefined ? corners : [...corners, { x: width, y: last.y }];
}
