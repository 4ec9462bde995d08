// What an accepted change leads to: the rows to write, and what those who asked, the rooms and the snapshot get of it.

import type { Clock, Secret } from '#base';
import type { Actor, Sealer } from '#security';
import type { LongWork } from './chunks.ts';
import type { Accepted } from './plan.ts';
import type { Changed, ChangedRecord, RecordChange } from './requests.ts';
import type { Row, RowChanges } from './snapshot.ts';
import { keepSecrets } from './stored.ts';

/** A planned change with the row that it leads to. */
export interface Prepared {
  readonly planned: Accepted;
  /** Undefined of a delete. */
  readonly after: Row | undefined;
}

export interface Outcomes {
  readonly answer: Changed;
  /** What is to be written: all but what is unchanged. */
  readonly written: readonly Prepared[];
  readonly rows: ReadonlyMap<string, RowChanges>;
  readonly events: readonly RecordChange[];
}

const shareOfPrepare = 0.1;

/** Works it all out, without writing anything. */
export async function prepare(
  actor: Actor,
  planned: readonly Accepted[],
  dryRun: boolean,
  { sealer, clock, work }: { readonly sealer: Pick<Sealer, 'seal'>; readonly clock: Clock; readonly work: LongWork },
): Promise<Outcomes> {
  const records: ChangedRecord[] = [];
  const written: Prepared[] = [];
  const rows = new Map<string, Map<string, Row | undefined>>();
  const events: RecordChange[] = [];
  const changed = { changedAtMs: clock.nowMs(), changedBy: actor.user };
  await work.each(shareOfPrepare, planned, planned.length, (one) => {
    const after = nextRow(one, sealer, changed);
    records.push(answerOf(one, after, dryRun));
    if (one.kind === 'unchanged') return;
    written.push({ planned: one, after });
    const table = rows.get(one.form.id) ?? new Map<string, Row | undefined>();
    rows.set(one.form.id, table.set(one.key, after));
    events.push(eventOf(one, after));
  });
  return { answer: { dryRun, records }, written, rows, events };
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

/** What the rooms are told. */
const eventOf = ({ form, key, before, proposal }: Accepted, after: Row | undefined): RecordChange => ({
  form: form.id,
  key,
  before: before?.record,
  after: after?.record,
  secrets: [...(proposal?.secrets.keys() ?? [])],
});

/** What whoever asked is told. */
function answerOf(
  { kind, key, form, proposal, differences }: Accepted,
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
