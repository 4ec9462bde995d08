// Alarms with their lives, the notices of them that destinations are still to be told, and how far each stream has got.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';
import type { AlarmTable, StreamPositionTable } from './schema.ts';

export interface AlarmRow {
  readonly number: number;
  /** The condition that raised it; at most one alarm of a condition is not cleared. */
  readonly id: string;
  readonly severity: string;
  /** The highest severity that it has had. */
  readonly worst: string;
  readonly words: string;
  readonly remedy: string;
  /** A form's id, or blank. */
  readonly form: string;
  /** How much is concerned; 0 where it cannot be counted. */
  readonly extent: number;
  /** How often it came; more than once when it came again soon after it was cleared. */
  readonly times: number;
  readonly raisedAtMs: number;
  /** 0: it was not. */
  readonly acknowledgedAtMs: number;
  readonly acknowledgedBy: string;
  /** 0: it is still there. */
  readonly clearedAtMs: number;
}

export interface NoticeRow {
  readonly number: number;
  /** JSON text. */
  readonly body: string;
}

export interface PositionRow {
  readonly stream: string;
  /** The last number that has arrived. */
  readonly position: number;
  /** Of the entry with that number, where entries have one. */
  readonly hash: string;
  readonly atMs: number;
}

export class AlarmRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All alarms, oldest first. */
  async all(): Promise<readonly AlarmRow[]> {
    const rows = await this.#database.reader.selectFrom('alarm').selectAll().orderBy('number').execute();
    return rows.map(toAlarm);
  }

  /** Writes an alarm, whatever was there. */
  async put(tx: Tx, row: AlarmRow): Promise<void> {
    const { number, ...values } = fromAlarm(row);
    const query = Tx.statements(tx)
      .insertInto('alarm')
      .values({ number, ...values });
    await query.onConflict((conflict) => conflict.column('number').doUpdateSet(values)).execute();
  }

  async forget(tx: Tx, numbers: readonly number[]): Promise<void> {
    if (numbers.length === 0) return;
    await Tx.statements(tx)
      .deleteFrom('alarm')
      .where('number', 'in', [...numbers])
      .execute();
  }

  /** All notices, oldest first. */
  async notices(): Promise<readonly NoticeRow[]> {
    return await this.#database.reader.selectFrom('alarm_notice').selectAll().orderBy('number').execute();
  }

  /** A fault if there is one with this number. */
  async addNotice(tx: Tx, row: NoticeRow): Promise<void> {
    await Tx.statements(tx).insertInto('alarm_notice').values(row).execute();
  }

  /** Forgets the notices before this number. */
  async forgetNotices(tx: Tx, beforeNumber: number): Promise<void> {
    await Tx.statements(tx).deleteFrom('alarm_notice').where('number', '<', beforeNumber).execute();
  }

  async positions(tx?: Tx): Promise<readonly PositionRow[]> {
    const rows = await readFrom(this.#database, tx).selectFrom('stream_position').selectAll().execute();
    return rows.map(({ at_ms, ...row }) => Object.freeze({ ...row, atMs: at_ms }));
  }

  async putPosition(tx: Tx, { stream, atMs, ...row }: PositionRow): Promise<void> {
    const values: Omit<StreamPositionTable, 'stream'> = { ...row, at_ms: atMs };
    const query = Tx.statements(tx)
      .insertInto('stream_position')
      .values({ stream, ...values });
    await query.onConflict((conflict) => conflict.column('stream').doUpdateSet(values)).execute();
  }

  async forgetPosition(tx: Tx, stream: string): Promise<void> {
    await Tx.statements(tx).deleteFrom('stream_position').where('stream', '=', stream).execute();
  }
}

const toAlarm = (row: AlarmTable): AlarmRow =>
  Object.freeze({
    ...{ number: row.number, id: row.id, severity: row.severity, worst: row.worst, words: row.words },
    ...{ remedy: row.remedy, form: row.form, extent: row.extent, times: row.times },
    raisedAtMs: row.raised_at_ms,
    acknowledgedAtMs: row.acknowledged_at_ms,
    acknowledgedBy: row.acknowledged_by,
    clearedAtMs: row.cleared_at_ms,
  });

const fromAlarm = (row: AlarmRow): AlarmTable => ({
  ...{ number: row.number, id: row.id, severity: row.severity, worst: row.worst, words: row.words },
  ...{ remedy: row.remedy, form: row.form, extent: row.extent, times: row.times },
  raised_at_ms: row.raisedAtMs,
  acknowledged_at_ms: row.acknowledgedAtMs,
  acknowledged_by: row.acknowledgedBy,
  cleared_at_ms: row.clearedAtMs,
});
