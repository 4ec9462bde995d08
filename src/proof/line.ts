// A line of a security profile: one demand, how it is looked at, and what to do when it is not met. Its law: nothing is met that nobody looked at.

import type { World } from './world.ts';

/** `to-do`: only a person can bring it. `unknown`: it could not be looked at. */
export type State = 'met' | 'not-met' | 'to-do' | 'not-applicable' | 'unknown';
export type Severity = 'critical' | 'major' | 'minor';

/** What a look at the system has shown. */
export interface Seen {
  readonly state: State;
  /** The value, or what is there, in a few words. */
  readonly current: string;
  /** What was seen, where and how; of a live check with address, port and time. */
  readonly evidence: string;
}

/** A change of one record that helps to meet a line. */
export interface Mend {
  readonly form: string;
  readonly key?: string;
  readonly patch: Readonly<Record<string, unknown>>;
}

/** What a line says, whatever is seen. */
export interface LineWords {
  readonly statement: string;
  readonly severity: Severity;
  readonly wanted: string;
  readonly why: string;
  readonly remedy: string;
  readonly mayBreak: string;
  /** Where it is changed: a form's id, or blank. */
  readonly form: string;
}

export interface Line extends LineWords {
  /** `PROFILE.NAME`, or an id of the SRG. */
  readonly id: string;
  /** Where the demand comes from, such as "Implementing Security, Medium, 6". */
  readonly source: string;
  /** The forms whose changes can move it. */
  readonly watches: readonly string[];
  look(world: World): Seen;
  /** The changes that meet it; none where only a person can bring it. */
  mend(world: World): readonly Mend[];
}

/** A line without its place in a profile. */
export type Demand = Omit<Line, 'id' | 'source'>;

export interface Profile {
  readonly id: ProfileId;
  readonly title: string;
  readonly lines: readonly Line[];
}

export const gradeIds = ['minimum', 'medium', 'maximum'] as const;
export type GradeId = (typeof gradeIds)[number];
export type ProfileId = GradeId | 'session-management-srg';

export const met = (current: string, evidence: string): Seen => ({ state: 'met', current, evidence });
export const notMet = (current: string, evidence: string): Seen => ({ state: 'not-met', current, evidence });
export const toDo = (current: string, evidence: string): Seen => ({ state: 'to-do', current, evidence });
export const unknown = (evidence: string): Seen => ({ state: 'unknown', current: '', evidence });
export const notApplicable = (evidence: string): Seen => ({ state: 'not-applicable', current: '', evidence });

/** Worst first: what two looks at one demand add up to. */
const order: readonly State[] = ['not-met', 'to-do', 'unknown', 'met', 'not-applicable'];

/** Several looks at one demand as one: the worst of them, and what each has seen. */
export function together(looks: readonly Seen[]): Seen {
  const [worst] = [...looks].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  if (worst === undefined) throw new Error('nothing was looked at');
  const words = (pick: (seen: Seen) => string): string =>
    [...new Set(looks.map(pick))].filter((text) => text !== '').join(' ');
  const current = worst.current !== '' ? worst.current : words((seen) => seen.current);
  return { state: worst.state, current, evidence: words((seen) => seen.evidence) };
}
