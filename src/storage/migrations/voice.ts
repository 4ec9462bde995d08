// The step of voice services: sound that is kept (its files lie beside the database), wrong passcodes that are counted,
// and mail on its way.

import { type Kysely, sql } from 'kysely';
import type { DialectName } from '../database.ts';

export async function voice(dialect: DialectName, database: Kysely<unknown>): Promise<void> {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const sound = database.schema
    .createTable('kept_sound')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('at_ms', whole, (column) => column.notNull())
    .addColumn('changed_at_ms', whole, (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull());
  const pins = database.schema
    .createTable('pin_lock')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('body', 'text', (column) => column.notNull());
  const mail = database.schema
    .createTable('outgoing_mail')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at_ms', whole, (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull());
  // SQLite checks the types of columns only in strict tables.
  for (const table of [sound, pins, mail])
    await (dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table).execute();
}
