// The step of busy lamps: subscriptions to events are kept, so that they go on after a restart.

import { type Kysely, sql } from 'kysely';
import type { DialectName } from '../database.ts';

export async function subscriptions(dialect: DialectName, database: Kysely<unknown>): Promise<void> {
  const table = database.schema
    .createTable('subscription')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('ends_at_ms', dialect === 'sqlite' ? 'integer' : 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull());
  // SQLite checks the types of columns only in strict tables.
  await (dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table).execute();
}
