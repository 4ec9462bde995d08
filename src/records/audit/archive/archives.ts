// The trail as a whole: what lies in archives, then what lies in the database, one chain of entries.

import type { KeyObject } from 'node:crypto';
import type { Refusal } from '#base';
import type { AuditRows, SystemValues, Tx } from '#storage';
import { recordsCodes } from '../../records.codes.ts';
import { type Finding, TrailBroken, type TrailItem } from '../check.ts';
import type { AuditEntry } from '../entry.ts';
import { linesOf } from '../lines.ts';
import { beforeAll, storedPage } from '../stored.ts';
import { openTrailFile, type TrailFile } from '../trail-file.ts';
import { type ArchiveMark, markName, noMark, printMark, readMark } from './mark.ts';
import type { ArchiveName } from './name.ts';
import { ArchiveDamaged, type ArchiveShelf } from './shelf.ts';
import { tile } from './tiling.ts';
import { Turn } from './turn.ts';

/** Entries of the database that are read at once. */
const entriesAtOnce = 50;

export interface ArchivesOptions {
  readonly rows: AuditRows;
  readonly values: SystemValues;
  readonly shelf: ArchiveShelf;
  readonly publicKey: KeyObject;
}

export class AuditArchives {
  readonly shelf: ArchiveShelf;
  readonly #rows: AuditRows;
  readonly #values: SystemValues;
  readonly #publicKey: KeyObject;
  readonly #turn = new Turn();
  #mark = noMark;

  constructor({ rows, values, shelf, publicKey }: ArchivesOptions) {
    this.shelf = shelf;
    this.#rows = rows;
    this.#values = values;
    this.#publicKey = publicKey;
  }

  /** How far the trail is archived: the entries of the database begin after it. */
  get mark(): ArchiveMark {
    return this.#mark;
  }

  /** Reads the mark. One that was altered counts as none: `verify` tells, and nothing is archived after it. */
  async open(): Promise<void> {
    await this.shelf.tidy();
    this.#mark = readMark(await this.#values.get(markName), this.#publicKey) ?? noMark;
  }

  /**
   * Moves the mark on and takes the entries before it out of the database; `commit` gives the transaction, and may write
   * more with it. Throws `ArchiveDamaged` where the mark is not the one that this system has set.
   */
  async advance(next: ArchiveMark, commit: (work: (tx: Tx) => Promise<void>) => Promise<void>): Promise<void> {
    await this.#turn.take(async () => {
      const before = this.#mark;
      await commit(async (tx) => {
        if ((await this.#values.get(markName, tx)) !== (before === noMark ? undefined : printMark(before)))
          throw new ArchiveDamaged('what says how far the audit trail is archived was altered');
        await this.#values.put(tx, markName, printMark(next));
        await this.#rows.removeArchived(tx, before.lastId, next.lastId);
      });
      this.#mark = next;
    });
  }

  /**
   * The entries after `afterId` up to `lastId` with their checkpoints, from archives and then from the database, whatever is
   * archived meanwhile. Throws `TrailBroken` where an archive is missing or cannot be read.
   */
  async *items(afterId: number, lastId: number): AsyncGenerator<TrailItem> {
    let given = afterId;
    let read = beforeAll;
    for (;;) {
      const page = await this.#turn.take(async () =>
        given < Math.min(this.#mark.lastId, lastId) ? undefined : await storedPage(this.#rows, read, lastId),
      );
      if (page === undefined) {
        const archive = await this.#archiveAfter(given);
        yield* this.#archived(archive, given, lastId);
        given = archive.lastId;
        if (read !== beforeAll) read = given;
      } else {
        yield* page.items;
        read = page.upTo;
        given = Math.max(given, read);
        if (page.isLast) return;
      }
    }
  }

