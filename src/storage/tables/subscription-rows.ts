// Subscriptions to events, each by the tag of its dialog: what they are is a text to this room.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';
import { insertFromJson } from './bulk.ts';

export interface SubscriptionRow {
  readonly id: string;
  readonly endsAtMs: number;
  /** JSON text. */
  readonly body: string;
}

/** Keys of one statement: far fewer than either database takes parameters. */
const keysPerStatement = 500;

export class SubscriptionRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(tx?: Tx): Promise<readonly SubscriptionRow[]> {
    const rows = await readFrom(this.#database, tx).selectFrom('subscription').selectAll().execute();
    return rows.map(({ id, ends_at_ms, body }) => Object.freeze({ id, endsAtMs: ends_at_ms, body }));
  }

  /** In the place of those with the same ids. */
  async put(tx: Tx, rows: readonly SubscriptionRow[]): Promise<void> {
    await this.delete(
      tx,
      rows.map(({ id }) => id),
    );
    const values = rows.map(({ id, endsAtMs, body }) => ({ id, ends_at_ms: endsAtMs, body }));
    const columns = { id: 'text', ends_at_ms: 'bigint', body: 'text' } as const;
    await insertFromJson(this.#database.dialect, Tx.statements(tx), 'subscription', columns, values);
  }

  async delete(tx: Tx, ids: readonly string[]): Promise<void> {
    for (let first = 0; first < ids.length; first += keysPerStatement)
      await Tx.statements(tx)
        .deleteFrom('subscription')
        .where('id', 'in', ids.slice(first, first + keysPerStatement))
        .execute();
  }
}
