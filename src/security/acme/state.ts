// What is remembered of each place's certificate from ACME: nothing secret, so that a restart neither forgets a failure nor asks anew.

import type { KeptValues } from '../kept.ts';

export interface PlaceState {
  /** PEM, the leaf first; blank while none was issued. */
  readonly certificate: string;
  /** From which directory it came. */
  readonly directoryUrl: string;
  /** When it is ordered anew; 0: as soon as possible. */
  readonly renewAtMs: number;
  /** When renewal information is asked for next. */
  readonly askAtMs: number;
  /** Orders that failed since the last success. */
  readonly failures: number;
  /** After a failure nothing is ordered before. */
  readonly notBeforeMs: number;
  readonly lastTryMs: number;
  /** Why the last order failed; blank when it did not. */
  readonly words: string;
  /** The code of that. */
  readonly code: string;
}

const noState: PlaceState = Object.freeze({
  ...{ certificate: '', directoryUrl: '', renewAtMs: 0, askAtMs: 0 },
  ...{ failures: 0, notBeforeMs: 0, lastTryMs: 0, words: '', code: '' },
});

const nameOf = (place: string): string => `security.acme-${place}`;

export class AcmeStates {
  readonly #values: KeptValues;
  readonly #states = new Map<string, PlaceState>();

  private constructor(values: KeptValues) {
    this.#values = values;
  }

  static async open(values: KeptValues, places: readonly string[]): Promise<AcmeStates> {
    const states = new AcmeStates(values);
    for (const place of places) {
      const kept = await values.get(nameOf(place));
      // Written here alone, with every member.
      if (kept !== undefined) states.#states.set(place, { ...noState, ...(JSON.parse(kept) as PlaceState) });
    }
    return states;
  }

  get(place: string): PlaceState {
    return this.#states.get(place) ?? noState;
  }

  async put(place: string, change: Partial<PlaceState>): Promise<void> {
    const next = { ...this.get(place), ...change };
    await this.#values.set(nameOf(place), JSON.stringify(next));
    this.#states.set(place, next);
  }
}
