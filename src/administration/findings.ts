// Findings: every refusal of a change, with its place, up to a bound.

import { limits, type Refusal } from '#base';
import { administrationCodes } from './administration.codes.ts';
import type { ChangeRefusal } from './requests.ts';

/** Where in a change something is wrong. */
export interface Spot {
  readonly form: string;
  readonly key: string;
  readonly change: number;
}

export class Findings {
  readonly #refusals: ChangeRefusal[] = [];
  readonly #refused = new Set<string>();
  #more = 0;

  refuse({ form, key, change }: Spot, ...refusals: readonly Refusal[]): void {
    if (refusals.length > 0) this.#refused.add(`${form} ${key}`);
    for (const refusal of refusals) {
      if (this.#refusals.length >= limits.forms.refusals) this.#more++;
      else this.#refusals.push({ ...refusal, form, key, change });
    }
  }

  /** Whether something is wrong with this record of the change already. */
  has(form: string, key: string): boolean {
    return this.#refused.has(`${form} ${key}`);
  }

  /** All of them, in the order of the changes. */
  get refusals(): readonly ChangeRefusal[] {
    const sorted = this.#refusals.toSorted((a, b) => a.change - b.change);
    const last = sorted.at(-1);
    if (this.#more === 0 || last === undefined) return sorted;
    const more = administrationCodes.refuse('administration.more-refusals', { count: this.#more });
    return [...sorted, { ...more, form: last.form, key: '', change: last.change }];
  }
}
