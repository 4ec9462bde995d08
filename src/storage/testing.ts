// For tests of every room: the same test on SQLite and on PostgreSQL (PGlite, in this process), and a forger's hand.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { silentLog } from '#base';
import type { Database, DialectName } from './database.ts';
import { openSqlite } from './dialects/sqlite/open.ts';
import { type DataDirectory, openDataDirectory } from './directory.ts';
import { openDatabase, type Storage } from './storage.ts';
import type { Tables } from './tables/schema.ts';

export interface TestBed {
  readonly dialect: DialectName;
  readonly directory: DataDirectory;
  /** The storage that is open now. */
  readonly storage: Storage;
  readonly forger: Forger;
  /** Closes the storage and opens it again, as a restart would. */
  reopen(): Promise<Storage>;
}

/** Registers `work` as one test on each dialect, each with a data directory and a database of its own. */
export function eachDialect(name: string, work: (bed: TestBed) => Promise<void>): void {
  for (const dialect of ['sqlite', 'postgres'] as const)
    test(`${name} [${dialect}]`, async () => {
      const path = temporaryPath();
      const bed = await openBed(dialect, path);
      try {
        await work(bed);
      } finally {
        await bed.storage.close();
        bed.directory.close();
        rmSync(path, { recursive: true, force: true });
      }
    });
}

/** A fresh directory under the system's temporary one; whoever asks removes it. */
export function temporaryPath(): string {
  return mkdtempSync(join(tmpdir(), 'ringfence-test-'));
}

async function openBed(dialect: DialectName, path: string): Promise<TestBed> {
  const taken = openDataDirectory(path);
  if (!taken.ok) throw new Error(taken.refusal.words);
  const open = async (database: Database) => {
    const opened = await openDatabase(database, silentLog);
    if (!opened.ok) throw new Error(opened.refusal.words);
    return { storage: opened.value, forger: new Forger(database) };
  };
  let now = await open(dialect === 'sqlite' ? openSqlite(path) : await freshPglite());
  return {
    dialect,
    directory: taken.value,
    get storage() {
      return now.storage;
    },
    get forger() {
      return now.forger;
    },
    async reopen() {
      await now.storage.close();
      now = await open(dialect === 'sqlite' ? openSqlite(path) : pgliteDatabase(await onePglite()));
      return now.storage;
    },
  };
}

let pglite: PGlite | undefined;
after(() => pglite?.close());

/** One PostgreSQL for all tests of a file. */
async function onePglite(): Promise<PGlite> {
  pglite ??= await startPglite();
  return pglite;
}

/** Making a new database takes it seconds: the first that was made on this machine is kept and used again. */
export async function startPglite(): Promise<PGlite> {
  const modules = new URL('../../node_modules/', import.meta.url);
  const { version } = JSON.parse(readFileSync(new URL('@electric-sql/pglite/package.json', modules), 'utf8'));
  const kept = new URL(`.cache/ringfence/pglite-${version}.tar`, modules);
  if (existsSync(kept)) return PGlite.create({ loadDataDir: new Blob([readFileSync(kept)]) });
  const server = await PGlite.create();
  const dump = await server.dumpDataDir('none');
  const draft = new URL(`${kept.href}.${process.pid}`);
  mkdirSync(new URL('.', kept), { recursive: true });
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
  renameSync(draft, kept);
  return server;
}

async function freshPglite(): Promise<Database> {
  const server = await onePglite();
  await server.exec('drop schema public cascade; create schema public');
  return pgliteDatabase(server);
}

function pgliteDatabase(server: PGlite): Database {
  const kysely = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: server }) });
  return { dialect: 'postgres', place: 'PGlite', reader: kysely, writer: kysely, close: async () => undefined };
}

type Value = string | number;
const keyOf = { audit_entry: 'id', audit_checkpoint: 'last_id', call_history: 'id', schema_migration: 'name' } as const;

/** Changes rows behind the system's back, as someone with the database in hand could. */
export class Forger {
  readonly #kysely: Kysely<Tables>;

  constructor(database: Database) {
    this.#kysely = database.writer;
  }

  async set(table: keyof typeof keyOf, key: Value, column: string, value: Value): Promise<void> {
    const row = sql`${sql.ref(keyOf[table])} = ${key}`;
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${value} where ${row}`.execute(this.#kysely);
  }

  async remove(table: keyof typeof keyOf, key: Value): Promise<void> {
    await sql`delete from ${sql.table(table)} where ${sql.ref(keyOf[table])} = ${key}`.execute(this.#kysely);
  }

  async add(table: keyof typeof keyOf, row: Readonly<Record<string, Value>>): Promise<void> {
    const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)));
    await sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(row))})`.execute(
      this.#kysely,
    );
  }
}
