// Single values of the system by name: its identity, what was made at the first start.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';

export class SystemValues {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(name: string, tx?: Tx): Promise<string | undefined> {
    const query = readFrom(this.#database, tx).selectFrom('system_value').select('value').where('name', '=', name);
    return (await query.executeTakeFirst())?.value;
  }

  async put(tx: Tx, name: string, value: string): Promise<void> {
    const query = Tx.statements(tx).insertInto('system_value').values({ name, value });
    await query.onConflict((conflict) => conflict.column('name').doUpdateSet({ value })).execute();
  }

  async delete(tx: Tx, name: string): Promise<void> {
    await Tx.statements(tx).deleteFrom('system_value').where('name', '=', name).execute();
  }
}
