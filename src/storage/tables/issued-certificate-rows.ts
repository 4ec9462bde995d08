// Certificates that the private authority has issued, by serial number.

import { type Database, readFrom } from '../database.ts';
import { Tx } from '../tx.ts';
import type { IssuedCertificateTable } from './schema.ts';

export interface IssuedCertificateRow {
  /** Hexadecimal, lower case. */
  readonly serial: string;
  readonly name: string;
  readonly kind: string;
  /** SHA-256, upper case with colons. */
  readonly fingerprint: string;
  readonly issuedAtMs: number;
  readonly issuedBy: string;
  readonly endsAtMs: number;
  /** 0 of one that was not revoked. */
  readonly revokedAtMs: number;
  readonly reason: string;
}

export class IssuedCertificateRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(tx?: Tx): Promise<readonly IssuedCertificateRow[]> {
    const rows = await readFrom(this.#database, tx).selectFrom('issued_certificate').selectAll().execute();
    return rows.map(toRow);
  }

  /** A fault if there is one with this serial number. */
  async add(tx: Tx, row: IssuedCertificateRow): Promise<void> {
    await Tx.statements(tx).insertInto('issued_certificate').values(fromRow(row)).execute();
  }

  async setRevoked(tx: Tx, serial: string, revokedAtMs: number, reason: string): Promise<void> {
    const query = Tx.statements(tx).updateTable('issued_certificate').set({ revoked_at_ms: revokedAtMs, reason });
    await query.where('serial', '=', serial).execute();
  }

  async deleteEndedBefore(tx: Tx, ms: number): Promise<void> {
    await Tx.statements(tx).deleteFrom('issued_certificate').where('ends_at_ms', '<', ms).execute();
  }
}

const toRow = (row: IssuedCertificateTable): IssuedCertificateRow =>
  Object.freeze({
    serial: row.serial,
    name: row.name,
    kind: row.kind,
    fingerprint: row.fingerprint,
    issuedAtMs: row.issued_at_ms,
    issuedBy: row.issued_by,
    endsAtMs: row.ends_at_ms,
    revokedAtMs: row.revoked_at_ms,
    reason: row.reason,
  });

const fromRow = (row: IssuedCertificateRow): IssuedCertificateTable => ({
  serial: row.serial,
  name: row.name,
  kind: row.kind,
  fingerprint: row.fingerprint,
  issued_at_ms: row.issuedAtMs,
  issued_by: row.issuedBy,
  ends_at_ms: row.endsAtMs,
  revoked_at_ms: row.revokedAtMs,
  reason: row.reason,
});
