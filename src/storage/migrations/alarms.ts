// The step of alarms: each with its life, what is to be told of them, and how far each destination has got.

import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { DialectName } from '../database.ts';

/** SQLite checks the types of columns only in strict tables. */
function whole<T extends string, C extends string>(dialect: DialectName, table: CreateTableBuilder<T, C>) {
  return dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table;
}

export async function alarms(dialect: DialectName, database: Kysely<unknown>): Promise<void> {
  const number = dialect === 'sqlite' ? 'integer' : 'bigint';
  const { schema } = database;

  const alarm = schema
    .createTable('alarm')
    .addColumn('number', number, (column) => column.primaryKey().notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('worst', 'text', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('remedy', 'text', (column) => column.notNull())
    .addColumn('form', 'text', (column) => column.notNull())
    .addColumn('extent', number, (column) => column.notNull())
    .addColumn('times', number, (column) => column.notNull())
    .addColumn('raised_at_ms', number, (column) => column.notNull())
    .addColumn('acknowledged_at_ms', number, (column) => column.notNull())
    .addColumn('acknowledged_by', 'text', (column) => column.notNull())
    .addColumn('cleared_at_ms', number, (column) => column.notNull());
  await whole(dialect, alarm).execute();

  const notice = schema
    .createTable('alarm_notice')
    .addColumn('number', number, (column) => column.primaryKey().notNull())
    .addColumn('body', 'text', (column) => column.notNull());
  await whole(dialect, notice).execute();

  const position = schema
    .createTable('stream_position')
    .addColumn('stream', 'text', (column) => column.primaryKey().notNull())
    .addColumn('position', number, (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('at_ms', number, (column) => column.notNull());
  await whole(dialect, position).execute();
}
