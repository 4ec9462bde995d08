// Sessions of people who have logged in, by the hash of their token: the token itself is nowhere.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';
import type { SessionTable } from './schema.ts';

export interface SessionRow {
  readonly tokenHash: string;
  /** Public. */
  readonly id: string;
  readonly loginId: string;
  readonly tool: string;
  /** The address that logged in. */
  readonly source: string;
  readonly agent: string;
  /** What the account was allowed and which password it had; a session of another stamp has ended. */
  readonly stamp: string;
  readonly startedAtMs: number;
  readonly usedAtMs: number;
  /** The login before this one. */
  readonly lastLoginAtMs: number;
  readonly lastLoginFrom: string;
  readonly failuresSince: number;
  /** The client certificate that it is bound to (SHA-256); blank of one that is bound to none. */
  readonly certificate: string;
}

export class SessionRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(tx?: Tx): Promise<readonly SessionRow[]> {
    const rows = await readFrom(this.#database, tx).selectFrom('session').selectAll().execute();
    return rows.map(toRow);
  }

  /** A fault if there is one with this token or id. */
  async add(tx: Tx, row: SessionRow): Promise<void> {
    await Tx.statements(tx).insertInto('session').values(fromRow(row)).execute();
  }

  async setUsed(tx: Tx, tokenHash: string, usedAtMs: number): Promise<void> {
    const query = Tx.statements(tx).updateTable('session').set({ used_at_ms: usedAtMs });
    await query.where('token_hash', '=', tokenHash).execute();
  }

  async delete(tx: Tx, tokenHashes: readonly string[]): Promise<void> {
    if (tokenHashes.length === 0) return;
    await Tx.statements(tx)
      .deleteFrom('session')
      .where('token_hash', 'in', [...tokenHashes])
      .execute();
  }
}

const toRow = (row: SessionTable): SessionRow =>
  Object.freeze({
    tokenHash: row.token_hash,
    id: row.id,
    loginId: row.login_id,
    tool: row.tool,
    source: row.source,
    agent: row.agent,
    stamp: row.stamp,
    startedAtMs: row.started_at_ms,
    usedAtMs: row.used_at_ms,
    lastLoginAtMs: row.last_login_at_ms,
    lastLoginFrom: row.last_login_from,
    failuresSince: row.failures_since,
    certificate: row.certificate,
  });

const fromRow = (row: SessionRow): SessionTable => ({
  token_hash: row.tokenHash,
  id: row.id,
  login_id: row.loginId,
  tool: row.tool,
  source: row.source,
  agent: row.agent,
  stamp: row.stamp,
  started_at_ms: row.startedAtMs,
  used_at_ms: row.usedAtMs,
  last_login_at_ms: row.lastLoginAtMs,
  last_login_from: row.lastLoginFrom,
  failures_since: row.failuresSince,
  certificate: row.certificate,
});
