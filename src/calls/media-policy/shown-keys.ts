// The keys that a phone has shown, and in which pair: whoever was told one can hear what is encrypted with it. It goes with the phone from
// pair to pair. Of very many the oldest are forgotten: a phone that draws so many does not come back to one.

import { limits } from '#base';

/** Two who are connected, or are to be. */
export type Pair = symbol;

export class ShownKeys {
  /** The pair in which each was shown; undefined where in more than one. */
  #pairs: Map<string, Pair | undefined> | undefined;

  /** All keys of a description (RFC 4568 §6.1), those of suites that were not chosen too. */
  add(body: string, pair: Pair): void {
    const keys = keysIn(body);
    if (keys.length === 0) return;
    this.#pairs ??= new Map();
    for (const key of keys) {
      const isOurs = !this.#pairs.has(key) || this.#pairs.get(key) === pair;
      this.#pairs.delete(key);
      this.#pairs.set(key, isOurs ? pair : undefined);
    }
    for (const [key] of this.#pairs) {
      if (this.#pairs.size <= limits.calls.shownKeys) return;
      this.#pairs.delete(key);
    }
  }

  /** Has nobody outside the pair been shown a key of this description? */
  areOurs(body: string, pair: Pair): boolean {
    const pairs = this.#pairs;
    return pairs === undefined || keysIn(body).every((key) => !pairs.has(key) || pairs.get(key) === pair);
  }
}

/**
 * What they begin with. Some phones cut the keys of all suites from one, so a longer one gives a shorter one away; 20 characters are the
 * first 120 bits.
 */
const keysIn = (body: string): string[] =>
  Array.from(body.matchAll(/inline:([^|\s;]{1,20})/g), ([, beginning]) => beginning ?? '');
