// Opens the embedded database of a data directory; creates its file, readable by its owner alone.

import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import type { Database } from '../../database.ts';
import type { Tables } from '../../tables/schema.ts';
import { SqliteThreadDialect } from './dialect.ts';
import { SqliteEngine } from './engine.ts';

/** The embedded database, in the data directory. */
export const databaseFileName = 'ringfence.db';

const defaultPatienceMs = 5_000;

/** Changes nothing but making the file when it is not there. */
export function openSqlite(directory: string, patienceMs = defaultPatienceMs): Database {
  const path = join(directory, databaseFileName);
  closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600));
  const engine = new SqliteEngine({ path, busyTimeoutMs: patienceMs });
  return {
    dialect: 'sqlite',
    place: path,
    reader: new Kysely<Tables>({ dialect: new SqliteThreadDialect(engine, 'reader') }),
    writer: new Kysely<Tables>({ dialect: new SqliteThreadDialect(engine, 'writer') }),
    close: () => engine.close(),
  };
}
