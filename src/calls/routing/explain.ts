// The tester: what would become of a call, in words, with each step that leads there. Nobody is called.

import type { Result } from '#base';
import type { CallAttempt, Decision, Step } from './attempt.ts';
import { decide } from './decide.ts';
import { modeWords } from './mode-words.ts';
import type { Tables } from './tables.ts';

export interface Explained {
  readonly decision: Result<Decision>;
  readonly words: string;
  readonly steps: readonly Step[];
}

export function explain(attempt: CallAttempt, tables: Tables): Explained {
  const { mode } = tables.plan.times.at(attempt.atMs);
  const steps: Step[] = [{ form: 'service-mode', key: '', words: `The call is made ${modeWords[mode]}.` }];
  const decision = decide(attempt, tables, (step) => {
    // A refusal of the only way is that of the call.
    if (step.words !== steps.at(-1)?.words) steps.push(step);
  });
  return { decision, words: wordsOf(decision), steps };
}

/** A decision as one sentence. */
export function wordsOf(decision: Result<Decision>): string {
  if (!decision.ok) return `Refused: ${decision.refusal.words}.`;
  const { value } = decision;
  if (value.kind === 'feature') return 'The feature code is carried out.';
  const by = value.forwardedBy.map(({ station }) => station.number);
  const forwarded = by.length === 0 ? '' : `, forwarded by ${by.join(', ')}`;
  if (value.kind === 'station') return `Extension ${value.station.number} is called${forwarded}.`;
  if (value.kind === 'group') {
    const members = value.members.map(({ number }) => number).join(', ');
    return `Group ${value.group.number} is called, which rings ${members}${forwarded}.`;
  }
  const { choices, e164, isEmergency } = value.outgoing;
  const ways = choices.map(
    ({ route, trunk, digits }) => `${route === '' ? '' : `route ${route}, `}trunk ${trunk.name} as ${digits}`,
  );
  const what = isEmergency ? 'An emergency call goes out' : `${e164 === '' ? 'The call' : e164} goes out`;
  return `${what} by ${ways.join('; then by ')}${forwarded}.`;
}
