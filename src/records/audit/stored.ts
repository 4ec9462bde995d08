// The trail as it lies in the database, page by page: entries in order, each checkpoint after its entry.

import type { AuditRows } from '#storage';
import type { TrailItem } from './check.ts';

/** Few: a signature takes a tenth of a millisecond to check, and calls go on between two pages. */
const pageRows = 50;
/** Before every id, also one that a forger made. */
export const beforeAll = Number.MIN_SAFE_INTEGER;

export interface StoredPage {
  readonly items: readonly TrailItem[];
  /** Everything up to this id was in this page or in one before it. */
  readonly upTo: number;
  readonly isLast: boolean;
}

/** The items after `afterId` and up to entry `lastId`, as many as make a page. */
export async function storedPage(rows: AuditRows, afterId: number, lastId: number): Promise<StoredPage> {
  const [entries, checkpoints] = await Promise.all([rows.page(afterId, pageRows), rows.checkpoints(afterId, pageRows)]);
  // Where one of the two was cut by its limit, only what it covers can be put in order.
  const covered = (found: readonly unknown[], last: number | undefined): number =>
    found.length < pageRows ? lastId : Math.min(lastId, last ?? lastId);
  const upTo = Math.min(covered(entries, entries.at(-1)?.id), covered(checkpoints, checkpoints.at(-1)?.lastId));
  const items: TrailItem[] = [];
  let next = 0;
  for (const entry of entries) {
    if (entry.id > upTo) break;
    next = addCheckpoints(items, checkpoints, next, entry.id - 1);
    items.push({ kind: 'entry', entry });
  }
  addCheckpoints(items, checkpoints, next, upTo);
  return { items, upTo, isLast: upTo >= lastId };
}

function addCheckpoints(
  items: TrailItem[],
  checkpoints: Awaited<ReturnType<AuditRows['checkpoints']>>,
  from: number,
  upTo: number,
): number {
  let next = from;
  for (let checkpoint = checkpoints[next]; checkpoint !== undefined; checkpoint = checkpoints[next]) {
    if (checkpoint.lastId > upTo) break;
    items.push({ kind: 'checkpoint', checkpoint });
    next += 1;
  }
  return next;
}
