// The end of what sends: a moment for what is under way, and no longer. The system must be able to stop while a receiver is slow.

import type { Clock } from '#base';

const farewellMs = 500;

/** Returns when the work is done, or after a moment. What it still does then must change nothing. */
export async function farewell(work: Promise<void> | undefined, clock: Clock): Promise<void> {
  if (work === undefined) return;
  await new Promise<void>((resolve) => {
    const stop = clock.after(farewellMs, resolve);
    work.finally(() => {
      stop();
      resolve();
    });
  });
}
