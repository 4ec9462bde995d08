// Call history: calls come as JSON texts, many in one statement, and are written once each however often they come.

import { type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database, DialectName } from '../database.ts';
import type { CallHistoryTable, Tables } from './schema.ts';

export interface CallRow {
  readonly id: string;
  readonly startedAtMs: number;
  readonly answeredAtMs: number;
  readonly endedAtMs: number;
  readonly callerNumber: string;
  readonly calledNumber: string;
  readonly dialled: string;
  readonly outcome: string;
  readonly status: number;
  readonly cause: string;
  readonly endedBy: string;
  readonly secure: string;
  /** JSON text of the leg. */
  readonly caller: string;
  readonly called: string;
  /** JSON text of how it was decided. */
  readonly details: string;
}

export interface HistoryPage {
  /** Only calls to and from this number. */
  readonly number?: string;
  /** Only calls older than this one: the next page. */
  readonly before?: { readonly startedAtMs: number; readonly id: string };
  readonly limit: number;
}

/** What a table of calls shows. */
export interface HistorySearch {
  /** Found anywhere in the call, in any case. */
  readonly text: string;
  /** Columns that must have this text, in any case. */
  readonly equal: Readonly<Partial<Record<HistoryTextColumn, string>>>;
  /** Begun from this moment on, and up to but without that one. */
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface HistoryFound {
  readonly total: number;
  readonly rows: readonly CallRow[];
}

const textColumns = {
  id: 'id',
  callerNumber: 'caller_number',
  calledNumber: 'called_number',
  dialled: 'dialled',
  outcome: 'outcome',
  cause: 'cause',
  endedBy: 'ended_by',
  secure: 'secure',
} as const satisfies Partial<Record<keyof CallRow, keyof CallHistoryTable>>;

export type HistoryTextColumn = keyof typeof textColumns;

export class HistoryRows {
  readonly #database: Database;
  /** Made once: it is long, and it is run each second. Its one parameter is the JSON text of the calls. */
  readonly #insert: CompiledQuery;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = insertCalls(database.dialect).compile(database.writer);
  }

  /** Inserts calls, each a JSON text of a call record; one whose id is there already is left as it is. */
  async insert(records: readonly string[]): Promise<void> {
    if (records.length === 0) return;
    await this.#database.writer.executeQuery({ ...this.#insert, parameters: [`[${records.join(',')}]`] });
  }

  /** Calls, newest first. */
  async list(page: HistoryPage): Promise<readonly CallRow[]> {
    const { reader } = this.#database;
    const query =
      page.number === undefined
        ? olderThan(reader, page)
        : reader
            .selectFrom(
              withNumber(reader, page, 'caller_number', page.number)
                .union(withNumber(reader, page, 'called_number', page.number))
                .as('call_history'),
            )
            .selectAll();
    const rows = await query.orderBy('started_at_ms', 'desc').orderBy('id', 'desc').limit(page.limit).execute();
    return rows.map(toCallRow);
  }

  /** A page of the calls that are searched for, in the order in which they began, and how many there are in all. */
  async search({ descending, offset, limit, ...what }: HistorySearch): Promise<HistoryFound> {
    const matching = this.#matching(what);
    const direction = descending ? 'desc' : 'asc';
    const [page, counted] = await Promise.all([
      matching
        .selectAll()
        .orderBy('started_at_ms', direction)
        .orderBy('id', direction)
        .offset(offset)
        .limit(limit)
        .execute(),
      matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirst(),
    ]);
    return { total: Number(counted?.total ?? 0), rows: page.map(toCallRow) };
  }

