// Wrong passcodes as they are counted, by whom they are about: what they are is a text to this room.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';

export interface PinLockRow {
  readonly name: string;
  /** JSON text. */
  readonly body: string;
}

export class PinLockRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(tx?: Tx): Promise<readonly PinLockRow[]> {
    const rows = await readFrom(this.#database, tx).selectFrom('pin_lock').selectAll().execute();
    return rows.map(({ name, body }) => Object.freeze({ name, body }));
  }

  /** In the place of what there was of that name; nothing where the body is undefined. */
  async put(tx: Tx, name: string, body: string | undefined): Promise<void> {
    await Tx.statements(tx).deleteFrom('pin_lock').where('name', '=', name).execute();
    if (body !== undefined) await Tx.statements(tx).insertInto('pin_lock').values({ name, body }).execute();
  }
}
