// The computers that manage this system (SEC-6), each by its name and its certificate, with what it last told of itself.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';
import type { ManagerTable } from './schema.ts';

export interface ManagerRow {
  readonly name: string;
  /** SHA-256 of its certificate, as it is shown. */
  readonly fingerprint: string;
  /** The serial number of its certificate, in hexadecimal. */
  readonly serial: string;
  readonly certificateEndsMs: number;
  readonly enrolledAtMs: number;
  /** Who made the code. */
  readonly enrolledBy: string;
  /** 0: it has not logged in yet. */
  readonly seenAtMs: number;
  readonly seenFrom: string;
  readonly seenUser: string;
  readonly version: string;
  /** JSON text of the preferences that it told; blank before it did. */
  readonly preferences: string;
}

export class ManagerRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(tx?: Tx): Promise<readonly ManagerRow[]> {
    const rows = await readFrom(this.#database, tx).selectFrom('manager').selectAll().orderBy('name').execute();
    return rows.map(toRow);
  }

  /** In the place of one of the same name. */
  async put(tx: Tx, row: ManagerRow): Promise<void> {
    await this.delete(tx, row.name);
    await Tx.statements(tx).insertInto('manager').values(fromRow(row)).execute();
  }

  async delete(tx: Tx, name: string): Promise<void> {
    await Tx.statements(tx).deleteFrom('manager').where('name', '=', name).execute();
  }
}

const toRow = (row: ManagerTable): ManagerRow =>
  Object.freeze({
    name: row.name,
    fingerprint: row.fingerprint,
    serial: row.serial,
    certificateEndsMs: row.certificate_ends_ms,
    enrolledAtMs: row.enrolled_at_ms,
    enrolledBy: row.enrolled_by,
    seenAtMs: row.seen_at_ms,
    seenFrom: row.seen_from,
    seenUser: row.seen_user,
    version: row.version,
    preferences: row.preferences,
  });

const fromRow = (row: ManagerRow): ManagerTable => ({
  name: row.name,
  fingerprint: row.fingerprint,
  serial: row.serial,
  certificate_ends_ms: row.certificateEndsMs,
  enrolled_at_ms: row.enrolledAtMs,
  enrolled_by: row.enrolledBy,
  seen_at_ms: row.seenAtMs,
  seen_from: row.seenFrom,
  seen_user: row.seenUser,
  version: row.version,
  preferences: row.preferences,
});
