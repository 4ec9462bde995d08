// Rows of the audit trail and its checkpoints. Append only: there is nothing here that changes or removes one.

import { sql } from 'kysely';
import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';
import { insertFromJson } from './bulk.ts';
import type { AuditCheckpointTable, AuditEntryTable } from './schema.ts';

export interface AuditRow {
  readonly id: number;
  readonly atMs: number;
  readonly level: string;
  readonly user: string;
  readonly sourceIp: string;
  readonly application: string;
  readonly context: string;
  readonly action: string;
  readonly data: string;
  readonly hash: string;
}

export interface CheckpointRow {
  /** The entry that it was made after. */
  readonly lastId: number;
  readonly hash: string;
  readonly atMs: number;
  /** How many entries it vouches for: those since the checkpoint before. */
  readonly entries: number;
  readonly signature: string;
}

export interface AuditFilter {
  readonly user?: string;
  readonly action?: string;
  /** From this moment on. */
  readonly fromMs?: number;
  /** Up to but without this moment. */
  readonly toMs?: number;
  /** Found anywhere in the user, source, application, context, action or data, in any case. */
  readonly text?: string;
  /** Only entries older than this id: the next page. */
  readonly before?: number;
  readonly limit: number;
}

export class AuditRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async append(tx: Tx, rows: readonly AuditRow[]): Promise<void> {
    const statements = Tx.statements(tx);
    const values = rows.map(fromAuditRow);
    const [only] = values;
    if (values.length === 1 && only !== undefined) await statements.insertInto('audit_entry').values(only).execute();
    else await insertFromJson(this.#database.dialect, statements, 'audit_entry', auditColumns, values);
  }

  async appendCheckpoint(tx: Tx, row: CheckpointRow): Promise<void> {
    await Tx.statements(tx).insertInto('audit_checkpoint').values(fromCheckpointRow(row)).execute();
  }

  async last(tx?: Tx): Promise<AuditRow | undefined> {
    const query = readFrom(this.#database, tx).selectFrom('audit_entry').selectAll().orderBy('id', 'desc').limit(1);
    const row = await query.executeTakeFirst();
    return row && toAuditRow(row);
  }

  async lastCheckpoint(tx?: Tx): Promise<CheckpointRow | undefined> {
    const query = readFrom(this.#database, tx).selectFrom('audit_checkpoint').selectAll();
    const row = await query.orderBy('last_id', 'desc').limit(1).executeTakeFirst();
    return row && toCheckpointRow(row);
  }

  /** Entries after `afterId`, oldest first. */
  async page(afterId: number, limit: number): Promise<readonly AuditRow[]> {
    const query = this.#database.reader.selectFrom('audit_entry').selectAll().where('id', '>', afterId);
    return (await query.orderBy('id').limit(limit).execute()).map(toAuditRow);
  }

  /** Checkpoints after that of entry `afterId`, oldest first. */
  async checkpoints(afterId: number, limit: number): Promise<readonly CheckpointRow[]> {
    const query = this.#database.reader.selectFrom('audit_checkpoint').selectAll().where('last_id', '>', afterId);
    return (await query.orderBy('last_id').limit(limit).execute()).map(toCheckpointRow);
  }

  /** Entries newest first. */
  async list(filter: AuditFilter): Promise<readonly AuditRow[]> {
    let query = this.#database.reader.selectFrom('audit_entry').selectAll();
    if (filter.user !== undefined) query = query.where('user_name', '=', filter.user);
    if (filter.action !== undefined) query = query.where('action_type', '=', filter.action);
    if (filter.fromMs !== undefined) query = query.where('at_ms', '>=', filter.fromMs);
    if (filter.toMs !== undefined) query = query.where('at_ms', '<', filter.toMs);
    if (filter.before !== undefined) query = query.where('id', '<', filter.before);
    if (filter.text !== undefined) query = query.where(searched, 'like', likePattern(filter.text));
    return (await query.orderBy('id', 'desc').limit(filter.limit).execute()).map(toAuditRow);
  }
}

const searched = sql<string>`lower(user_name || ' ' || source_ip || ' ' || app_name || ' ' || app_context || ' ' ||
  action_type || ' ' || action_data)`;

const likePattern = (text: string) => sql<string>`${`%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`;

const auditColumns = {
  id: 'bigint',
  at_ms: 'bigint',
  detail_level: 'text',
  user_name: 'text',
  source_ip: 'text',
  app_name: 'text',
  app_context: 'text',
  action_type: 'text',
  action_data: 'text',
  hash: 'text',
} as const;

const toAuditRow = (row: AuditEntryTable): AuditRow =>
  Object.freeze({
    id: row.id,
    atMs: row.at_ms,
    level: row.detail_level,
    user: row.user_name,
    sourceIp: row.source_ip,
    application: row.app_name,
    context: row.app_context,
    action: row.action_type,
    data: row.action_data,
    hash: row.hash,
  });

const fromAuditRow = (row: AuditRow): AuditEntryTable => ({
  id: row.id,
  at_ms: row.atMs,
  detail_level: row.level,
  user_name: row.user,
  source_ip: row.sourceIp,
  app_name: row.application,
  app_context: row.context,
  action_type: row.action,
  action_data: row.data,
  hash: row.hash,
});

const toCheckpointRow = (row: AuditCheckpointTable): CheckpointRow =>
  Object.freeze({
    lastId: row.last_id,
    hash: row.hash,
    atMs: row.at_ms,
    entries: row.entries,
    signature: row.signature,
  });

const fromCheckpointRow = (row: CheckpointRow): AuditCheckpointTable => ({
  last_id: row.lastId,
  hash: row.hash,
  at_ms: row.atMs,
  entries: row.entries,
  signature: row.signature,
});
