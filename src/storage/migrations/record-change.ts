// The second step: changes of records field by field; and which first records a system has had, by their keys.

import { type Kysely, sql } from 'kysely';
import type { DialectName } from '../database.ts';

export async function recordChange(dialect: DialectName, database: Kysely<unknown>): Promise<void> {
  const number = dialect === 'sqlite' ? 'integer' : 'bigint';
  const { schema } = database;
  const table = schema
    .createTable('record_change')
    .addColumn('audit_id', number, (column) => column.primaryKey().notNull())
    .addColumn('form', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at_ms', number, (column) => column.notNull())
    .addColumn('changed_by', 'text', (column) => column.notNull())
    .addColumn('differences', 'text', (column) => column.notNull());
  await (dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table).execute();
  await schema.createIndex('record_change_of').on('record_change').columns(['form', 'key', 'audit_id']).execute();
  // The mark of the first schema did not name the records; there was one form that had any, and they were these.
  const value = '["sip-tls","sip-tcp","sip-udp"]';
  await sql`update system_value set value = ${value}
    where name = 'first-records.network-listeners' and value = 'added'`.execute(database);
}
