// Brings the schema to this version's state: forward only, each step recorded; a newer schema is not touched.

import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { no, ok, type Result } from '#base';
import type { Database, DialectName } from '../database.ts';
import { storageCodes } from '../storage.codes.ts';
import { alarms } from './alarms.ts';
import { callDetails } from './call-details.ts';
import { certificates } from './certificates.ts';
import { ground } from './ground.ts';
import { identity } from './identity.ts';
import { managers } from './managers.ts';
import { proof } from './proof.ts';
import { recordChange } from './record-change.ts';
import { secondFactors } from './second-factors.ts';
import { subscriptions } from './subscriptions.ts';
import { voice } from './voice.ts';

type Step = (dialect: DialectName, database: Kysely<unknown>) => Promise<void>;

/** The steps, by the name under which each is recorded; only ever added to, at the end. */
const steps: Readonly<Record<string, Step>> = {
  '0001-ground': ground,
  '0002-record-change': recordChange,
  '0003-identity': identity,
  '0004-certificates': certificates,
  '0005-proof': proof,
  '0006-second-factors': secondFactors,
  '0007-alarms': alarms,
  '0008-managers': managers,
  '0009-call-details': callDetails,
  '0010-subscriptions': subscriptions,
  '0011-voice': voice,
};

const migrationTable = 'schema_migration';

/** Refuses `storage.newer-schema` and `storage.not-database`, and has then changed nothing. */
export async function checkSchema(database: Database): Promise<Result<void>> {
  const tables = await database.writer.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === migrationTable)) {
    const foreign = database.dialect === 'sqlite' && tables.length > 0;
    return foreign ? no(storageCodes.refuse('storage.not-database', { path: database.place })) : ok(undefined);
  }
  const recorded = await database.writer.selectFrom(migrationTable).select('name').orderBy('name').execute();
  const unknown = recorded.find(({ name }) => !Object.hasOwn(steps, name));
  return unknown === undefined
    ? ok(undefined)
    : no(storageCodes.refuse('storage.newer-schema', { step: unknown.name }));
}

/** Runs the steps that are not recorded yet, all in one transaction; throws what a step throws. */
export async function migrate(database: Database): Promise<void> {
  if (database.dialect === 'sqlite') await sql`pragma journal_mode = wal`.execute(database.writer);
  const migrations = Object.fromEntries(
    Object.entries(steps).map(([name, step]) => [name, { up: (db: Kysely<unknown>) => step(database.dialect, db) }]),
  );
  const migrator = new Migrator({
    db: database.writer,
    provider: { getMigrations: async () => migrations },
    migrationTableName: migrationTable,
    migrationLockTableName: 'schema_migration_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
