// Opens a PostgreSQL database: a pool of connections. Its password is in the URL and is never shown.

import { Kysely, PostgresDialect } from 'kysely';
import type { CustomTypesConfig } from 'pg';
import type { Log } from '#base';
import type { Database } from '../database.ts';
import type { Tables } from '../tables/schema.ts';

const connectionTimeoutMs = 10_000;
/** PostgreSQL's number for the type bigint, which `pg` gives as text; ours fit a JavaScript number. */
const bigintType = 20;

export async function openPostgres(url: string, log: Log): Promise<Database> {
  const { default: pg } = await import('pg');
  const types: CustomTypesConfig = {
    getTypeParser: (type, format) => (type === bigintType ? Number : pg.types.getTypeParser(type, format)),
  };
  const pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: connectionTimeoutMs, types });
  pool.on('error', (fault) => log.warn('a connection to the database server broke', { error: fault.message }));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    dialect: 'postgres',
    place: placeOf(url),
    reader: kysely,
    writer: kysely,
    close: () => kysely.destroy(),
  };
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'the database server';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
