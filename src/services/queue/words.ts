// What somebody who waits in a queue is told: their place, and how long it may take.

import type { PlayItem } from '#media';

const minuteMs = 60_000;

export function waitWords(
  position: number,
  expectedMs: number | undefined,
  count: (number: number) => readonly PlayItem[],
): readonly PlayItem[] {
  const place: readonly PlayItem[] =
    position <= 1 ? ['queue.you-are-next'] : ['queue.your-position', ...count(position)];
  if (expectedMs === undefined) return place;
  if (expectedMs < minuteMs) return [...place, 'queue.less-than-a-minute'];
  // "About one minutes" is said by nobody: from two on.
  const minutes = Math.max(2, Math.ceil(expectedMs / minuteMs));
  return [...place, 'queue.expected-wait', ...count(minutes), 'queue.minutes'];
}
