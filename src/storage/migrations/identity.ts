// The step of identities: sessions and login states get their tables; accounts become records of User Authorization Profiles.

import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { DialectName } from '../database.ts';

/** SQLite checks the types of columns only in strict tables. */
function whole<T extends string, C extends string>(dialect: DialectName, table: CreateTableBuilder<T, C>) {
  return dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table;
}

/** The tables that this step moves rows between, as they are at this step. */
interface Moving {
  account: {
    login_id: string;
    display_name: string;
    role: string;
    password_hash: string;
    must_change: number;
    changed_at_ms: number;
  };
  form_record: {
    form: string;
    key: string;
    version: number;
    body: string;
    changed_at_ms: number;
    changed_by: string;
  };
}

export async function identity(dialect: DialectName, database: Kysely<unknown>): Promise<void> {
  const number = dialect === 'sqlite' ? 'integer' : 'bigint';
  const { schema } = database;

  const loginState = schema
    .createTable('login_state')
    .addColumn('login_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('failures', 'text', (column) => column.notNull())
    .addColumn('failures_since', number, (column) => column.notNull())
    .addColumn('status_before_lock', 'text', (column) => column.notNull())
    .addColumn('locked_until_ms', number, (column) => column.notNull())
    .addColumn('last_login_at_ms', number, (column) => column.notNull())
    .addColumn('last_login_from', 'text', (column) => column.notNull())
    .addColumn('timers_from_ms', number, (column) => column.notNull());
  await whole(dialect, loginState).execute();

  const session = schema
    .createTable('session')
    .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('login_id', 'text', (column) => column.notNull())
    .addColumn('tool', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('stamp', 'text', (column) => column.notNull())
    .addColumn('started_at_ms', number, (column) => column.notNull())
    .addColumn('used_at_ms', number, (column) => column.notNull())
    .addColumn('last_login_at_ms', number, (column) => column.notNull())
    .addColumn('last_login_from', 'text', (column) => column.notNull())
    .addColumn('failures_since', number, (column) => column.notNull());
  await whole(dialect, session).execute();

  // The step's own view of the tables: later ones may differ.
  await moveAccounts(database as Kysely<Moving>);
  await schema.dropTable('account').execute();
}

/** Fields that are not in a body have their initial values when it is read. */
async function moveAccounts(database: Kysely<Moving>): Promise<void> {
  for (const account of await database.selectFrom('account').selectAll().execute()) {
    const [key, changed_at_ms] = [account.login_id, Number(account.changed_at_ms)];
    const isRoot = account.role === 'root administrator';
    const body = JSON.stringify({
      loginId: key,
      userName: nameOf(account.display_name),
      password: JSON.stringify({
        hash: account.password_hash,
        setAtMs: changed_at_ms,
        oneTime: Number(account.must_change) !== 0,
        earlier: [],
      }),
      systemAdministration: true,
      adminPolicy: isRoot ? 'root' : '',
      securityAdministrator: !isRoot,
      status: Number(account.must_change) === 0 ? 'enabled' : 'force-new-password',
    });
    const row = { form: 'user-authorization-profiles', key, version: 1, body, changed_at_ms, changed_by: 'system' };
    await database.insertInto('form_record').values(row).execute();
  }
}

/** The form takes 21 characters without |. */
const nameOf = (name: string): string =>
  name === 'Security administrator'
    ? 'Security admin'
    : name
        .replace(/[|\s]+/g, ' ')
        .slice(0, 21)
        .trim();
