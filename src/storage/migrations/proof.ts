// The fifth step: moments at which the security grade changed; and which changes were made as one, so that they are undone as one.

import { type Kysely, sql } from 'kysely';
import type { DialectName } from '../database.ts';

export async function proof(dialect: DialectName, database: Kysely<unknown>): Promise<void> {
  const number = dialect === 'sqlite' ? 'integer' : 'bigint';
  const { schema } = database;
  const table = schema
    .createTable('security_history')
    .addColumn('id', number, (column) => column.primaryKey().notNull())
    .addColumn('at_ms', number, (column) => column.notNull())
    .addColumn('profile', 'text', (column) => column.notNull())
    .addColumn('grade', 'text', (column) => column.notNull())
    .addColumn('met', number, (column) => column.notNull())
    .addColumn('not_met', number, (column) => column.notNull())
    .addColumn('to_do', number, (column) => column.notNull())
    .addColumn('moved', 'text', (column) => column.notNull())
    .addColumn('changed_by', 'text', (column) => column.notNull())
    .addColumn('audit_id', number, (column) => column.notNull())
    .addColumn('seen_audit_id', number, (column) => column.notNull())
    .addColumn('states', 'text', (column) => column.notNull());
  await (dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table).execute();
  await schema
    .alterTable('record_change')
    .addColumn('part_of', number, (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.createIndex('record_change_part').on('record_change').column('part_of').execute();
}
