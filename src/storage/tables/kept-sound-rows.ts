// Sound that is kept: messages, greetings, recordings. What is said of each is a text to this room, and its sound a file beside the database.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';

export interface KeptSoundRow {
  /** Of its file too. */
  readonly id: string;
  /** Whose it is: a mailbox, an extension. */
  readonly owner: string;
  readonly kind: string;
  readonly state: string;
  readonly atMs: number;
  readonly changedAtMs: number;
  /** A sealed text. */
  readonly body: string;
}

export class KeptSoundRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** In the order in which they were made. */
  async all(tx?: Tx): Promise<readonly KeptSoundRow[]> {
    const rows = await readFrom(this.#database, tx)
      .selectFrom('kept_sound')
      .selectAll()
      .orderBy('at_ms')
      .orderBy('id')
      .execute();
    return rows.map(({ id, owner, kind, state, at_ms, changed_at_ms, body }) =>
      Object.freeze({ ...{ id, owner, kind, state, body }, atMs: at_ms, changedAtMs: changed_at_ms }),
    );
  }

  async insert(tx: Tx, { id, owner, kind, state, atMs, changedAtMs, body }: KeptSoundRow): Promise<void> {
    await Tx.statements(tx)
      .insertInto('kept_sound')
      .values({ ...{ id, owner, kind, state, body }, at_ms: atMs, changed_at_ms: changedAtMs })
      .execute();
  }

  async setState(tx: Tx, id: string, state: string, changedAtMs: number): Promise<void> {
    await Tx.statements(tx)
      .updateTable('kept_sound')
      .set({ state, changed_at_ms: changedAtMs })
      .where('id', '=', id)
      .execute();
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await Tx.statements(tx).deleteFrom('kept_sound').where('id', '=', id).execute();
  }
}
