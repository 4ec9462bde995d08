// The steps of the setup assistant, and what is already done of them: read from the system itself, so that it can be left and resumed anywhere.

export const stepIds = [
  'welcome',
  'system',
  'certificate',
  'numbering',
  'phones',
  'call',
  'security',
  'summary',
] as const;

export type StepId = (typeof stepIds)[number];

/** What the system shows of its own state. */
export interface Facts {
  /** Changed by somebody since it was made. */
  readonly systemChanged: boolean;
  readonly numberingChanged: boolean;
  readonly extensions: number;
  readonly registered: number;
  readonly callsOnRecord: number;
  /** Every line of the adopted security profile that the system can meet by itself is met; undefined where that may not be seen. */
  readonly profileMet: boolean | undefined;
  readonly finished: boolean;
}

export const isStep = (text: unknown): text is StepId => stepIds.some((id) => id === text);

/** Steps whose outcome can be seen. Of the others nobody can tell, and nobody is told. */
export function isDone(step: StepId, facts: Facts): boolean | undefined {
  switch (step) {
    case 'system':
      return facts.systemChanged;
    case 'numbering':
      return facts.numberingChanged || facts.extensions > 0;
    case 'phones':
      return facts.registered >= 2;
    case 'call':
      return facts.callsOnRecord > 0;
    case 'security':
      return facts.profileMet;
    case 'summary':
      return facts.finished;
    default:
      return undefined;
  }
}

/** Where to go on: after the last step that is done (a profile is met before anybody did anything); after the welcome where nothing is; undefined when all is done. */
export function resumeAt(facts: Facts): StepId | undefined {
  if (facts.finished) return undefined;
  const last = stepIds.findLastIndex((step) => step !== 'security' && isDone(step, facts) === true);
  return stepIds[Math.max(last, 0) + 1];
}

export const stepAfter = (step: StepId): StepId => stepIds[stepIds.indexOf(step) + 1] ?? 'summary';

export const stepBefore = (step: StepId): StepId | undefined => stepIds[stepIds.indexOf(step) - 1];
