// Long work on many things, in slices: calls are served between them, people see how far it is, and it can be given up.

import { Pace } from '#base';

/** Looking at the time costs more than a small step. */
const stepsBetweenLooks = 8;

/** Does `work` for each item in order, giving way when a slice is used up. */
export async function eachInChunks<T>(
  items: Iterable<T>,
  work: (item: T, index: number) => void,
  pace: Pace = new Pace(),
): Promise<void> {
  let index = 0;
  for (const item of items) {
    if (index % stepsBetweenLooks === 0 && pace.due) await pace.giveWay();
    work(item, index++);
  }
}

export interface LongWorkOptions {
  /** Told now and then how much is done, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
  readonly signal?: AbortSignal;
}

/** Work of several parts, of which each has its share of the whole. */
export class LongWork {
  readonly #options: LongWorkOptions;
  #done = 0;

  constructor(options: LongWorkOptions = {}) {
    this.#options = options;
  }

  /** Whether somebody gave it up: then it is not done to its end, and what it gives is not to be used. */
  get isCancelled(): boolean {
    return this.#options.signal?.aborted === true;
  }

  /** Does `work` for each item in order, in slices; `share` of the whole is done with the last of `count`. */
  async each<T>(
    share: number,
    items: Iterable<T>,
    count: number,
    work: (item: T, index: number) => void,
  ): Promise<void> {
    const pace = new Pace();
    let index = 0;
    for (const item of items) {
      if (index % stepsBetweenLooks === 0 && pace.due) {
        this.#tell(share * (index / count));
        await pace.giveWay();
        if (this.isCancelled) return;
      }
      work(item, index++);
    }
    this.finish(share);
  }

  /** Tells that `part` (0 to 1) of the next `share` is done. */
  tell(share: number, part: number): void {
    this.#tell(share * part);
  }

  /** A part with this share is done. */
  finish(share: number): void {
    this.#done += share;
    this.#tell(0);
  }

  #tell(more: number): void {
    this.#options.onProgress?.(Math.min(this.#done + more, 1));
  }
}
