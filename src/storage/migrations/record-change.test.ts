// Tests of the second step on a database of the first: what was marked then is known by its records now.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, test } from 'node:test';
import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import type { DialectName } from '../database.ts';
import { openSqlite } from '../dialects/sqlite/open.ts';
import type { RecordChangeTable, Tables } from '../tables/schema.ts';
import { startPglite, temporaryPath } from '../testing.ts';
import { ground } from './ground.ts';
import { recordChange } from './record-change.ts';

async function stepsOn(dialect: DialectName, database: Kysely<Tables>): Promise<void> {
  // A step knows no tables: they are what it makes.
  const bare = database as unknown as Kysely<unknown>;
  await ground(dialect, bare);
  const mark = (form: string, value: string) =>
    database
      .insertInto('system_value')
      .values({ name: `first-records.${form}`, value })
      .execute();
  await mark('network-listeners', 'added');
  await mark('others', 'added');
  await recordChange(dialect, bare);
  const values = await database.selectFrom('system_value').selectAll().orderBy('name').execute();
  assert.deepEqual(
    values.map(({ value }) => value),
    ['["sip-tls","sip-tcp","sip-udp"]', 'added'],
  );
  const twice = { audit_id: 1, form: 'f', key: 'k', kind: 'add', at_ms: 1, changed_by: 'a', differences: '[]' };
  // As the table was after this step.
  const before = database as unknown as Kysely<{ record_change: Omit<RecordChangeTable, 'part_of'> }>;
  await before.insertInto('record_change').values(twice).execute();
  await assert.rejects(before.insertInto('record_change').values(twice).execute());
}

test('a system of the first schema keeps the listeners that it had [sqlite]', async () => {
  const path = temporaryPath();
  const database = openSqlite(path);
  try {
    await stepsOn('sqlite', database.writer);
  } finally {
    await database.close();
    rmSync(path, { recursive: true });
  }
});

let pglite: PGlite | undefined;
after(() => pglite?.close());

test('a system of the first schema keeps the listeners that it had [postgres]', async () => {
  pglite = await startPglite();
  const database = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
  await sql`drop schema public cascade`.execute(database);
  await sql`create schema public`.execute(database);
  await stepsOn('postgres', database);
});
