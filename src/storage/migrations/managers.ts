// The step of Managers: the computers that manage this system get a table, and a session knows the certificate it was made with.

import { type Kysely, sql } from 'kysely';
import type { DialectName } from '../database.ts';

export async function managers(dialect: DialectName, database: Kysely<unknown>): Promise<void> {
  const number = dialect === 'sqlite' ? 'integer' : 'bigint';
  const { schema } = database;
  const table = schema
    .createTable('manager')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull().unique())
    .addColumn('serial', 'text', (column) => column.notNull())
    .addColumn('certificate_ends_ms', number, (column) => column.notNull())
    .addColumn('enrolled_at_ms', number, (column) => column.notNull())
    .addColumn('enrolled_by', 'text', (column) => column.notNull())
    .addColumn('seen_at_ms', number, (column) => column.notNull())
    .addColumn('seen_from', 'text', (column) => column.notNull())
    .addColumn('seen_user', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('preferences', 'text', (column) => column.notNull());
  // SQLite checks the types of columns only in strict tables.
  await (dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table).execute();
  await schema
    .alterTable('session')
    .addColumn('certificate', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
}
