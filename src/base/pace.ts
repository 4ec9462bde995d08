// Long work in short pieces: calls are served between them.

import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

/** So long a piece of work may hold up a call. */
const sliceMs = 2;

/** The pace of one long piece of work. Ask `due` between its steps, each far shorter than a slice. */
export class Pace {
  #sinceMs = performance.now();

  /** True when the slice is used up. */
  get due(): boolean {
    return performance.now() - this.#sinceMs >= sliceMs;
  }

  /** Lets everything else go first, and rests for as long as it worked: it takes half of the time at most. */
  async giveWay(): Promise<void> {
    const workedMs = performance.now() - this.#sinceMs;
    await nextTurn();
    await pause(workedMs);
    this.#sinceMs = performance.now();
  }

  /** Gives way when the slice is used up. */
  async step(): Promise<void> {
    if (this.due) await this.giveWay();
  }
}
