// The step of calls by trunks: how each call was decided is kept with it.

import type { Kysely } from 'kysely';
import type { DialectName } from '../database.ts';

export async function callDetails(_: DialectName, { schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable('call_history')
    .addColumn('details', 'text', (column) => column.notNull().defaultTo('{}'))
    .execute();
}
