// Mail on its way: what it is and how it stands is a sealed text to this room.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';

export interface OutgoingMailRow {
  readonly id: string;
  readonly atMs: number;
  /** Sealed. */
  readonly body: string;
}

export class OutgoingMailRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The oldest first. */
  async all(tx?: Tx): Promise<readonly OutgoingMailRow[]> {
    const rows = await readFrom(this.#database, tx)
      .selectFrom('outgoing_mail')
      .selectAll()
      .orderBy('at_ms')
      .orderBy('id')
      .execute();
    return rows.map(({ id, at_ms, body }) => Object.freeze({ id, atMs: at_ms, body }));
  }

  async insert(tx: Tx, { id, atMs, body }: OutgoingMailRow): Promise<void> {
    await Tx.statements(tx).insertInto('outgoing_mail').values({ id, at_ms: atMs, body }).execute();
  }

  async update(tx: Tx, id: string, body: string): Promise<void> {
    await Tx.statements(tx).updateTable('outgoing_mail').set({ body }).where('id', '=', id).execute();
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await Tx.statements(tx).deleteFrom('outgoing_mail').where('id', '=', id).execute();
  }
}
