// Readable copies of the archives in the directory `exports` of the data directory, for whoever fetches them (ADM-9). Its law: nobody
// chooses the path, nobody else may enter it, and a file is there whole or not at all.

import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { limits, no, ok, type Refusal, type Result } from '#base';
import { recordsCodes } from '../../records.codes.ts';
import type { AuditTrail } from '../trail.ts';
import { archiveRefusal } from './archives.ts';
import { parseArchiveName } from './name.ts';

export interface ExportOptions {
  /** The path of the data directory. */
  readonly directory: string;
  readonly trail: Pick<AuditTrail, 'archives' | 'exportArchive'>;
  /** How many stay there, the newest. */
  readonly most?: number;
  /** The system stops: nothing more is written. */
  readonly ending?: AbortSignal;
}

export interface ExportedArchives {
  readonly written: readonly string[];
  readonly removed: number;
  /** Files that are there now. */
  readonly there: number;
}

const folderName = 'exports';
const draftEnding = '.new';

/** Writes what is not there yet and removes what is too old. One archive that cannot be read does not keep the others out. */
export async function exportArchives(options: ExportOptions): Promise<Result<ExportedArchives>> {
  const { directory, trail, most = limits.audit.exportedArchives, ending } = options;
  const folder = join(directory, folderName);
  const safe = await openFolder(folder);
  if (!safe.ok) return safe;
  const names = (await trail.archives()).map(({ name }) => name).slice(-most);
  const present = new Set(await tidy(folder));
  const written: string[] = [];
  let refusal: Refusal | undefined;
  for (const name of names.filter((one) => !present.has(one))) {
    if (ending?.aborted) return no(recordsCodes.refuse('records.export-stopped'));
    const done = await writeOne(trail, folder, name);
    if (done.ok) written.push(name);
    else refusal ??= done.refusal;
  }
  const removed = await removeOld(folder, most);
  if (refusal !== undefined) return no(refusal);
  return ok({ written, removed, there: present.size + written.length - removed });
}

/** A folder of our own that nobody else may enter. A link would lead somewhere else. */
async function openFolder(folder: string): Promise<Result<void>> {
  const unsafe = (why: string) => no(recordsCodes.refuse('records.exports-unsafe', { path: folder, why }));
  try {
    await mkdir(folder, { mode: 0o700, recursive: true });
    const found = await lstat(folder);
    if (!found.isDirectory()) return unsafe('it is no directory');
    if (found.uid !== process.getuid?.()) return unsafe('it belongs to another account');
    if ((found.mode & 0o777) !== 0o700) await chmod(folder, 0o700);
    return ok(undefined);
  } catch (fault) {
    return unsafe(fault instanceof Error ? fault.message : String(fault));
  }
}

/** The archives that are there; what a killed process left unfinished goes. */
async function tidy(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  for (const name of names) if (name.endsWith(draftEnding)) await rm(join(folder, name), { force: true });
  return names.filter((name) => parseArchiveName(name) !== undefined).toSorted();
}

const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;

async function writeOne(trail: ExportOptions['trail'], folder: string, name: string): Promise<Result<void>> {
  const archive = await trail.exportArchive(name);
  if (!archive.ok) return archive;
  const draft = join(folder, `${name}${draftEnding}`);
  const file = await open(draft, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600);
  try {
    for await (const piece of archive.value.xml) await file.appendFile(piece);
    await file.sync();
    await file.close();
    await rename(draft, join(folder, name));
    return ok(undefined);
  } catch (fault) {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
    return no(archiveRefusal(fault) ?? failed(name, fault));
  }
}

const failed = (name: string, fault: unknown): Refusal =>
  recordsCodes.refuse('records.export-failed', { name, why: fault instanceof Error ? fault.message : String(fault) });

/** The oldest, beyond so many. What is no archive is left alone. */
async function removeOld(folder: string, most: number): Promise<number> {
  const old = (await tidy(folder)).slice(0, -most);
  for (const name of old) await rm(join(folder, name), { force: true });
  return old.length;
}
