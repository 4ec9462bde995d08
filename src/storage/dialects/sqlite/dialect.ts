// Kysely's dialect over the database thread: one connection, transactions one after another.

import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { SqliteEngine } from './engine.ts';
import type { ConnectionName, SqlValue, Statement } from './protocol.ts';

export class SqliteThreadDialect implements Dialect {
  readonly #engine: SqliteEngine;
  readonly #name: ConnectionName;

  constructor(engine: SqliteEngine, name: ConnectionName) {
    this.#engine = engine;
    this.#name = name;
  }

  createDriver = (): Driver => new ThreadDriver(new ThreadConnection(this.#engine, this.#name));
  createQueryCompiler = (): SqliteQueryCompiler => new SqliteQueryCompiler();
  createAdapter = (): SqliteAdapter => new TransactionalAdapter();
  // Kysely's own interface gives the database as Kysely<any> here; the introspector looks at no rows of ours.
  createIntrospector = (database: Kysely<unknown>): SqliteIntrospector => new SqliteIntrospector(database);
}

/** Kysely is careful for old SQLite libraries: a migration that fails half way is rolled back here. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Kysely itself queues for the one connection, because the adapter says that there is only one. */
class ThreadDriver implements Driver {
  readonly #connection: ThreadConnection;

  constructor(connection: ThreadConnection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    this.#connection.begin();
  }
  async commitTransaction(): Promise<void> {
    await this.#connection.commit();
  }
  async rollbackTransaction(): Promise<void> {
    await this.#connection.rollback();
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

const begin: Statement = { sql: 'begin immediate', parameters: [] };
const commit: Statement = { sql: 'commit', parameters: [] };

class ThreadConnection implements DatabaseConnection {
  readonly #engine: SqliteEngine;
  readonly #name: ConnectionName;
  /** `wanted`: the begin travels with the first statement, so that it costs no message of its own. */
  #transaction: 'none' | 'wanted' | 'open' = 'none';

  constructor(engine: SqliteEngine, name: ConnectionName) {
    this.#engine = engine;
    this.#name = name;
  }

  begin(): void {
    this.#transaction = 'wanted';
  }

  async commit(): Promise<void> {
    if (this.#transaction === 'open') await this.#engine.run(this.#name, [commit], true);
    this.#transaction = 'none';
  }

  async rollback(): Promise<void> {
    if (this.#transaction === 'open') await this.#engine.rollback();
    this.#transaction = 'none';
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = { sql, parameters: parameters.map(toSqlValue) };
    const first = this.#transaction === 'wanted';
    if (first) this.#transaction = 'open';
    const statements = first ? [begin, statement] : [statement];
    const outcome = await this.#engine.run(this.#name, statements, this.#transaction === 'open' && !first);
    // The shape of the rows is what the statement selects: Kysely's types vouch for it, as in its own drivers.
    return { rows: outcome.rows as R[], numAffectedRows: BigInt(outcome.changes) };
  }

  // biome-ignore lint/correctness/useYield: the interface asks for it, and nothing here streams; lists come in pages.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('the database thread does not stream; read pages');
  }
}

function toSqlValue(value: unknown): SqlValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`SQLite takes no ${typeof value}`);
}
