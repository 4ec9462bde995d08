// Writes an accepted change: rows and audit entries in one transaction, or nothing at all.

import { type Clock, ok, type Result, type Secret } from '#base';
import { type Difference, difference, type Form } from '#forms';
import type { AuditFact } from '#records';
import type { Actor, Sealer } from '#security';
import type { FormWrite, Storage, Tx } from '#storage';
import { eachInChunks } from './chunks.ts';
import type { Planned } from './propose.ts';
import type { ChangedRecord, RecordChange } from './requests.ts';
import type { Row, RowChanges } from './snapshot.ts';
import { printBody, sealSecrets } from './stored.ts';
import { factOf, type Trail } from './trail.ts';

/** A planned change with the row that it leads to. */
export interface Prepared {
  readonly planned: Planned;
  /** Undefined of a delete. */
  readonly after: Row | undefined;
  readonly differences: readonly Difference[];
}

export interface CommitOptions {
  readonly storage: Pick<Storage, 'attempt' | 'forms'>;
  readonly trail: Trail;
  readonly sealer: Pick<Sealer, 'seal'>;
  readonly clock: Clock;
}

/** Works out rows and differences, without writing anything. */
export async function prepare(
  actor: Actor,
  planned: readonly Planned[],
  { sealer, clock }: CommitOptions,
): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  const changed = { changedAtMs: clock.nowMs(), changedBy: actor.user };
  await eachInChunks(planned, (one) => {
    const { form, before, proposal } = one;
    const differences = difference(form, before?.record, proposal?.record, proposal?.secrets.keys());
    prepared.push({ planned: one, after: nextRow(one, sealer, changed), differences });
  });
  return prepared;
}

function nextRow(
  { kind, form, key, before, proposal }: Planned,
  sealer: Pick<Sealer, 'seal'>,
  changed: Pick<Row, 'changedAtMs' | 'changedBy'>,
): Row | undefined {
  if (kind === 'unchanged') return before;
  if (proposal === undefined) return undefined;
  const sealed = sealSecrets(sealer, form.id, key, before?.sealed ?? {}, proposal.secrets);
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
  { storage, trail }: CommitOptions,
  first: AuditFact | undefined,
  also: ((tx: Tx) => Promise<void>) | undefined,
): Promise<Result<void>> {
  const written = prepared.filter(isWritten);
  return storage.attempt(async (tx) => {
    const rows = await writeRows(tx, written, storage);
    if (!rows.ok) return rows;
    if (first !== undefined) await trail.append(tx, first);
    for (const { planned, differences } of written) await trail.append(tx, factOf(actor, planned, differences));
    await also?.(tx);
    return ok(undefined);
  });
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

const rowsAtOnce = 500;

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
export function answerOf({ planned, after, differences }: Prepared, dryRun: boolean): ChangedRecord {
  const made: Record<string, Secret> = {};
  for (const name of dryRun ? [] : (planned.proposal?.made ?? [])) {
    const secret = planned.proposal?.secrets.get(name);
    if (secret !== undefined) made[name] = secret;
  }
  const { kind, key, form } = planned;
  return { form: form.id, key, kind, version: after?.version ?? 0, differences, made };
}
