// Writes an accepted change: rows and audit entries in one transaction, or nothing at all.

import { type Clock, ok, type Result, type Secret } from '#base';
import type { Form } from '#forms';
import type { AuditFact } from '#records';
import type { Actor, Sealer } from '#security';
import type { FormWrite, Storage, Tx } from '#storage';
import { eachInChunks } from './chunks.ts';
import { printDifferences } from './past.ts';
import type { Accepted } from './plan.ts';
import type { ChangedRecord, RecordChange } from './requests.ts';
import type { Row, RowChanges } from './snapshot.ts';
import { keepSecrets, printBody } from './stored.ts';
import { factOf, type Trail } from './trail.ts';

/** A planned change with the row that it leads to. */
export interface Prepared {
  readonly planned: Accepted;
  /** Undefined of a delete. */
  readonly after: Row | undefined;
}

export interface CommitOptions {
  readonly storage: Pick<Storage, 'attempt' | 'forms' | 'recordChanges'>;
  readonly trail: Trail;
  readonly sealer: Pick<Sealer, 'seal'>;
  readonly clock: Clock;
}

/** Works out the rows, without writing anything. */
export async function prepare(
  actor: Actor,
  planned: readonly Accepted[],
  { sealer, clock }: CommitOptions,
): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  const changed = { changedAtMs: clock.nowMs(), changedBy: actor.user };
  await eachInChunks(planned, (one) => {
    prepared.push({ planned: one, after: nextRow(one, sealer, changed) });
  });
  return prepared;
}

function nextRow(
  { kind, form, key, before, proposal, hashes }: Accepted,
  sealer: Pick<Sealer, 'seal'>,
  changed: Pick<Row, 'changedAtMs' | 'changedBy'>,
): Row | undefined {
  if (kind === 'unchanged') return before;
  if (proposal === undefined) return undefined;
  const sealed = keepSecrets(sealer, form.id, key, before?.sealed ?? {}, proposal.secrets, hashes);
  return Object.freeze({ record: proposal.record, sealed, version: (before?.version ?? 0) + 1, ...changed });
}

const isWritten = ({ planned }: Prepared): boolean => planned.kind !== 'unchanged';

/**
 * Writes everything in one transaction: `first` is put on record before the records' own entries, `also` is written with them.
 * Refuses what storage refuses; throws what storage and the audit trail throw. Either way nothing is written.
 */
export function commit(
  actor: Actor,
  prepared: readonly Prepared[],
  options: CommitOptions,
  first: AuditFact | undefined,
  also: ((tx: Tx) => Promise<void>) | undefined,
): Promise<Result<void>> {
  const { storage, trail } = options;
  const written = prepared.filter(isWritten);
  return storage.attempt(async (tx) => {
    const rows = await writeRows(tx, written, storage);
    if (!rows.ok) return rows;
    if (first !== undefined) await trail.append(tx, first);
    await record(tx, actor, written, options);
    await also?.(tx);
    return ok(undefined);
  });
}

const rowsAtOnce = 100;

/** The audit entry of each record, and beside it the change field by field. */
async function record(
  tx: Tx,
  actor: Actor,
  written: readonly Prepared[],
  { storage, trail, clock }: CommitOptions,
): Promise<void> {
  const told = { atMs: clock.nowMs(), changedBy: actor.user };
  for (let from = 0; from < written.length; from += rowsAtOnce) {
    const some = written.slice(from, from + rowsAtOnce);
    const entries = await trail.appendMany(
      tx,
      some.map(({ planned }) => factOf(actor, planned)),
    );
    const rows = some.map(({ planned: { form, key, kind, differences } }, index) => {
      const auditId = entries[index]?.id;
      if (auditId === undefined) throw new Error('an entry was not made');
      return { auditId, form: form.id, key, kind, ...told, differences: printDifferences(differences) };
    });
    await storage.recordChanges.append(tx, rows);
  }
}

async function writeRows(
  tx: Tx,
  written: readonly Prepared[],
  storage: CommitOptions['storage'],
): Promise<Result<void>> {
  const fresh = written.filter(({ planned }) => planned.kind === 'add');
  const many = fresh.length > 1;
  for (const one of many ? written.filter(({ planned }) => planned.kind !== 'add') : written) {
    const result = await writeRow(tx, one, storage);
    if (!result.ok) return result;
  }
  if (many) await addMany(tx, fresh, storage);
  return ok(undefined);
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

async function addMany(tx: Tx, fresh: readonly Prepared[], { forms }: CommitOptions['storage']): Promise<void> {
  for (let from = 0; from < fresh.length; from += rowsAtOnce) {
    const writes = fresh
      .slice(from, from + rowsAtOnce)
      .flatMap(({ planned, after }) => (after === undefined ? [] : [writeOf(planned.form, planned.key, after)]));
    await forms.addMany(tx, writes);
  }
}

const writeOf = (form: Form, key: string, after: Row): FormWrite => ({
  form: form.id,
  key,
  body: printBody(form, after),
  changedAtMs: after.changedAtMs,
  changedBy: after.changedBy,
});

/** What changes in the snapshot. */
export function rowChanges(prepared: readonly Prepared[]): ReadonlyMap<string, RowChanges> {
  const tables = new Map<string, Map<string, Row | undefined>>();
  for (const { planned, after } of prepared.filter(isWritten)) {
    const rows = tables.get(planned.form.id) ?? new Map<string, Row | undefined>();
    tables.set(planned.form.id, rows.set(planned.key, after));
  }
  return tables;
}

/** What the rooms are told. */
export function eventsOf(prepared: readonly Prepared[]): RecordChange[] {
  return prepared.filter(isWritten).map(({ planned, after }) => ({
    form: planned.form.id,
    key: planned.key,
    before: planned.before?.record,
    after: after?.record,
    secrets: [...(planned.proposal?.secrets.keys() ?? [])],
  }));
}

/** What whoever asked is told. */
export function answerOf({ planned, after }: Prepared, dryRun: boolean): ChangedRecord {
  const made: Record<string, Secret> = {};
  for (const name of dryRun ? [] : (planned.proposal?.made ?? [])) {
    const secret = planned.proposal?.secrets.get(name);
    if (secret !== undefined) made[name] = secret;
  }
  const { kind, key, form, differences } = planned;
  return { form: form.id, key, kind, version: after?.version ?? 0, differences, made };
}
