// A database that is open, whichever dialect it speaks: where the repositories get their statements from.

import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables/schema.ts';
import { Tx } from './tx.ts';

export type DialectName = 'sqlite' | 'postgres';

export interface Database {
  readonly dialect: DialectName;
  /** Where it is, for words to people; never with a password. */
  readonly place: string;
  /** For reading outside transactions; never waits for a transaction. */
  readonly reader: Kysely<Tables>;
  /** For transactions and single writing statements, one after another. */
  readonly writer: Kysely<Tables>;
  close(): Promise<void>;
}

/** Where a reading statement goes: into the transaction that is given, or to the reader. */
export function readFrom(database: Database, tx: Tx | undefined): Kysely<Tables> | Transaction<Tables> {
  return tx === undefined ? database.reader : Tx.statements(tx);
}
