// The trail as it lies in the database, in pages: entries in order, each checkpoint after its entry.

import type { AuditRows } from '#storage';
import type { TrailItem } from './check.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { AuditEntry } from './entry.ts';

/** Few: a signature takes a tenth of a millisecond to check, and calls go on between two pages. */
const pageRows = 50;
/** Before every id, also one that a forger made. */
const beforeAll = Number.MIN_SAFE_INTEGER;

/** Everything up to entry `lastId`; what is written meanwhile stays out. */
export async function* storedTrail(rows: AuditRows, lastId: number): AsyncGenerator<TrailItem> {
  const checkpoints = storedCheckpoints(rows, lastId);
  let checkpoint = await checkpoints.next();
  for await (const entry of storedEntries(rows, lastId)) {
    for (; !checkpoint.done && checkpoint.value.lastId < entry.id; checkpoint = await checkpoints.next())
      yield { kind: 'checkpoint', checkpoint: checkpoint.value };
    yield { kind: 'entry', entry };
  }
  for (; !checkpoint.done; checkpoint = await checkpoints.next())
    yield { kind: 'checkpoint', checkpoint: checkpoint.value };
}

async function* storedEntries(rows: AuditRows, lastId: number): AsyncGenerator<AuditEntry> {
  let page: readonly AuditEntry[] = await rows.page(beforeAll, pageRows);
  for (let after = beforeAll; page.length > 0; page = await rows.page(after, pageRows))
    for (const entry of page) {
      if (entry.id > lastId) return;
      after = entry.id;
      yield entry;
    }
}

async function* storedCheckpoints(rows: AuditRows, lastId: number): AsyncGenerator<Checkpoint> {
  let page: readonly Checkpoint[] = await rows.checkpoints(beforeAll, pageRows);
  for (let after = beforeAll; page.length > 0; page = await rows.checkpoints(after, pageRows))
    for (const checkpoint of page) {
      if (checkpoint.lastId > lastId) return;
      after = checkpoint.lastId;
      yield checkpoint;
    }
}
