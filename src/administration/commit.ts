// Writes an accepted change: rows, audit entries and their differences in one transaction, or nothing at all.

import { type Clock, no, ok, type Result } from '#base';
import type { Form } from '#forms';
import type { AuditFact } from '#records';
import type { Actor } from '#security';
import type { FormWrite, Storage, Tx } from '#storage';
import { administrationCodes } from './administration.codes.ts';
import type { LongWork } from './chunks.ts';
import { printDifferences } from './past.ts';
import type { Prepared } from './prepare.ts';
import type { Row } from './snapshot.ts';
import { printBody } from './stored.ts';
import { factOf, type Trail } from './trail.ts';

export interface CommitOptions {
  readonly storage: Pick<Storage, 'attempt' | 'forms' | 'recordChanges'>;
  readonly trail: Trail;
  readonly clock: Clock;
  readonly work: LongWork;
}

/** What stands in the transaction beside the records. */
export interface Beside {
  /** An audit entry before those of the records. */
  readonly first: AuditFact | undefined;
  readonly also: ((tx: Tx) => Promise<void>) | undefined;
}

/** Records of one statement: some tenths of a millisecond to print. Waiting for the database lets calls be served. */
const recordsAtOnce = 50;

const sharesOfCommit = { rows: 0.2, entries: 0.15 };

/**
 * Writes everything in one transaction. Refuses what storage refuses, and when it is cancelled meanwhile; throws what storage
 * and the audit trail throw. Either way nothing is written. Gives the number of the entry that stands before those of the records;
 * 0 where there is none.
 */
export function commit(
  actor: Actor,
  written: readonly Prepared[],
  options: CommitOptions,
  { first, also }: Beside,
): Promise<Result<number>> {
  const { storage, trail, work } = options;
  return storage.attempt(async (tx) => {
    const rows = await writeRows(tx, written, options);
    if (!rows.ok) return rows;
    const head = first === undefined ? 0 : (await trail.append(tx, first)).id;
    await record(tx, actor, written, head, options);
    if (work.isCancelled) return no(administrationCodes.refuse('administration.cancelled'));
    await also?.(tx);
    return ok(head);
  });
}

/** The audit entry of each record, and beside it the change field by field. */
async function record(
  tx: Tx,
  actor: Actor,
  written: readonly Prepared[],
  partOf: number,
  options: CommitOptions,
): Promise<void> {
  const { storage, trail, clock } = options;
  const told = { atMs: clock.nowMs(), changedBy: actor.user };
  await inBatches(written, sharesOfCommit.entries, options.work, async (some) => {
    const facts = some.map(({ planned }) => factOf(actor, planned));
    const entries = await trail.appendMany(tx, facts);
    const rows = some.map(({ planned: { form, key, kind, differences } }, index) => {
      const auditId = entries[index]?.id;
      if (auditId === undefined) throw new Error('an entry was not made');
      return { auditId, form: form.id, key, kind, ...told, differences: printDifferences(differences), partOf };
    });
    await storage.recordChanges.append(tx, rows);
  });
}

async function writeRows(tx: Tx, written: readonly Prepared[], options: CommitOptions): Promise<Result<void>> {
  const { storage, work } = options;
  const fresh = written.filter(({ planned }) => planned.kind === 'add');
  const many = fresh.length > 1;
  const others = many ? written.filter(({ planned }) => planned.kind !== 'add') : written;
  const share = (rows: readonly Prepared[]): number => sharesOfCommit.rows * (rows.length / written.length);
  for (const [index, one] of others.entries()) {
    if (work.isCancelled) break;
    const result = await writeRow(tx, one, storage);
    if (!result.ok) return result;
    if (index % recordsAtOnce === 0) work.tell(share(others), index / others.length);
  }
  if (others.length > 0) work.finish(share(others));
  if (many)
    await inBatches(fresh, share(fresh), work, (some) =>
      storage.forms.addMany(
        tx,
        some.flatMap(({ planned, after }) => (after === undefined ? [] : [writeOf(planned.form, planned.key, after)])),
      ),
    );
  return ok(undefined);
}

async function inBatches<T>(
  items: readonly T[],
  share: number,
  work: LongWork,
  each: (some: readonly T[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length && !work.isCancelled; from += recordsAtOnce) {
    await each(items.slice(from, from + recordsAtOnce));
    work.tell(share, from / items.length);
  }
  work.finish(share);
}

async function writeRow(
  tx: Tx,
  { planned, after }: Prepared,
  { forms }: CommitOptions['storage'],
): Promise<Result<unknown>> {
  const { form, key, before } = planned;
  if (after === undefined) return forms.delete(tx, form.id, key, before?.version ?? 0);
  return forms.put(tx, writeOf(form, key, after), before?.version ?? 0);
}

const writeOf = (form: Form, key: string, after: Row): FormWrite => ({
  form: form.id,
  key,
  body: printBody(form, after),
  changedAtMs: after.changedAtMs,
  changedBy: after.changedBy,
});
