// What is known of each account's logins: refused ones, locks, the last one. It survives a restart; what it means is the business of security.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';
import type { LoginStateTable } from './schema.ts';

export interface LoginStateRow {
  readonly loginId: string;
  /** The moments of refused logins that still count. */
  readonly failures: readonly number[];
  /** Refused logins since the last one that was taken. */
  readonly failuresSince: number;
  /** What the account returns to when a lock ends by itself; blank without one. */
  readonly statusBeforeLock: string;
  /** 0: not by time. */
  readonly lockedUntilMs: number;
  /** 0: never. */
  readonly lastLoginAtMs: number;
  readonly lastLoginFrom: string;
  /** From when idleness and the password's age count. */
  readonly timersFromMs: number;
}

export class LoginStates {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(tx?: Tx): Promise<readonly LoginStateRow[]> {
    const rows = await readFrom(this.#database, tx).selectFrom('login_state').selectAll().execute();
    return rows.map(toRow);
  }

  /** Writes a state, whatever was there. */
  async put(tx: Tx, state: LoginStateRow): Promise<void> {
    const { login_id, ...values } = fromRow(state);
    const query = Tx.statements(tx)
      .insertInto('login_state')
      .values({ login_id, ...values });
    await query.onConflict((conflict) => conflict.column('login_id').doUpdateSet(values)).execute();
  }

  async delete(tx: Tx, loginId: string): Promise<void> {
    await Tx.statements(tx).deleteFrom('login_state').where('login_id', '=', loginId).execute();
  }
}

const toRow = (row: LoginStateTable): LoginStateRow =>
  Object.freeze({
    loginId: row.login_id,
    failures: Object.freeze(readMoments(row.failures)),
    failuresSince: row.failures_since,
    statusBeforeLock: row.status_before_lock,
    lockedUntilMs: row.locked_until_ms,
    lastLoginAtMs: row.last_login_at_ms,
    lastLoginFrom: row.last_login_from,
    timersFromMs: row.timers_from_ms,
  });

const fromRow = (row: LoginStateRow): LoginStateTable => ({
  login_id: row.loginId,
  failures: row.failures.join(' '),
  failures_since: row.failuresSince,
  status_before_lock: row.statusBeforeLock,
  locked_until_ms: row.lockedUntilMs,
  last_login_at_ms: row.lastLoginAtMs,
  last_login_from: row.lastLoginFrom,
  timers_from_ms: row.timersFromMs,
});

const readMoments = (text: string): number[] =>
  text
    .split(' ')
    .filter((part) => /^\d+$/.test(part))
    .map(Number);
