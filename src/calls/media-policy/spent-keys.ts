// The keys that a phone has shown to somebody: whoever knows one can hear what is encrypted with it. Beyond the limit every key counts as known.

import { limits } from '#base';

export class SpentKeys {
  readonly #keys: Set<string>;
  #isOverfull: boolean;

  constructor(before?: SpentKeys) {
    this.#keys = new Set(before === undefined ? [] : before.#keys);
    this.#isOverfull = before !== undefined && before.#isOverfull;
  }

  /** All keys of a description (RFC 4568 §6.1), those of suites that were not chosen too. */
  add(body: string): void {
    for (const key of keysIn(body)) this.#keys.add(key);
    if (this.#keys.size <= limits.calls.spentKeys) return;
    this.#isOverfull = true;
    this.#keys.clear();
  }

  addAll(others: SpentKeys): void {
    this.#isOverfull ||= others.#isOverfull;
    for (const key of others.#keys) this.#keys.add(key);
  }

  /** Is none of the keys of this description among them? */
  isFreshIn(body: string): boolean {
    return !this.#isOverfull && keysIn(body).every((key) => !this.#keys.has(key));
  }
}

/** As they are compared: the padding of Base64 says nothing. */
const keysIn = (body: string): string[] =>
  Array.from(body.matchAll(/inline:([^|\s;]+)/g), ([, key]) => (key ?? '').replace(/=+$/, ''));
