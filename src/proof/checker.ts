// The checker: looks at every line of a profile in one world, and tells what it has seen. A line that throws is unknown, never met.

import type { Log } from '#base';
import { type GradeId, gradeIds, type Line, type Profile, type Seen, unknown } from './line.ts';
import { maximum } from './profiles/maximum.ts';
import { medium } from './profiles/medium.ts';
import { minimum } from './profiles/minimum.ts';
import { sessionManagementSrg } from './profiles/session-management-srg.ts';
import type { World } from './world.ts';

export const profiles: readonly Profile[] = [minimum, medium, maximum, sessionManagementSrg];

export const profileOf = (id: string): Profile | undefined => profiles.find((one) => one.id === id);

/** A line with what was seen of it. */
export interface Checked {
  readonly line: Line;
  readonly seen: Seen;
  /** The system can set it by itself. */
  readonly isFixable: boolean;
}

export function check(profile: Profile, world: World, log: Log): readonly Checked[] {
  return profile.lines.map((line) => {
    const seen = lookAt(line, world, log);
    return { line, seen, isFixable: seen.state === 'not-met' && line.mend(world).length > 0 };
  });
}

function lookAt(line: Line, world: World, log: Log): Seen {
  try {
    return line.look(world);
  } catch (fault) {
    const id = log.fault(`the security line ${line.id} could not be looked at`, fault);
    return unknown(`It could not be looked at (${id}).`);
  }
}

/** Every line that applies is met. */
export const isMet = (checked: readonly Checked[]): boolean =>
  checked.every(({ seen: { state } }) => state === 'met' || state === 'not-applicable');

/** The highest profile that is met in full, each with those below it; blank when none is. */
export function gradeOf(world: World, log: Log): GradeId | '' {
  let grade: GradeId | '' = '';
  for (const id of gradeIds) {
    const profile = profileOf(id);
    if (profile === undefined || !isMet(check(profile, world, log))) break;
    grade = id;
  }
  return grade;
}

/** The forms whose changes can move a line of any profile that grades. */
export const watchedForms: ReadonlySet<string> = new Set([
  'security-profile',
  ...[minimum, medium, maximum].flatMap(({ lines }) => lines.flatMap(({ watches }) => watches)),
]);
