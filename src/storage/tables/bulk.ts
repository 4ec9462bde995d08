// Many rows in one statement with one parameter: a JSON text that the database takes apart itself.

import { type Kysely, sql } from 'kysely';
import type { DialectName } from '../database.ts';
import type { Tables } from './schema.ts';

export type ColumnTypes = Readonly<Record<string, 'text' | 'bigint'>>;

/** Rows of one statement: about 100 KB of JSON, so that the thread that writes is free again soon. */
const rowsPerStatement = 500;

/** Inserts `rows` (objects whose members are named as the columns); a row that is there already is a fault. */
export async function insertFromJson<T extends object>(
  dialect: DialectName,
  statements: Kysely<Tables>,
  table: keyof Tables,
  columns: ColumnTypes,
  rows: readonly T[],
): Promise<void> {
  const names = Object.keys(columns);
  const list = sql.join(names.map((name) => sql.ref(name)));
  for (let first = 0; first < rows.length; first += rowsPerStatement) {
    const text = JSON.stringify(rows.slice(first, first + rowsPerStatement));
    const source = dialect === 'sqlite' ? fromSqlite(names, text) : fromPostgres(columns, text);
    await sql`insert into ${sql.table(table)} (${list}) ${source}`.execute(statements);
  }
}

function fromSqlite(names: readonly string[], text: string) {
  const values = sql.join(names.map((name) => sql`value->>${sql.lit(name)}`));
  return sql`select ${values} from json_each(${text})`;
}

function fromPostgres(columns: ColumnTypes, text: string) {
  const list = sql.join(Object.entries(columns).map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`));
  return sql`select * from jsonb_to_recordset(cast(${text} as jsonb)) as row(${list})`;
}
