// Turns of two that must not meet: reading a page of the trail, and taking archived entries out of it.

export class Turn {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` when all that came before it has ended, well or not. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
