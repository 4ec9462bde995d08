// The database's own thread: holds the two SQLite connections and runs what it is sent, in order of arrival.

import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type {
  ConnectionName,
  Outcome,
  Reply,
  Request,
  RunRequest,
  SqlValue,
  Statement,
  WorkerSettings,
} from './protocol.ts';

const maxCachedStatements = 200;

class Connection {
  readonly database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor({ path, busyTimeoutMs }: WorkerSettings, readOnly: boolean) {
    this.database = new DatabaseSync(path, { readOnly, timeout: busyTimeoutMs, defensive: true });
    // FULL: what was committed is on disk even if the power fails. The schema of the file is not trusted.
    this.database.exec('pragma trusted_schema = off; pragma foreign_keys = on; pragma cell_size_check = on');
    if (!readOnly) this.database.exec('pragma synchronous = full; pragma secure_delete = on');
  }

  run({ sql, parameters }: Statement): Outcome {
    const statement = this.#prepare(sql);
    if (statement.columns().length > 0) return { rows: allRows(statement, parameters), changes: 0 };
    return { rows: [], changes: Number(statement.run(...parameters).changes) };
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size >= maxCachedStatements && oldest !== undefined) this.#prepared.delete(oldest);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

function allRows(statement: StatementSync, parameters: readonly SqlValue[]): unknown[] {
  try {
    return statement.all(...parameters);
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
    return roundedRows(statement, parameters);
  }
}

/** For rows with an integer that no JavaScript number holds: never ours, so someone changed the file. To be shown, not used. */
function roundedRows(statement: StatementSync, parameters: readonly SqlValue[]): unknown[] {
  const round = ([name, value]: [string, unknown]) => [name, typeof value === 'bigint' ? Number(value) : value];
  statement.setReadBigInts(true);
  try {
    return statement.all(...parameters).map((row) => Object.fromEntries(Object.entries(row).map(round)));
  } finally {
    statement.setReadBigInts(false);
  }
}

// This thread is started by engine.ts alone, with these settings.
const settings = workerData as WorkerSettings;
const connections = new Map<ConnectionName, Connection>();

function connection(name: ConnectionName): Connection {
  const open = connections.get(name) ?? new Connection(settings, name === 'reader');
  connections.set(name, open);
  return open;
}

function run(request: RunRequest): Outcome {
  const on = connection(request.on);
  if (request.inside && !on.database.isTransaction) throw new Error('the transaction has ended before this statement');
  let outcome: Outcome = { rows: [], changes: 0 };
  for (const statement of request.statements) outcome = on.run(statement);
  return outcome;
}

function answer(request: Request): Outcome {
  if ('close' in request) {
    // The writer closes last: it moves the write-ahead log into the database.
    connections.get('reader')?.database.close();
    connections.get('writer')?.database.close();
    connections.clear();
  } else if ('rollback' in request) {
    const { database } = connection('writer');
    if (database.isTransaction) database.exec('rollback');
  } else return run(request);
  return { rows: [], changes: 0 };
}

function errorOf(fault: unknown): { message: string; errcode: number } {
  const message = fault instanceof Error ? fault.message : String(fault);
  const errcode = fault instanceof Error && 'errcode' in fault && typeof fault.errcode === 'number' ? fault.errcode : 0;
  return { message, errcode };
}

parentPort?.on('message', (request: Request) => {
  let reply: Reply;
  try {
    reply = { id: request.id, outcome: answer(request) };
  } catch (fault) {
    reply = { id: request.id, error: errorOf(fault) };
  }
  parentPort?.postMessage(reply);
});
