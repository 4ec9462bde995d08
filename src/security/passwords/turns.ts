// Turns at something scarce, shared fairly: sources are served in rotation, and none may have more than a few waiting.

export interface TurnLimits {
  /** Turns under way at once. */
  readonly atOnce: number;
  /** Waiting in all. */
  readonly waiting: number;
  /** Waiting of one source. */
  readonly perSource: number;
}

export class Turns {
  readonly #limits: TurnLimits;
  /** Who waits, by source; the first source is served next, and then goes to the end. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #count = 0;
  #running = 0;

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  /** Runs `work` when its turn has come. Undefined at once, and nothing is run, when too many wait. */
  async take<T>(source: string, work: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    if (this.#running >= this.#limits.atOnce || this.#count > 0) {
      const own = this.#waiting.get(source) ?? [];
      if (this.#count >= this.#limits.waiting || own.length >= this.#limits.perSource) return undefined;
      this.#waiting.set(source, own);
      this.#count++;
      await new Promise<void>((go) => own.push(go));
    } else this.#running++;
    try {
      return { value: await work() };
    } finally {
      this.#pass();
    }
  }

  /** Gives the turn that has ended to whoever is next. */
  #pass(): void {
    const [first] = this.#waiting;
    const go = first?.[1].shift();
    if (first === undefined || go === undefined) {
      this.#running--;
      return;
    }
    const [source, own] = first;
    this.#waiting.delete(source);
    if (own.length > 0) this.#waiting.set(source, own);
    this.#count--;
    go();
  }
}
