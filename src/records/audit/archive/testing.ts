// For the tests of archives: a trail of which most lies in archives.

import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestBed } from '../../../storage/testing.ts';
import { add, openTrail } from '../testing.ts';
import type { AuditTrail } from '../trail.ts';
import type { Archiver } from './archiver.ts';

export const system = 'Head "office" & <Co>';

/** Archives all that is due, keeping `onLine` entries in the database. */
export async function archive(trail: AuditTrail, onLine = 10): Promise<Archiver> {
  const archiver = trail.startArchiving({ entriesOnLine: () => onLine, system: () => system });
  await archiver.settled();
  return archiver;
}

/** Three archives, of the entries 1-2, 3-15 and 16-28, and entries 29-39 in the database, each with its checkpoint. */
export async function archivedTrail(bed: TestBed): Promise<AuditTrail> {
  const trail = await openTrail(bed);
  for (let round = 0; round < 3; round++) {
    for (let count = 0; count < 12; count++) await add(bed, trail);
    await (await archive(trail)).close();
  }
  return trail;
}

export const archiveFolder = (bed: TestBed): string => join(bed.directory.path, 'archives');

export const archiveFiles = (bed: TestBed): string[] => readdirSync(archiveFolder(bed)).sort();

/** Changes the sealed file of an archive by hand; the first is 0. */
export function forgeArchive(bed: TestBed, number: number, edit: (lines: string[]) => string[]): void {
  const path = join(archiveFolder(bed), archiveFiles(bed)[number] ?? '');
  chmodSync(path, 0o600);
  const lines = readFileSync(path, 'latin1').trimEnd().split('\n');
  writeFileSync(path, `${edit(lines).join('\n')}\n`, 'latin1');
}
