// What an alarm is: a condition that somebody should look at, from when it is raised until its cause has ended.

export type Severity = 'critical' | 'major' | 'minor';

/** Worst first. */
export const severities: readonly Severity[] = ['critical', 'major', 'minor'];

/** True when `a` is worse than `b`. */
export const isWorse = (a: Severity, b: Severity): boolean => severities.indexOf(a) < severities.indexOf(b);

/** What is wrong now, as whoever finds it says it. */
export interface Condition {
  readonly severity: Severity;
  /** What is wrong, in whole sentences. */
  readonly words: string;
  /** What to do. */
  readonly remedy: string;
  /** Where to look: a form's id, or blank. */
  readonly form: string;
  /** How much is concerned, where that can grow: then more of it is told as a worsening. */
  readonly extent?: number;
}

/** An alarm in its life. Times in milliseconds since 1970 UTC; 0: not yet. */
export interface Alarm extends Required<Condition> {
  /** Names this alarm, for people and programs; a condition that comes back days later makes another one. */
  readonly number: number;
  /** The condition that raised it. */
  readonly id: string;
  /** The highest severity that it has had. */
  readonly worst: Severity;
  /** How often it came; it counts on when it comes back soon after it was cleared. */
  readonly times: number;
  readonly raisedAtMs: number;
  readonly acknowledgedAtMs: number;
  readonly acknowledgedBy: string;
  readonly clearedAtMs: number;
}

/** What is told of an alarm. `repeated`: it came and went since it was told last. */
export type NoticeKind = 'raised' | 'worsened' | 'eased' | 'repeated' | 'acknowledged' | 'cleared' | 'test';

/** What destinations are told: one event in the life of an alarm, as docs/events.md describes it. */
export interface Notice {
  /** Counts up; the order of what happened. */
  readonly number: number;
  /** Unguessable, the same at each attempt: who gets it twice knows it by this. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly atMs: number;
  readonly alarm: Alarm;
}

export const isActive = ({ clearedAtMs }: Alarm): boolean => clearedAtMs === 0;
const isAcknowledged = ({ acknowledgedAtMs }: Alarm): boolean => acknowledgedAtMs !== 0;

/** Crying ones first, then acknowledged ones, then cleared ones; of the same state the worst, then the newest. */
export function byUrgency(a: Alarm, b: Alarm): number {
  const rank = (alarm: Alarm): number => (isActive(alarm) ? (isAcknowledged(alarm) ? 1 : 0) : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (rank(a) === 2) return b.clearedAtMs - a.clearedAtMs || b.number - a.number;
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.number - a.number;
}
