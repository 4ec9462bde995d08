// What may take longer than a page waits for its answer: the rest is told by the view that shows it.

import type { Clock } from '#base';

/** A browser's connection without a byte for a minute is ended; who waits this long has been told enough. */
const patienceMs = 20_000;

/** What `work` comes to, or undefined when it goes on without whoever asked. */
export function soon<T>(work: Promise<T>, clock: Clock): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(patienceMs, () => resolve(undefined));
    work.then(resolve, reject).finally(stop);
  });
}
