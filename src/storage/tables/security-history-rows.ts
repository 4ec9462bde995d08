// Moments at which the security grade or a line of the adopted profile changed. Append only, and only the newest are kept.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';
import type { SecurityHistoryTable } from './schema.ts';

export interface SecurityHistoryRow {
  /** Counts from 1; 0 of a row that is to be added. */
  readonly id: number;
  readonly atMs: number;
  /** The adopted profile. */
  readonly profile: string;
  readonly grade: string;
  readonly met: number;
  readonly notMet: number;
  readonly toDo: number;
  /** JSON text: the lines that moved. */
  readonly moved: string;
  readonly changedBy: string;
  /** The audit entry of the change that did it; 0 when none is known. */
  readonly auditId: number;
  /** The newest change of configuration that had been made when this was seen. */
  readonly seenAuditId: number;
  /** JSON text: each line's state from then on. */
  readonly states: string;
}

export class SecurityHistoryRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Adds a moment, and forgets those beyond the newest `most`. */
  async append(tx: Tx, row: SecurityHistoryRow, most: number): Promise<void> {
    const statements = Tx.statements(tx);
    const [last] = await this.last(1, tx);
    const id = (last?.id ?? 0) + 1;
    await statements
      .insertInto('security_history')
      .values(fromRow({ ...row, id }))
      .execute();
    await statements
      .deleteFrom('security_history')
      .where('id', '<=', id - most)
      .execute();
  }

  /** The newest, newest first. */
  async last(limit: number, tx?: Tx): Promise<readonly SecurityHistoryRow[]> {
    const query = readFrom(this.#database, tx).selectFrom('security_history').selectAll();
    return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toRow);
  }
}

const toRow = (row: SecurityHistoryTable): SecurityHistoryRow =>
  Object.freeze({
    ...{ id: row.id, atMs: row.at_ms, profile: row.profile, grade: row.grade },
    ...{ met: row.met, notMet: row.not_met, toDo: row.to_do, moved: row.moved, changedBy: row.changed_by },
    ...{ auditId: row.audit_id, seenAuditId: row.seen_audit_id, states: row.states },
  });

const fromRow = (row: SecurityHistoryRow): SecurityHistoryTable => ({
  ...{ id: row.id, at_ms: row.atMs, profile: row.profile, grade: row.grade },
  ...{ met: row.met, not_met: row.notMet, to_do: row.toDo, moved: row.moved, changed_by: row.changedBy },
  ...{ audit_id: row.auditId, seen_audit_id: row.seenAuditId, states: row.states },
});
