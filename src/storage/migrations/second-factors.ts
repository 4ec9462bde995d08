// The step of second factors: what people prove themselves with beside their password, and what was changed of it.

import { type Kysely, sql } from 'kysely';
import type { DialectName } from '../database.ts';

export async function secondFactors(dialect: DialectName, database: Kysely<unknown>): Promise<void> {
  const number = dialect === 'sqlite' ? 'integer' : 'bigint';
  const { schema } = database;

  const factor = schema
    .createTable('second_factor')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('login_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('made_at_ms', number, (column) => column.notNull())
    .addColumn('used_at_ms', number, (column) => column.notNull())
    .addColumn('counter', number, (column) => column.notNull())
    .addColumn('wrong', number, (column) => column.notNull());
  await (dialect === 'sqlite' ? factor.modifyEnd(sql`strict`) : factor).execute();

  const change = schema
    .createTable('second_factor_change')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('login_id', 'text', (column) => column.notNull())
    .addColumn('at_ms', number, (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull());
  await (dialect === 'sqlite' ? change.modifyEnd(sql`strict`) : change).execute();
}
