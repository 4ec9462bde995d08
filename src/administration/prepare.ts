// What an accepted change leads to: the rows to write, and what those who asked, the rooms and the snapshot get of it.

import type { Clock, Secret } from '#base';
import type { Proposal } from '#forms';
import type { Actor, Sealer } from '#security';
import type { LongWork } from './chunks.ts';
import type { Accepted } from './plan.ts';
import type { Planned } from './propose.ts';
import type { Changed, ChangedRecord, RecordChange } from './requests.ts';
import type { Row, RowChanges } from './snapshot.ts';
import { keepSecrets } from './stored.ts';

/** A planned change with the row that it leads to. */
export interface Prepared {
  readonly planned: Planned;
  /** Undefined of a delete. */
  readonly after: Row | undefined;
}

export interface Outcomes {
  readonly answer: Changed;
  /** What is to be written: all but what is unchanged. */
  readonly written: readonly Prepared[];
  readonly rows: ReadonlyMap<string, RowChanges>;
}

interface PrepareOptions {
  readonly sealer: Pick<Sealer, 'seal'>;
  readonly clock: Clock;
  readonly work: LongWork;
}

const shareOfPrepare = 0.1;

/** Works it all out, without writing anything. */
export async function prepare(
  actor: Actor,
  { planned, hashes }: Accepted,
  dryRun: boolean,
  { sealer, clock, work }: PrepareOptions,
): Promise<Outcomes> {
  const records: ChangedRecord[] = [];
  const written: Prepared[] = [];
  const rows = new Map<string, Map<string, Row | undefined>>();
  const changed = { changedAtMs: clock.nowMs(), changedBy: actor.user };
  const sealed = (one: Planned, proposal: Proposal) =>
    keepSecrets(sealer, one, one.before?.sealed ?? {}, proposal.secrets, hashes.get(one));
  await work.each(shareOfPrepare, planned, planned.length, (one) => {
    const { kind, before, proposal } = one;
    if (kind === 'unchanged') return records.push(answerOf(one, before, dryRun));
    const version = (before?.version ?? 0) + 1;
    const after = proposal && { record: proposal.record, sealed: sealed(one, proposal), version, ...changed };
    records.push(answerOf(one, after, dryRun));
    written.push({ planned: one, after });
    const table = rows.get(one.form.id) ?? new Map<string, Row | undefined>();
    rows.set(one.form.id, table.set(one.key, after));
  });
  return { answer: { dryRun, records }, written, rows };
}

/** What the rooms are told. */
export const eventOf = ({ planned: { form, key, before, proposal }, after }: Prepared): RecordChange => ({
  form: form.id,
  key,
  before: before?.record,
  after: after?.record,
  secrets: [...(proposal?.secrets.keys() ?? [])],
});

/** What whoever asked is told. */
function answerOf(
  { kind, key, form, proposal, differences }: Planned,
  after: Row | undefined,
  dryRun: boolean,
): ChangedRecord {
  const made: Record<string, Secret> = {};
  for (const name of dryRun ? [] : (proposal?.made ?? [])) {
    const secret = proposal?.secrets.get(name);
    if (secret !== undefined) made[name] = secret;
  }
  return { form: form.id, key, kind, version: after?.version ?? 0, differences, made };
}
