// A bound on what lasts long: so many in all, so many of one caller, and no queue.

export class Bound {
  readonly #most: number;
  readonly #mostPerCaller: number;
  readonly #open = new Map<string, number>();
  #size = 0;

  constructor(most: number, mostPerCaller: number) {
    this.#most = most;
    this.#mostPerCaller = mostPerCaller;
  }

  get size(): number {
    return this.#size;
  }

  /** Does `work` when there is room for one more; undefined when there is none. */
  async within<T>(caller: string, work: () => Promise<T>): Promise<T | undefined> {
    const open = this.#open.get(caller) ?? 0;
    if (this.#size >= this.#most || open >= this.#mostPerCaller) return undefined;
    this.#open.set(caller, open + 1);
    this.#size += 1;
    try {
      return await work();
    } finally {
      this.#leave(caller);
    }
  }

  #leave(caller: string): void {
    this.#size -= 1;
    const left = (this.#open.get(caller) ?? 1) - 1;
    if (left === 0) this.#open.delete(caller);
    else this.#open.set(caller, left);
  }
}
