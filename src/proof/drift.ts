// Drift: what the adopted profile demands and is not met, told as an alarm that names the change and whose it was.

import type { Checked } from './checker.ts';
import type { Profile, Severity } from './line.ts';
import { isBroken, type LineStates } from './states.ts';

/** An alarm, as whoever tells alarms takes it. */
export interface Drift {
  readonly severity: Severity;
  readonly words: string;
  readonly remedy: string;
  readonly form: string;
  /** How many lines: more of them is worse. */
  readonly extent: number;
}

const severities: readonly Severity[] = ['critical', 'major', 'minor'];
const shown = 3;

/** Undefined while nothing is broken. What a person has yet to bring for the first time is no drift. */
export function driftOf({ title }: Profile, checked: readonly Checked[], states: LineStates): Drift | undefined {
  const broken = checked.flatMap((one) => {
    const state = states[one.line.id];
    return state !== undefined && isBroken(state) ? [{ ...one, state }] : [];
  });
  const [first] = [...broken].sort((a, b) => rank(a.line.severity) - rank(b.line.severity));
  if (first === undefined) return undefined;
  const named = broken.slice(0, shown).map(({ line, seen, state }) => {
    const by = state.auditId === 0 ? '' : `; changed by ${state.by}, audit entry ${state.auditId}`;
    return `${line.id} (${seen.current === '' ? seen.state : seen.current}${by})`;
  });
  const more = broken.length > shown ? ` and ${broken.length - shown} more` : '';
  return {
    severity: first.line.severity,
    words: `The adopted profile, ${title}, is not met: ${named.join(', ')}${more}.`,
    remedy: `${first.line.remedy} \`ringfence security check\` shows each line with its evidence.`,
    form: 'security-checks',
    extent: broken.length,
  };
}

const rank = (severity: Severity): number => severities.indexOf(severity);
