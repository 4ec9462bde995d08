// What the test of a trunk says: one step after the other, each with what to do where it failed.

export type StepName = 'name' | 'connection' | 'certificate' | 'options' | 'authentication' | 'call';

export interface TestStep {
  readonly step: StepName;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  /** What was found, in a whole sentence. */
  readonly words: string;
  /** What to do; blank unless it failed. */
  readonly remedy: string;
}

export interface TestOptions {
  /** A number to which a call is made and taken back as soon as it rings. */
  readonly call?: string;
}

export const passed = (step: StepName, words: string): TestStep => ({ step, outcome: 'ok', words, remedy: '' });
export const skipped = (step: StepName, words: string): TestStep => ({ step, outcome: 'skipped', words, remedy: '' });
export const failed = (step: StepName, words: string, remedy: string): TestStep => ({
  ...{ step, outcome: 'failed', words, remedy },
});
