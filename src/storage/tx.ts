// A transaction as other rooms see it: something to hand to the row repositories, and a place to hang work on its end.

import type { Transaction } from 'kysely';
import type { Tables } from './tables/schema.ts';

export class Tx {
  readonly #statements: Transaction<Tables>;
  readonly #before: (() => Promise<void>)[] = [];
  readonly #after: (() => Promise<void> | void)[] = [];

  constructor(statements: Transaction<Tables>) {
    this.#statements = statements;
  }

  /** Runs `work` as the last thing inside the transaction; if it fails, nothing is written. */
  beforeCommit(work: () => Promise<void>): void {
    this.#before.push(work);
  }

  /** Runs `work` once the transaction is on disk, before `transaction()` returns; a fault in it is logged, no more. */
  afterCommit(work: () => Promise<void> | void): void {
    this.#after.push(work);
  }

  /** For this room alone: the statements of the transaction. */
  static statements(tx: Tx): Transaction<Tables> {
    return tx.#statements;
  }

  /** For this room alone: work before the commit may add more of it. */
  static async finish(tx: Tx): Promise<void> {
    for (let work = tx.#before.shift(); work !== undefined; work = tx.#before.shift()) await work();
  }

  /** For this room alone. */
  static after(tx: Tx): readonly (() => Promise<void> | void)[] {
    return tx.#after;
  }
}
