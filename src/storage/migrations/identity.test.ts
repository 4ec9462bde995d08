// A database from before profiles: its accounts become records of User Authorization Profiles, on both dialects.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, test } from 'node:test';
import type { PGlite } from '@electric-sql/pglite';
import { type Insertable, Kysely, PGliteDialect } from 'kysely';
import type { Database, DialectName } from '../database.ts';
import { openSqlite } from '../dialects/sqlite/open.ts';
import { startPglite, temporaryPath } from '../testing.ts';
import { ground } from './ground.ts';
import { identity } from './identity.ts';

interface OldAccount {
  login_id: string;
  display_name: string;
  role: string;
  password_hash: string;
  status: string;
  must_change: number;
  created_at_ms: number;
  changed_at_ms: number;
  version: number;
}

interface Old {
  account: OldAccount;
  form_record: { form: string; key: string; version: number; body: string; changed_by: string; changed_at_ms: number };
}

const account = (login: string, more: Partial<OldAccount>): Insertable<OldAccount> => ({
  ...{ login_id: login, display_name: '', role: 'root administrator', password_hash: `$argon2id$${login}` },
  ...{ status: 'enabled', must_change: 1, created_at_ms: 1, changed_at_ms: 1_795_000_000_000, version: 1 },
  ...more,
});

let server: PGlite | undefined;
after(() => server?.close());

async function migrated(dialect: DialectName, database: Kysely<unknown>): Promise<void> {
  await ground(dialect, database);
  // The tables of the step before.
  const old = database as Kysely<Old>;
  const names = { display_name: 'Security administrator', role: 'security administrator' };
  await old
    .insertInto('account')
    .values([
      account('administrator', { display_name: 'Root | administrator of the house', must_change: 0 }),
      account('security', names),
    ])
    .execute();
  await identity(dialect, database);
  const records = await old.selectFrom('form_record').selectAll().orderBy('key').execute();
  assert.deepEqual(
    records.map(({ form, key, version, changed_by, changed_at_ms }) => [
      form,
      key,
      version,
      changed_by,
      Number(changed_at_ms),
    ]),
    ['administrator', 'security'].map((key) => ['user-authorization-profiles', key, 1, 'system', 1_795_000_000_000]),
  );
  const kept = (login: string, oneTime: boolean) =>
    JSON.stringify({ hash: `$argon2id$${login}`, setAtMs: 1_795_000_000_000, oneTime, earlier: [] });
  const common = { systemAdministration: true };
  assert.deepEqual(
    records.map(({ body }) => JSON.parse(body)),
    [
      {
        ...{ loginId: 'administrator', userName: 'Root administrator of', password: kept('administrator', false) },
        ...{ ...common, adminPolicy: 'root', securityAdministrator: false, status: 'enabled' },
      },
      {
        ...{ loginId: 'security', userName: 'Security admin', password: kept('security', true) },
        ...{ ...common, adminPolicy: '', securityAdministrator: true, status: 'force-new-password' },
      },
    ],
  );
  const tables = (await database.introspection.getTables()).map(({ name }) => name);
  assert.ok(!tables.includes('account'));
  assert.ok(tables.includes('login_state') && tables.includes('session'));
}

test('accounts become profiles [sqlite]', async () => {
  const path = temporaryPath();
  const database: Database = openSqlite(path);
  // What a step is given knows no tables.
  await migrated('sqlite', database.writer as unknown as Kysely<unknown>);
  await database.close();
  rmSync(path, { recursive: true });
});

test('accounts become profiles [postgres]', async () => {
  server = await startPglite();
  await server.exec('drop schema public cascade; create schema public');
  await migrated('postgres', new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: server }) }));
});
