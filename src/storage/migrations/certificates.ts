// The step of certificates: what the private authority has issued, and what it took back.

import { type Kysely, sql } from 'kysely';
import type { DialectName } from '../database.ts';

export async function certificates(dialect: DialectName, database: Kysely<unknown>): Promise<void> {
  const number = dialect === 'sqlite' ? 'integer' : 'bigint';
  const table = database.schema
    .createTable('issued_certificate')
    .addColumn('serial', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('issued_at_ms', number, (column) => column.notNull())
    .addColumn('issued_by', 'text', (column) => column.notNull())
    .addColumn('ends_at_ms', number, (column) => column.notNull())
    .addColumn('revoked_at_ms', number, (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull());
  // SQLite checks the types of columns only in strict tables.
  await (dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table).execute();
}
