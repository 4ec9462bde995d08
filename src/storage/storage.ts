// Storage: everything that must last and is asked by key. Opens the database, hands out its rows and its transactions.

import { sql } from 'kysely';
import { type Log, no, ok, type Refusal, type Result } from '#base';
import type { Database } from './database.ts';
import { openPostgres } from './dialects/postgres.ts';
import { SqliteFault } from './dialects/sqlite/engine.ts';
import { openSqlite } from './dialects/sqlite/open.ts';
import { checkSchema, migrate } from './migrations/migrate.ts';
import { storageCodes } from './storage.codes.ts';
import { AlarmRows } from './tables/alarm-rows.ts';
import { AuditRows } from './tables/audit-rows.ts';
import { FormRows } from './tables/form-rows.ts';
import { HistoryRows } from './tables/history-rows.ts';
import { IssuedCertificateRows } from './tables/issued-certificate-rows.ts';
import { KeptSoundRows } from './tables/kept-sound-rows.ts';
import { LoginStates } from './tables/login-states.ts';
import { ManagerRows } from './tables/manager-rows.ts';
import { OutgoingMailRows } from './tables/outgoing-mail-rows.ts';
import { PinLockRows } from './tables/pin-lock-rows.ts';
import { RecordChangeRows } from './tables/record-change-rows.ts';
import { SecondFactorRows } from './tables/second-factor-rows.ts';
import { SecurityHistoryRows } from './tables/security-history-rows.ts';
import { SessionRows } from './tables/session-rows.ts';
import { SubscriptionRows } from './tables/subscription-rows.ts';
import { SystemValues } from './tables/system-values.ts';
import { Tx } from './tx.ts';

export type DatabaseSettings =
  | {
      readonly dialect: 'sqlite';
      /** The path of an open data directory. */
      readonly directory: string;
      /** How long a statement waits for a tool (a backup, a person's shell) that holds the database; initially 5 s. */
      readonly patienceMs?: number;
    }
  | {
      readonly dialect: 'postgres';
      /** `postgres://user:password@host/database` */
      readonly url: string;
    };

/** One lock for all transactions of all nodes: on PostgreSQL, too, they run one after another. */
const transactionLock = 0x52_46_4e_43;

export class Storage {
  readonly forms: FormRows;
  readonly recordChanges: RecordChangeRows;
  readonly audit: AuditRows;
  readonly history: HistoryRows;
  readonly system: SystemValues;
  readonly loginStates: LoginStates;
  readonly sessions: SessionRows;
  readonly managers: ManagerRows;
  readonly issuedCertificates: IssuedCertificateRows;
  readonly secondFactors: SecondFactorRows;
  readonly alarms: AlarmRows;
  readonly securityHistory: SecurityHistoryRows;
  readonly subscriptions: SubscriptionRows;
  readonly keptSound: KeptSoundRows;
  readonly pinLocks: PinLockRows;
  readonly outgoingMail: OutgoingMailRows;
  readonly #database: Database;
  readonly #log: Log;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
    this.forms = new FormRows(database);
    this.recordChanges = new RecordChangeRows(database);
    this.audit = new AuditRows(database);
    this.history = new HistoryRows(database);
    this.system = new SystemValues(database);
    this.loginStates = new LoginStates(database);
    this.sessions = new SessionRows(database);
    this.managers = new ManagerRows(database);
    this.issuedCertificates = new IssuedCertificateRows(database);
    this.secondFactors = new SecondFactorRows(database);
    this.alarms = new AlarmRows(database);
    this.securityHistory = new SecurityHistoryRows(database);
    this.subscriptions = new SubscriptionRows(database);
    this.keptSound = new KeptSoundRows(database);
    this.pinLocks = new PinLockRows(database);
    this.outgoingMail = new OutgoingMailRows(database);
  }

  /**
   * Runs `work` in a transaction, after those that began before it; on disk when this returns.
   * If `work` throws, nothing is written. Inside, read with the transaction, and begin no other: that would wait for itself.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    let after: readonly (() => Promise<void> | void)[] = [];
    const value = await this.#database.writer.transaction().execute(async (statements) => {
      const tx = new Tx(statements);
      if (this.#database.dialect === 'postgres')
        await sql`select pg_advisory_xact_lock(${transactionLock})`.execute(statements);
      const made = await work(tx);
      await Tx.finish(tx);
      after = Tx.after(tx);
      return made;
    });
    for (const task of after) await this.#afterwards(task);
    return value;
  }

  /** As `transaction`, for work that may refuse: after a refusal nothing is written, and the refusal is returned. */
  async attempt<T>(work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await this.transaction(async (tx) => {
        const result = await work(tx);
        if (!result.ok) throw new Refused(result.refusal);
        return result;
      });
    } catch (fault) {
      if (fault instanceof Refused) return no(fault.refusal);
      throw fault;
    }
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  async #afterwards(task: () => Promise<void> | void): Promise<void> {
    try {
      await task();
    } catch (fault) {
      this.#log.fault('what follows a transaction failed', fault);
    }
  }
}

/** Carries a refusal out of a transaction, which rolls it back. */
class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.words);
    this.refusal = refusal;
  }
}

/**
 * Opens the database and brings its schema up to date.
 * Refuses `storage.newer-schema`, `storage.not-database`, `storage.not-writable` and `storage.unreachable`.
 */
export async function openStorage(settings: DatabaseSettings, log: Log): Promise<Result<Storage>> {
  let database: Database | undefined;
  try {
    database =
      settings.dialect === 'sqlite'
        ? openSqlite(settings.directory, settings.patienceMs)
        : await openPostgres(settings.url, log);
    const opened = await openDatabase(database, log);
    if (!opened.ok) await database.close();
    return opened;
  } catch (fault) {
    await database?.close();
    const refusal = refusalOf(settings, fault);
    if (refusal === undefined) throw fault;
    return no(refusal);
  }
}

/** Storage over a database that is open already; throws what the database throws. */
export async function openDatabase(database: Database, log: Log): Promise<Result<Storage>> {
  const checked = await checkSchema(database);
  if (!checked.ok) return checked;
  await migrate(database);
  return ok(new Storage(database, log));
}

/** SQLite's result codes (https://sqlite.org/rescode.html): busy, locked; read-only, disk full, cannot open; damaged. */
const busy = new Set([5, 6]);
const notWritable = new Set([8, 13, 14]);
const damaged = new Set([11, 26]);

function refusalOf(settings: DatabaseSettings, fault: unknown): Refusal | undefined {
  if (settings.dialect === 'postgres') return storageCodes.refuse('storage.unreachable', { why: whyOf(fault) });
  const path = settings.directory;
  if (fault instanceof SqliteFault && damaged.has(fault.errcode & 0xff))
    return storageCodes.refuse('storage.not-database', { path });
  if (fault instanceof SqliteFault && busy.has(fault.errcode & 0xff))
    return storageCodes.refuse('storage.in-use', { path });
  const unwritable = fault instanceof SqliteFault ? notWritable.has(fault.errcode & 0xff) : isFileFault(fault);
  return unwritable ? storageCodes.refuse('storage.not-writable', { path }) : undefined;
}

/** Several addresses that failed come as one fault without words. */
function whyOf(fault: unknown): string {
  if (fault instanceof AggregateError) return fault.errors.map(whyOf).join('; ');
  return fault instanceof Error ? fault.message : String(fault);
}

const isFileFault = (fault: unknown): boolean =>
  fault instanceof Error && 'syscall' in fault && fault.syscall === 'open';
