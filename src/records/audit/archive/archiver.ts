// The archiver: keeps so many entries in the database, and moves older ones to archives, off the call path.
//
// First the archive is on disk, whole and readable; then one transaction moves the mark, takes the entries out of the database
// and puts that on record. Stopped in between, the archive is found again and finished.

import { type Cancel, type Clock, type Log, limits } from '#base';
import type { CheckpointRow, Storage, Tx } from '#storage';
import { type AuditFact, trailActor } from '../entry.ts';
import type { AuditArchives } from './archives.ts';
import { signMark } from './mark.ts';
import type { ArchiveName } from './name.ts';
import { ArchiveDamaged } from './shelf.ts';
import { digestOf, type WriterOptions, type WrittenArchive, writeArchive } from './writer.ts';

export interface ArchiverOptions extends Omit<WriterOptions, 'rows' | 'shelf'> {
  readonly storage: Pick<Storage, 'transaction' | 'audit'>;
  readonly archives: AuditArchives;
  readonly clock: Clock;
  readonly log: Log;
  /** How many entries stay in the database. */
  readonly entriesOnLine: () => number;
  readonly append: (tx: Tx, fact: AuditFact) => Promise<unknown>;
  readonly note: (fact: AuditFact) => void;
}

const lookEveryMs = 60_000;
/** More than stay on line, so that archives are not made for a few entries: a fifth of them, and at most this. */
const mostMore = 1_000;

export class Archiver {
  readonly #options: ArchiverOptions;
  readonly #ending = new AbortController();
  #timer: Cancel | undefined;
  #working: Promise<void> | undefined;
  #trouble = '';

  constructor(options: ArchiverOptions) {
    this.#options = options;
  }

  /** Looks now and each minute from now on. */
  start(): void {
    this.#working = this.#look().finally(() => {
      this.#working = undefined;
      if (!this.#ending.signal.aborted) this.#timer = this.#options.clock.after(lookEveryMs, () => this.start());
    });
  }

  /** Why older entries could not be archived when it looked last; blank when they could. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Returns when all that was due is archived, or could not be. */
  async settled(): Promise<void> {
    await this.#working;
  }

  /** Ends what is being done at its next step; nothing is begun any more. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.#timer?.();
    await this.#working;
  }

  async #look(): Promise<void> {
    try {
      await this.#finishUnfinished();
      for (let due = await this.#due(); due !== undefined; due = await this.#due()) await this.#archive(due);
      this.#trouble = '';
    } catch (fault) {
      if (!this.#ending.signal.aborted) this.#tell(fault);
    }
  }

  #tell(fault: unknown): void {
    const { log, note } = this.#options;
    const words = fault instanceof Error ? fault.message : String(fault);
    // Told once, not each minute.
    if (words === this.#trouble) return;
    this.#trouble = words;
    log.fault('entries of the audit trail could not be archived; they stay in the database', fault);
    if (fault instanceof ArchiveDamaged) note({ ...archiveFact('archive refused', words), level: 'high' });
  }

  /** The checkpoint up to which the oldest entries go into an archive; undefined while there are not enough of them. */
  async #due(): Promise<CheckpointRow | undefined> {
    const { storage, archives, entriesOnLine } = this.#options;
    const { lastId: archived } = archives.mark;
    const keep = entriesOnLine();
    const last = (await storage.audit.last())?.id ?? 0;
    if (last - archived < keep + Math.min(mostMore, Math.ceil(keep / 5))) return undefined;
    const mayGo = last - keep;
    const upTo = Math.min(mayGo, archived + limits.audit.archiveEntries);
    const within = await storage.audit.checkpointWithin(archived, upTo);
    if (within !== undefined) return within;
    // One change made more entries than an archive has: they go together, once all of them may.
    const [next] = await storage.audit.checkpoints(upTo, 1);
    return next !== undefined && next.lastId <= mayGo ? next : undefined;
  }

  async #archive(checkpoint: CheckpointRow): Promise<void> {
    const { storage, archives } = this.#options;
    const { shelf } = archives;
    const finding = await archives.checkMark();
    if (finding !== undefined) throw new ArchiveDamaged(finding.words);
    const options = { ...this.#options, rows: storage.audit, shelf };
    await this.#commit(await writeArchive(options, archives.mark, checkpoint, this.#ending.signal), checkpoint.hash);
  }

  /** Goes on with an archive that was written, but whose entries still lie in the database. */
  async #finishUnfinished(): Promise<void> {
    const { archives } = this.#options;
    const found = (await archives.shelf.list()).find(({ lastId }) => lastId > archives.mark.lastId);
    if (found === undefined || !(await archives.isUnfinished(found))) return;
    const digest = await digestOf(archives.shelf.read(found.name), this.#ending.signal);
    const { end } = await archives.heading(found.name);
    await this.#commit({ ...found, digest }, end.hash);
  }

  async #commit(archive: WrittenArchive, hash: string): Promise<void> {
    const { storage, archives, signingKey, append } = this.#options;
    await archives.advance(signMark({ lastId: archive.lastId, hash }, signingKey), (work) =>
      storage.transaction(async (tx) => {
        await work(tx);
        await append(tx, archiveFact('archive', describe(archive)));
      }),
    );
  }
}

const describe = ({ name, firstId, lastId, digest }: WrittenArchive & ArchiveName): string =>
  `Archive: ${name}; Entries: ${firstId} to ${lastId}; SHA-256: ${digest}`;

const archiveFact = (action: string, data: string): AuditFact => ({ level: 'medium', actor: trailActor, action, data });
