// Second factors of accounts, and what their people are told of changes. Secrets are sealed by the time they come here.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';
import type { SecondFactorChangeTable, SecondFactorTable } from './schema.ts';

export interface SecondFactorRow {
  /** Public: what the view of second factors shows. */
  readonly id: string;
  readonly loginId: string;
  readonly kind: string;
  readonly name: string;
  readonly sealed: string;
  readonly madeAtMs: number;
  /** 0: never. */
  readonly usedAtMs: number;
  /** The step or count of the last use: nothing is taken twice. */
  readonly counter: number;
  /** Wrong codes since the last right one. */
  readonly wrong: number;
}

/** Something that was done with the factors of an account, in words for its person. */
export interface SecondFactorChangeRow {
  readonly id: string;
  readonly loginId: string;
  readonly atMs: number;
  readonly words: string;
}

export class SecondFactorRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(tx?: Tx): Promise<readonly SecondFactorRow[]> {
    const rows = await readFrom(this.#database, tx).selectFrom('second_factor').selectAll().execute();
    return rows.map(toRow);
  }

  /** Oldest first. */
  async changes(tx?: Tx): Promise<readonly SecondFactorChangeRow[]> {
    const query = readFrom(this.#database, tx).selectFrom('second_factor_change').selectAll();
    return (await query.orderBy('at_ms').orderBy('id').execute()).map(toChange);
  }

  /** Writes a factor, whatever was there. */
  async put(tx: Tx, row: SecondFactorRow): Promise<void> {
    const { id, ...values } = fromRow(row);
    const query = Tx.statements(tx)
      .insertInto('second_factor')
      .values({ id, ...values });
    await query.onConflict((conflict) => conflict.column('id').doUpdateSet(values)).execute();
  }

  async delete(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await Tx.statements(tx)
      .deleteFrom('second_factor')
      .where('id', 'in', [...ids])
      .execute();
  }

  async addChange(tx: Tx, { id, loginId, atMs, words }: SecondFactorChangeRow): Promise<void> {
    const row: SecondFactorChangeTable = { id, login_id: loginId, at_ms: atMs, words };
    await Tx.statements(tx).insertInto('second_factor_change').values(row).execute();
  }

  async deleteChanges(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await Tx.statements(tx)
      .deleteFrom('second_factor_change')
      .where('id', 'in', [...ids])
      .execute();
  }
}

const toRow = (row: SecondFactorTable): SecondFactorRow =>
  Object.freeze({
    id: row.id,
    loginId: row.login_id,
    kind: row.kind,
    name: row.name,
    sealed: row.sealed,
    madeAtMs: row.made_at_ms,
    usedAtMs: row.used_at_ms,
    counter: row.counter,
    wrong: row.wrong,
  });

const fromRow = (row: SecondFactorRow): SecondFactorTable => ({
  id: row.id,
  login_id: row.loginId,
  kind: row.kind,
  name: row.name,
  sealed: row.sealed,
  made_at_ms: row.madeAtMs,
  used_at_ms: row.usedAtMs,
  counter: row.counter,
  wrong: row.wrong,
});

const toChange = (row: SecondFactorChangeTable): SecondFactorChangeRow =>
  Object.freeze({ id: row.id, loginId: row.login_id, atMs: row.at_ms, words: row.words });
