// Writes one archive: reads the entries, checks that they are what was signed, seals them, and reads what came to the disk.

import { createHash, type KeyObject } from 'node:crypto';
import { type Clock, Pace } from '#base';
import type { AuditRows, CheckpointRow } from '#storage';
import { isSigned, publicKeyOf } from '../checkpoint.ts';
import { type AuditEntry, type ChainEnd, entryHash } from '../entry.ts';
import { storedPage } from '../stored.ts';
import type { ArchiveDraft } from './draft.ts';
import { type ArchiveName, archiveName } from './name.ts';
import { ArchiveDamaged, type ArchiveShelf } from './shelf.ts';
import { type ArchiveHeading, archiveEnd, printArchiveItem, printArchiveStart, signArchiveHeading } from './xml.ts';

export interface WriterOptions {
  readonly rows: AuditRows;
  readonly shelf: ArchiveShelf;
  readonly clock: Clock;
  readonly signingKey: KeyObject;
  /** The name of the system, for whoever reads the archive. */
  readonly system: () => string;
}

export interface WrittenArchive extends ArchiveName {
  /** SHA-256 of the XML, as hexadecimal. */
  readonly digest: string;
}

/** Writes the entries after `start` up to a checkpoint. Throws `ArchiveDamaged` when they are not what was signed. */
export async function writeArchive(
  options: WriterOptions,
  start: ChainEnd,
  checkpoint: CheckpointRow,
  signal: AbortSignal,
): Promise<WrittenArchive> {
  const { shelf, signingKey } = options;
  if (!isSigned(checkpoint, publicKeyOf(signingKey)))
    throw new ArchiveDamaged(`the checkpoint after entry ${checkpoint.lastId} was altered, or made without the key`);
  const archive = archiveName(start.lastId + 1, checkpoint.lastId);
  const heading = await headingOf(options, start, checkpoint);
  const draft = await shelf.begin(archive.name);
  try {
    await draft.write(printArchiveStart(signArchiveHeading(heading, signingKey)));
    await draft.endPiece();
    await writeItems(options.rows, draft, heading, signal);
    await draft.write(`${archiveEnd}\n`);
    const digest = await draft.finish();
    if ((await digestOf(shelf.readDraft(archive.name, draft), signal)) !== digest)
      throw new ArchiveDamaged(`archive ${archive.name} came to the disk as something else`);
    await shelf.publish(archive.name, draft);
    return { ...archive, digest };
  } catch (fault) {
    await draft.abandon();
    throw fault;
  }
}

async function headingOf(
  { rows, clock, system }: WriterOptions,
  start: ChainEnd,
  { lastId, hash }: CheckpointRow,
): Promise<ArchiveHeading> {
  const [[first], [last]] = await Promise.all([rows.page(start.lastId, 1), rows.page(lastId - 1, 1)]);
  const times = { archivedAtMs: clock.nowMs(), firstAtMs: first?.atMs ?? 0, lastAtMs: last?.atMs ?? 0 };
  return { system: system(), ...times, start: { lastId: start.lastId, hash: start.hash }, end: { lastId, hash } };
}

async function writeItems(
  rows: AuditRows,
  draft: ArchiveDraft,
  { start, end }: ArchiveHeading,
  signal: AbortSignal,
): Promise<void> {
  const pace = new Pace();
  let previous = start;
  for (let after = start.lastId; after < end.lastId; ) {
    const page = await storedPage(rows, after, end.lastId);
    for (const item of page.items) {
      signal.throwIfAborted();
      if (item.kind === 'entry') previous = follow(previous, item.entry);
      await draft.write(`${printArchiveItem(item)}\n`);
      if (pace.due) await pace.giveWay();
    }
    after = page.upTo;
  }
  if (previous.lastId !== end.lastId || previous.hash !== end.hash)
    throw new ArchiveDamaged(`entry ${end.lastId} is not what was signed`);
}

function follow(previous: ChainEnd, entry: AuditEntry): ChainEnd {
  if (entry.id !== previous.lastId + 1) throw new ArchiveDamaged(`entry ${previous.lastId + 1} is missing`);
  if (entryHash(previous.hash, entry) !== entry.hash) throw new ArchiveDamaged(`entry ${entry.id} was altered`);
  return { lastId: entry.id, hash: entry.hash };
}

/** SHA-256 of a text that comes in pieces, as hexadecimal. */
export async function digestOf(pieces: AsyncIterable<string>, signal: AbortSignal): Promise<string> {
  const pace = new Pace();
  const digest = createHash('sha256');
  for await (const piece of pieces) {
    signal.throwIfAborted();
    digest.update(piece);
    if (pace.due) await pace.giveWay();
  }
  return digest.digest('hex');
}
