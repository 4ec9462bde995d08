// A steady rate: so many beginnings a second, however late the timers are.

import type { Cancel, Clock } from '#base';

const tickMs = 10;

/** Begins `count` operations at the rate, in order; the returned function stops it. */
export function atRate(clock: Clock, count: number, perSecond: number, begin: (index: number) => void): Cancel {
  const startedMs = clock.steadyMs();
  let begun = 0;
  let next: Cancel | undefined;
  const tick = (): void => {
    const due = Math.min(count, 1 + Math.floor(((clock.steadyMs() - startedMs) * perSecond) / 1_000));
    while (begun < due) begin(begun++);
    next = begun < count ? clock.after(tickMs, tick) : undefined;
  };
  tick();
  return () => {
    begun = count;
    next?.();
  };
}
