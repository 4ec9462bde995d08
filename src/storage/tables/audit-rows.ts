// Rows of the audit trail and its checkpoints. Append only: nothing here changes one, and only what an archive holds is removed.

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

/** What a table of the trail shows. */
export interface AuditSearch {
  /** Found anywhere in the entry, in any case. */
  readonly text: string;
  /** Columns that must have this text, in any case. */
  readonly equal: Readonly<Partial<Record<AuditTextColumn, string>>>;
  readonly id?: number;
  /** From this moment on, and up to but without that one. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Entries about forms with these titles are left out. */
  readonly hiddenForms: readonly string[];
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface AuditFound {
  readonly total: number;
  readonly rows: readonly AuditRow[];
}

export type AuditTextColumn = Exclude<keyof AuditRow, 'id' | 'atMs' | 'hash'>;

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

  /** The last checkpoint that was made after an entry from `afterId` to `lastId`. */
  async checkpointWithin(afterId: number, lastId: number): Promise<CheckpointRow | undefined> {
    const query = this.#database.reader.selectFrom('audit_checkpoint').selectAll();
    const within = query.where('last_id', '>', afterId).where('last_id', '<=', lastId);
    const row = await within.orderBy('last_id', 'desc').limit(1).executeTakeFirst();
    return row && toCheckpointRow(row);
  }

  /** Removes the entries after `afterId` up to `lastId`, and their checkpoints: they are in an archive. */
  async removeArchived(tx: Tx, afterId: number, lastId: number): Promise<void> {
    const statements = Tx.statements(tx);
    await statements.deleteFrom('audit_entry').where('id', '>', afterId).where('id', '<=', lastId).execute();
    const checkpoints = statements.deleteFrom('audit_checkpoint').where('last_id', '>', afterId);
    await checkpoints.where('last_id', '<=', lastId).execute();
  }

  /** A page of the entries that are searched for, and how many there are in all. */
  async search(search: AuditSearch): Promise<AuditFound> {
    const { descending, offset, limit } = search;
    const matching = this.#matching(search);
    const rows = matching.selectAll().orderBy('id', descending ? 'desc' : 'asc');
    const [page, counted] = await Promise.all([
      rows.offset(offset).limit(limit).execute(),
      matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirst(),
    ]);
    return { total: Number(counted?.total ?? 0), rows: page.map(toAuditRow) };
  }

  #matching({ text, equal, id, fromMs, toMs, hiddenForms }: AuditSearch) {
    let query = this.#database.reader.selectFrom('audit_entry');
    if (id !== undefined) query = query.where('id', '=', id);
    if (fromMs !== undefined) query = query.where('at_ms', '>=', fromMs);
    if (toMs !== undefined) query = query.where('at_ms', '<', toMs);
    for (const [member, value] of Object.entries(equal))
      query = query.where(
        sql<string>`lower(${sql.ref(textColumns[member as AuditTextColumn])})`,
        '=',
        this.#lowered(value),
      );
    if (text !== '') query = query.where(searched, 'like', likePattern(this.#lowered(text)));
    for (const title of hiddenForms) query = query.where(notAboutForm(title));
    return query;
  }

  /** As the database's own `lower` does it: SQLite knows the case of A to Z alone. */
  #lowered(text: string): string {
    if (this.#database.dialect === 'postgres') return text.toLowerCase();
    return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }

  /** Entries newest first. */
  async list(filter: AuditFilter): Promise<readonly AuditRow[]> {
    let query = this.#database.reader.selectFrom('audit_entry').selectAll();
    if (filter.user !== undefined) query = query.where('user_name', '=', filter.user);
    if (filter.action !== undefined) query = query.where('action_type', '=', filter.action);
    if (filter.fromMs !== undefined) query = query.where('at_ms', '>=', filter.fromMs);
    if (filter.toMs !== undefined) query = query.where('at_ms', '<', filter.toMs);
    if (filter.before !== undefined) query = query.where('id', '<', filter.before);
    if (filter.text !== undefined) query = query.where(searched, 'like', likePattern(this.#lowered(filter.text)));
    return (await query.orderBy('id', 'desc').limit(filter.limit).execute()).map(toAuditRow);
  }
}

const searched = sql<string>`lower(user_name || ' ' || source_ip || ' ' || app_name || ' ' || app_context || ' ' ||
  action_type || ' ' || action_data)`;

const likePattern = (text: string) => sql<string>`${`%${text.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`;

/** True of entries that are not about the form: their data begins with it, that of an undo after the entry's number. */
function notAboutForm(title: string) {
  const escaped = `Form: ${title}`.replace(/[\\%_]/g, '\\$&');
  return sql<boolean>`not (action_data = ${`Form: ${title}`} or action_data like ${`${escaped};%`} escape '\\'
    or action_data like ${`Entry: %; ${escaped}`} escape '\\' or action_data like ${`Entry: %; ${escaped};%`} escape '\\')`;
}

const textColumns: Readonly<Record<AuditTextColumn, keyof AuditEntryTable>> = {
  level: 'detail_level',
  user: 'user_name',
  sourceIp: 'source_ip',
  application: 'app_name',
  context: 'app_context',
  action: 'action_type',
  data: 'action_data',
};

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
