// Long work in short pieces: calls are served between them.

import { setImmediate as nextTurn } from 'node:timers/promises';

/** Some 5 ms of work on records. */
const chunkSize = 100;

/** Does `work` for each item in order, giving way to other work after every 100. */
export async function eachInChunks<T>(items: Iterable<T>, work: (item: T, index: number) => void): Promise<void> {
  let index = 0;
  for (const item of items) {
    if (index > 0 && index % chunkSize === 0) await nextTurn();
    work(item, index++);
  }
}
