// What is said of trunks between the core and those who ask it: a part of the protocols of the local socket and of the portal.

/** A step of the test of a trunk. */
export interface TrunkStepLine {
  readonly step: string;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly words: string;
  /** What to do; blank unless it failed. */
  readonly remedy: string;
}

export interface TrunkTestParams {
  readonly name: string;
  /** A number that is called over the trunk; without it nobody is. */
  readonly call?: string;
}

/** What may be asked through the portal, with a session and its CSRF token. Each step comes as a chunk of JSON too. */
export interface TrunkMethods {
  readonly 'trunk.test': { readonly params: TrunkTestParams; readonly result: readonly TrunkStepLine[] };
}
