// What is remembered of each line of the scheduler: since when it is there, and its last run. One value of the system, written in
// the transaction of the audit entry that tells the same.

import type { Storage, Tx } from '#storage';

export type Outcome = 'running' | 'done' | 'failed' | 'cut';

export interface LastRun {
  readonly startedAtMs: number;
  /** 0 while it runs. */
  readonly endedAtMs: number;
  readonly outcome: Outcome;
  /** What it did, or why it failed. */
  readonly words: string;
}

export interface Memory {
  /** What was due before is no miss. */
  readonly sinceMs: number;
  readonly last?: LastRun;
}

const valueName = 'schedule.runs';

export class Runs {
  readonly #storage: Pick<Storage, 'system' | 'transaction'>;
  #lines: ReadonlyMap<string, Memory> = new Map();

  private constructor(storage: Pick<Storage, 'system' | 'transaction'>) {
    this.#storage = storage;
  }

  static async open(storage: Pick<Storage, 'system' | 'transaction'>): Promise<Runs> {
    const runs = new Runs(storage);
    const stored = await storage.system.get(valueName);
    // Written here alone.
    if (stored !== undefined) runs.#lines = new Map(JSON.parse(stored) as [string, Memory][]);
    return runs;
  }

  get(name: string): Memory | undefined {
    return this.#lines.get(name);
  }

  /** Forgets lines that are gone and begins to remember new ones, all as `known` says. */
  async keepOnly(known: ReadonlyMap<string, Memory>): Promise<void> {
    await this.#storage.transaction((tx) => this.#write(tx, known));
    this.#lines = known;
  }

  /** Remembers a line's run; `also` writes what belongs to it. Neither is there without the other. */
  async put(name: string, memory: Memory, also: (tx: Tx) => Promise<unknown>): Promise<void> {
    const next = new Map(this.#lines).set(name, memory);
    await this.#storage.transaction(async (tx) => {
      await this.#write(tx, next);
      await also(tx);
    });
    this.#lines = next;
  }

  get lines(): ReadonlyMap<string, Memory> {
    return this.#lines;
  }

  #write(tx: Tx, lines: ReadonlyMap<string, Memory>): Promise<void> {
    return this.#storage.system.put(tx, valueName, JSON.stringify([...lines]));
  }
}
