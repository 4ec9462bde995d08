// Accounts of people who log in; what a password hash means is the business of security.

import { no, ok, type Result } from '#base';
import { type Database, readFrom } from '../database.ts';
import { storageCodes } from '../storage.codes.ts';
import { Tx } from '../tx.ts';
import type { AccountTable } from './schema.ts';

export interface AccountRow {
  readonly loginId: string;
  readonly displayName: string;
  readonly role: string;
  readonly passwordHash: string;
  readonly status: string;
  /** The password must be changed at the next login. */
  readonly mustChange: boolean;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  /** 1 when added, one more with each change. */
  readonly version: number;
}

export type AccountWrite = Omit<AccountRow, 'version'>;

export class AccountRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(tx?: Tx): Promise<readonly AccountRow[]> {
    const rows = await readFrom(this.#database, tx).selectFrom('account').selectAll().execute();
    return rows.map(toAccountRow).sort((a, b) => (a.loginId < b.loginId ? -1 : 1));
  }

  async get(loginId: string, tx?: Tx): Promise<AccountRow | undefined> {
    const query = readFrom(this.#database, tx).selectFrom('account').selectAll().where('login_id', '=', loginId);
    const row = await query.executeTakeFirst();
    return row && toAccountRow(row);
  }

  /**
   * Writes an account. `expectedVersion` 0 adds it, anything else changes that version.
   * Refuses `storage.exists`, `storage.conflict` and `storage.missing`; then nothing is written.
   */
  async put(tx: Tx, write: AccountWrite, expectedVersion: number): Promise<Result<AccountRow>> {
    const row: AccountRow = Object.freeze({ ...write, version: expectedVersion + 1 });
    const written = expectedVersion === 0 ? await add(tx, row) : await change(tx, row, expectedVersion);
    return written ? ok(row) : this.#whyNot(tx, write.loginId, expectedVersion);
  }

  /** Deletes an account. Refuses `storage.conflict` and `storage.missing`. */
  async delete(tx: Tx, loginId: string, expectedVersion: number): Promise<Result<void>> {
    const query = Tx.statements(tx).deleteFrom('account').where('login_id', '=', loginId);
    const outcome = await query.where('version', '=', expectedVersion).executeTakeFirst();
    return outcome.numDeletedRows === 1n ? ok(undefined) : this.#whyNot(tx, loginId, expectedVersion);
  }

  async #whyNot(tx: Tx, loginId: string, expectedVersion: number): Promise<Result<never>> {
    const there = await this.get(loginId, tx);
    if (there === undefined) return no(storageCodes.refuse('storage.missing', { key: loginId }));
    return no(storageCodes.refuse(expectedVersion === 0 ? 'storage.exists' : 'storage.conflict', { key: loginId }));
  }
}

async function add(tx: Tx, row: AccountRow): Promise<boolean> {
  const query = Tx.statements(tx).insertInto('account').values(fromAccountRow(row));
  const outcome = await query.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return outcome.numInsertedOrUpdatedRows === 1n;
}

async function change(tx: Tx, row: AccountRow, expectedVersion: number): Promise<boolean> {
  const { login_id, ...values } = fromAccountRow(row);
  const query = Tx.statements(tx).updateTable('account').set(values).where('login_id', '=', login_id);
  return (await query.where('version', '=', expectedVersion).executeTakeFirst()).numUpdatedRows === 1n;
}

const toAccountRow = (row: AccountTable): AccountRow =>
  Object.freeze({
    loginId: row.login_id,
    displayName: row.display_name,
    role: row.role,
    passwordHash: row.password_hash,
    status: row.status,
    mustChange: row.must_change !== 0,
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
    version: row.version,
  });

const fromAccountRow = (row: AccountRow): AccountTable => ({
  login_id: row.loginId,
  display_name: row.displayName,
  role: row.role,
  password_hash: row.passwordHash,
  status: row.status,
  must_change: row.mustChange ? 1 : 0,
  created_at_ms: row.createdAtMs,
  changed_at_ms: row.changedAtMs,
  version: row.version,
});
