// Which archives a trail consists of: from its first entry on, each begins where the one before it ends.

import type { ArchiveName } from './name.ts';

export interface Tiling {
  /** In order, without a gap, beginning with entry 1. */
  readonly archives: readonly ArchiveName[];
  /** Those that have no place among them. */
  readonly others: readonly ArchiveName[];
}

/** Looks at the archives up to entry `lastId`, given by their first entries. Where one is missing, none follows. */
export function tile(all: readonly ArchiveName[], lastId: number): Tiling {
  const archives: ArchiveName[] = [];
  const others: ArchiveName[] = [];
  let next = 1;
  for (const archive of all) {
    if (archive.lastId > lastId) continue;
    if (archive.firstId === next) {
      archives.push(archive);
      next = archive.lastId + 1;
    } else others.push(archive);
  }
  return { archives, others };
}
