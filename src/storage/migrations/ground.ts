// The first step of the schema: form records, audit trail, call history, accounts, values of the system.

import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { DialectName } from '../database.ts';

/** SQLite checks the types of columns only in strict tables. */
function whole<T extends string, C extends string>(dialect: DialectName, table: CreateTableBuilder<T, C>) {
  return dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table;
}

export async function ground(dialect: DialectName, database: Kysely<unknown>): Promise<void> {
  const number = dialect === 'sqlite' ? 'integer' : 'bigint';
  const { schema } = database;

  const formRecord = schema
    .createTable('form_record')
    .addColumn('form', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('version', number, (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('changed_at_ms', number, (column) => column.notNull())
    .addColumn('changed_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('form_record_key', ['form', 'key']);
  await whole(dialect, formRecord).execute();

  const auditEntry = schema
    .createTable('audit_entry')
    .addColumn('id', number, (column) => column.primaryKey().notNull())
    .addColumn('at_ms', number, (column) => column.notNull())
    .addColumn('detail_level', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('source_ip', 'text', (column) => column.notNull())
    .addColumn('app_name', 'text', (column) => column.notNull())
    .addColumn('app_context', 'text', (column) => column.notNull())
    .addColumn('action_type', 'text', (column) => column.notNull())
    .addColumn('action_data', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull());
  await whole(dialect, auditEntry).execute();
  await schema.createIndex('audit_entry_at').on('audit_entry').column('at_ms').execute();

  const auditCheckpoint = schema
    .createTable('audit_checkpoint')
    .addColumn('last_id', number, (column) => column.primaryKey().notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('at_ms', number, (column) => column.notNull())
    .addColumn('entries', number, (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull());
  await whole(dialect, auditCheckpoint).execute();

  const callHistory = schema
    .createTable('call_history')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('started_at_ms', number, (column) => column.notNull())
    .addColumn('answered_at_ms', number, (column) => column.notNull())
    .addColumn('ended_at_ms', number, (column) => column.notNull())
    .addColumn('caller_number', 'text', (column) => column.notNull())
    .addColumn('called_number', 'text', (column) => column.notNull())
    .addColumn('dialled', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('status', number, (column) => column.notNull())
    .addColumn('cause', 'text', (column) => column.notNull())
    .addColumn('ended_by', 'text', (column) => column.notNull())
    .addColumn('secure', 'text', (column) => column.notNull())
    .addColumn('caller', 'text', (column) => column.notNull())
    .addColumn('called', 'text', (column) => column.notNull());
  await whole(dialect, callHistory).execute();
  const index = (name: string, columns: ('caller_number' | 'called_number' | 'started_at_ms' | 'id')[]) =>
    schema.createIndex(name).on('call_history').columns(columns).execute();
  await index('call_history_started', ['started_at_ms', 'id']);
  await index('call_history_caller', ['caller_number', 'started_at_ms', 'id']);
  await index('call_history_called', ['called_number', 'started_at_ms', 'id']);

  const systemValue = schema
    .createTable('system_value')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull());
  await whole(dialect, systemValue).execute();

  const account = schema
    .createTable('account')
    .addColumn('login_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('must_change', number, (column) => column.notNull())
    .addColumn('created_at_ms', number, (column) => column.notNull())
    .addColumn('changed_at_ms', number, (column) => column.notNull())
    .addColumn('version', number, (column) => column.notNull());
  await whole(dialect, account).execute();
}
