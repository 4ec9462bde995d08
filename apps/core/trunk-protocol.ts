// What is said of trunks between the core and those who ask it: a part of the protocols of the local socket and of the portal.

/** A step of the test of a trunk. */
export interface TrunkStepLine {
  readonly step: string;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly words: string;
  /** What to do; blank unless it failed. */
  readonly remedy: string;
}