  /**
   * The entries after `afterId` up to `lastId`, as they lie there, unchecked: what is read once and in parts. Throws `TrailBroken`
   * where an archive is missing or cannot be read.
   */
  async *entries(afterId: number, lastId: number): AsyncGenerator<AuditEntry> {
    let given = afterId;
    while (given < lastId) {
      const after = given;
      const page = await this.#turn.take(async () =>
        after < this.#mark.lastId ? undefined : await this.#rows.page(after, entriesAtOnce),
      );
      if (page === undefined) {
        const archive = (await this.#archiveWith(given + 1)) ?? (await this.#archiveAfter(given));
        for await (const item of this.#archived(archive, given, lastId)) if (item.kind === 'entry') yield item.entry;
        given = archive.lastId;
      } else {
        if (page.length === 0) return;
        for (const entry of page) {
          if (entry.id > lastId) return;
          given = entry.id;
          yield entry;
        }
      }
    }
  }

  /** After which entry reading can go on, where the one after `id` lies in an archive that cannot be read. */
  async readableAfter(id: number): Promise<number> {
    const next = (await this.shelf.list()).find(({ firstId }) => firstId > id + 1);
    return Math.max(id, Math.min(next === undefined ? this.#mark.lastId : next.firstId - 1, this.#mark.lastId));
  }

  /** What is wrong with the mark, or with an archive that goes beyond it. Without either, archives and mark agree. */
  checkMark(): Promise<Finding | undefined> {
    return this.#turn.take(async () => {
      const stored = readMark(await this.#values.get(markName), this.#publicKey);
      if (stored === undefined || stored.lastId < this.#mark.lastId)
        return finding(this.#mark.lastId + 1, 'what says how far the trail is archived was altered or put back');
      if (stored.lastId > this.#mark.lastId) this.#mark = stored;
      for (const archive of await this.shelf.list())
        if (archive.lastId > this.#mark.lastId && !(await this.isUnfinished(archive)))
          return finding(
            archive.firstId,
            `archive ${archive.name} holds entries that the trail does not have any more`,
          );
      return undefined;
    });
  }

  /** What lies among the archives and is none of the trail. */
  async checkOthers(): Promise<Finding | undefined> {
    const [other] = tile(await this.shelf.list(), this.#mark.lastId).others;
    return other && finding(other.firstId, `archive ${other.name} does not belong to the trail`);
  }

  /** True of an archive whose entries still lie in the database too: its writer was stopped, or is about to go on. */
  async isUnfinished({ name, firstId, lastId }: ArchiveName): Promise<boolean> {
    if (firstId !== this.#mark.lastId + 1) return false;
    const [row] = await this.#rows.page(lastId - 1, 1);
    if (row?.id !== lastId) return false;
    try {
      return (await this.heading(name)).end.hash === row.hash;
    } catch (fault) {
      if (fault instanceof TrailBroken || fault instanceof ArchiveDamaged) return false;
      throw fault;
    }
  }

  /** What the first element of an archive says. Throws `TrailBroken` and `ArchiveDamaged`. */
  async heading(name: string): Promise<Omit<TrailFile, 'items'>> {
    const lines = this.#lines(name);
    try {
      return await openTrailFile(lines, this.#publicKey);
    } finally {
      await lines.return(undefined);
    }
  }

  #lines(name: string): AsyncGenerator<string> {
    return linesOf(this.shelf.read(name));
  }

  async #archiveAfter(id: number): Promise<ArchiveName> {
    const { archives } = tile(await this.shelf.list(), this.#mark.lastId);
    const archive = archives.find(({ lastId }) => lastId > id);
    if (archive !== undefined) return archive;
    const first = (archives.at(-1)?.lastId ?? 0) + 1;
    throw new TrailBroken(finding(first, `the archive that begins with entry ${first} is missing`));
  }

  /** The archive that holds this entry, whatever has become of those before it. */
  async #archiveWith(id: number): Promise<ArchiveName | undefined> {
    const archives = await this.shelf.list();
    return archives.find(({ firstId, lastId }) => firstId <= id && id <= lastId && lastId <= this.#mark.lastId);
  }

  async *#archived(archive: ArchiveName, afterId: number, lastId: number): AsyncGenerator<TrailItem> {
    const { name, firstId } = archive;
    let entry = Math.max(afterId, firstId - 1);
    try {
      const file = await openTrailFile(this.#lines(name), this.#publicKey);
      if (file.start.lastId !== firstId - 1 || file.end.lastId !== archive.lastId)
        throw new ArchiveDamaged(`archive ${name} says of itself that it is another one`);
      for await (const item of file.items) {
        const id = item.kind === 'entry' ? item.entry.id : item.checkpoint.lastId;
        if (id <= afterId) continue;
        if (id > lastId) return;
        yield item;
        entry = id;
      }
    } catch (fault) {
      if (fault instanceof ArchiveDamaged) throw new TrailBroken(finding(entry + 1, fault.message));
      if (!(fault instanceof TrailBroken)) throw fault;
      throw new TrailBroken(finding(Math.max(fault.finding.entry, entry + 1), `archive ${name}: ${fault.message}`));
    }
  }
}

/** The refusal for whoever asked for entries that lie in an archive which cannot be read; undefined of any other fault. */
export function archiveRefusal(fault: unknown): Refusal | undefined {
  if (!(fault instanceof TrailBroken || fault instanceof ArchiveDamaged)) return undefined;
  return recordsCodes.refuse('records.archive-damaged', { words: fault.message });
}

const finding = (entry: number, words: string): Finding => ({
  kind: 'archive',
  entry,
  words: /\bentry \d/.test(words) ? words : `${words} (from entry ${entry} on)`,
});