  #matching({ text: wanted, equal, fromMs, toMs }: Pick<HistorySearch, 'text' | 'equal' | 'fromMs' | 'toMs'>) {
    let query = this.#database.reader.selectFrom('call_history');
    if (fromMs !== undefined) query = query.where('started_at_ms', '>=', fromMs);
    if (toMs !== undefined) query = query.where('started_at_ms', '<', toMs);
    for (const [member, value] of Object.entries(equal)) {
      const column = sql<string>`lower(${sql.ref(textColumns[member as HistoryTextColumn])})`;
      query = query.where(column, '=', this.#lowered(value));
    }
    if (wanted !== '') query = query.where(searched, 'like', containing(this.#lowered(wanted)));
    return query;
  }

  /** As the database's own `lower` does it: SQLite knows the case of A to Z alone. */
  #lowered(value: string): string {
    if (this.#database.dialect === 'postgres') return value.toLowerCase();
    return value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }

  async get(id: string): Promise<CallRow | undefined> {
    const query = this.#database.reader.selectFrom('call_history').selectAll().where('id', '=', id);
    const row = await query.executeTakeFirst();
    return row && toCallRow(row);
  }
}

/** The calls of one index: each side of a number is read from its own, and only as far as the page goes. */
function withNumber(
  reader: Kysely<Tables>,
  page: HistoryPage,
  side: 'caller_number' | 'called_number',
  number: string,
) {
  const newest = olderThan(reader, page)
    .where(side, '=', number)
    .orderBy('started_at_ms', 'desc')
    .orderBy('id', 'desc');
  return reader.selectFrom(newest.limit(page.limit).as('side')).selectAll();
}

function olderThan(reader: Kysely<Tables>, page: HistoryPage) {
  const query = reader.selectFrom('call_history').selectAll();
  if (page.before === undefined) return query;
  return query.where(sql<boolean>`(started_at_ms, id) < (${page.before.startedAtMs}, ${page.before.id})`);
}

/** The legs too, which have names and addresses. */
const searched = sql<string>`lower(dialled || ' ' || outcome || ' ' || cause || ' ' || secure || ' ' || caller || ' ' || called)`;

const containing = (wanted: string) => sql<string>`${`%${wanted.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`;

const insertInto = sql`insert into call_history (id, started_at_ms, answered_at_ms, ended_at_ms, caller_number,
  called_number, dialled, outcome, status, cause, ended_by, secure, caller, called, details)`;

const text = (path: string) => sql`coalesce(value->>${sql.lit(path)}, '')`;
const object = (path: string) => sql`coalesce(cast(value->${sql.lit(path)} as text), '{}')`;
const legNumber = (path: string) => sql`coalesce(value->${sql.lit(path)}->>'number', '')`;

/** A missing member becomes blank or 0: one odd record must not hold up all that come after it. */
function insertCalls(dialect: DialectName): RawBuilder<unknown> {
  const json = '';
  const type = sql.raw(dialect === 'sqlite' ? 'integer' : 'numeric');
  const number = (path: string) => sql`coalesce(cast(value->>${sql.lit(path)} as ${type}), 0)`;
  const source = dialect === 'sqlite' ? sql`json_each(${json})` : sql`jsonb_array_elements(cast(${json} as jsonb))`;
  const columns = [text('id'), number('startedAtMs'), number('answeredAtMs'), number('endedAtMs')];
  columns.push(legNumber('caller'), legNumber('called'), text('dialled'), text('outcome'), number('status'));
  columns.push(text('cause'), text('endedBy'), text('secure'), object('caller'), object('called'), object('details'));
  return sql`${insertInto} select ${sql.join(columns)} from ${source} where true on conflict do nothing`;
}

const toCallRow = (row: CallHistoryTable): CallRow =>
  Object.freeze({
    id: row.id,
    startedAtMs: row.started_at_ms,
    answeredAtMs: row.answered_at_ms,
    endedAtMs: row.ended_at_ms,
    callerNumber: row.caller_number,
    calledNumber: row.called_number,
    dialled: row.dialled,
    outcome: row.outcome,
    status: row.status,
    cause: row.cause,
    endedBy: row.ended_by,
    secure: row.secure,
    caller: row.caller,
    called: row.called,
    details: row.details,
  });
