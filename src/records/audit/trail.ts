// The audit trail: entries are written in the transaction of what they tell, chained by hash, and signed at its end.

import type { KeyObject } from 'node:crypto';
import { type Clock, type Log, no, ok, Pace, type Result } from '#base';
import type { AuditFilter, AuditFound, AuditSearch, DataDirectory, Storage, Tx } from '#storage';
import { recordsCodes } from '../records.codes.ts';
import { Archiver } from './archive/archiver.ts';
import { AuditArchives } from './archive/archives.ts';
import { ArchiveCatalogue, type ArchiveFacts } from './archive/catalogue.ts';
import { type ArchiveSeal, ArchiveShelf } from './archive/shelf.ts';
import { checkTrail, damageAction, type TrailReport } from './check.ts';
import { type Checkpoint, isSigned, keyFingerprint, publicKeyOf, signCheckpoint } from './checkpoint.ts';
import {
  type AuditEntry,
  type AuditFact,
  type ChainEnd,
  emptyEnd,
  nextEntry,
  type StampedFact,
  trailActor,
} from './entry.ts';
import { exportTrail } from './export.ts';
import { HeadFile } from './head.ts';
import { NoteQueue } from './notes.ts';

export interface AuditOptions {
  readonly storage: Storage;
  readonly directory: DataDirectory;
  readonly clock: Clock;
  readonly log: Log;
  /** An Ed25519 private key, of this trail alone. */
  readonly signingKey: KeyObject;
  /** What archives are sealed with. */
  readonly seal: ArchiveSeal;
}

/** What archiving goes by, asked each time. */
export interface Keeping {
  readonly entriesOnLine: () => number;
  /** The name of the system, for whoever reads an archive. */
  readonly system: () => string;
}

export interface ExportedArchive {
  readonly entries: number;
  readonly xml: AsyncIterable<string>;
}

/** What one transaction adds to the trail. */
interface Addition {
  readonly start: ChainEnd;
  end: ChainEnd;
}

/** Some 2 ms of hashing and of telling the database. */
const entriesAtOnce = 100;

export class AuditTrail {
  readonly #options: AuditOptions;
  readonly #head: HeadFile;
  readonly #notes: NoteQueue;
  readonly #archives: AuditArchives;
  readonly #catalogue: ArchiveCatalogue;
  #archiver: Archiver | undefined;
  #openedAfterMs = 0;
  readonly #additions = new WeakMap<Tx, Promise<Addition>>();
  /** For checking what this system signed; `publicKeyPem` gives it to others. */
  readonly publicKey: KeyObject;

  private constructor(options: AuditOptions) {
    this.#options = options;
    this.publicKey = publicKeyOf(options.signingKey);
    this.#head = new HeadFile(options.directory.file('audit-head'), this.publicKey);
    this.#notes = new NoteQueue(options, (facts) => this.#appendNotes(facts));
    const { storage, directory, seal } = options;
    const shelf = new ArchiveShelf(directory.path, seal);
    this.#archives = new AuditArchives({
      ...{ rows: storage.audit, values: storage.system, shelf, publicKey: this.publicKey },
    });
    this.#catalogue = new ArchiveCatalogue(this.#archives);
  }

  /** Opens the trail; if it does not end as it was left, that is recorded as its next entry. */
  static async open(options: AuditOptions): Promise<AuditTrail> {
    const trail = new AuditTrail(options);
    await trail.#archives.open();
    trail.#openedAfterMs = (await options.storage.audit.last())?.atMs ?? 0;
    const damage = await trail.#damage();
    if (damage !== undefined) await trail.#recordDamage(damage);
    if (trail.#head.checkpoint === undefined) trail.#head.write(trail.#sign(emptyEnd, 0));
    return trail;
  }

  /** The time of the newest entry when the trail was opened; 0 if there was none. */
  get openedAfterMs(): number {
    return this.#openedAfterMs;
  }

  /** Writes an entry inside the transaction of what it tells: neither exists without the other. */
  async append(tx: Tx, fact: AuditFact): Promise<AuditEntry> {
    const [entry] = await this.#append(tx, [{ fact, atMs: this.#options.clock.nowMs() }]);
    if (entry === undefined) throw new Error('an entry was not made');
    return entry;
  }

  /** As `append`, for many at once: the entries in the order of the facts. Gives way to calls meanwhile. */
  appendMany(tx: Tx, facts: readonly AuditFact[]): Promise<readonly AuditEntry[]> {
    const atMs = this.#options.clock.nowMs();
    return this.#append(
      tx,
      facts.map((fact) => ({ fact, atMs })),
    );
  }

  /** Notes a fact that no change goes with, from the call path: never waits; written within half a second, or counted. */
  note(fact: AuditFact): void {
    this.#notes.note(fact);
  }

  /** Returns when everything that was noted so far is written. */
  flush(): Promise<void> {
    return this.#notes.flush();
  }

  /** Entries newest first. */
  list(filter: AuditFilter): Promise<readonly AuditEntry[]> {
    return this.#options.storage.audit.list(filter);
  }

  /** A page of the entries that are searched for, of those on line. */
  search(search: AuditSearch): Promise<AuditFound> {
    return this.#options.storage.audit.search(search);
  }

  /** Begins to keep so many entries in the database, and older ones in archives: now, and every minute. */
  startArchiving(keeping: Keeping): Archiver {
    const { storage, clock, log, signingKey } = this.#options;
    this.#archiver = new Archiver({
      ...{ storage, clock, log, signingKey, archives: this.#archives, ...keeping },
      append: (tx, fact) => this.append(tx, fact),
      note: (fact) => this.note(fact),
    });
    this.#archiver.start();
    return this.#archiver;
  }

  /** Why older entries could not be archived when the system looked last; blank when they could. */
  get archivingTrouble(): string {
    return this.#archiver?.trouble ?? '';
  }

  /** The archives by their first entries, with what each says of itself. */
  archives(): Promise<readonly ArchiveFacts[]> {
    return this.#catalogue.list();
  }

  /** How many archives there were when somebody looked last. */
  get archiveCount(): number {
    return this.#catalogue.count;
  }

  /** How many entries lie in the database, as far as this system wrote them. */
  get entriesOnLine(): number {
    return Math.max(0, (this.#head.checkpoint?.lastId ?? 0) - this.#archives.mark.lastId);
  }

  /** Checks the whole trail, archives too, against hashes, signatures and the head file. Not inside a transaction. */
  async verify(): Promise<TrailReport> {
    const { lastId, signed } = await this.#extent();
    const mark = await this.#archives.checkMark();
    if (mark !== undefined) return { entries: 0, lastId: 0, checkpoints: 0, finding: mark };
    const items = this.#archives.items(0, lastId);
    const report = await checkTrail(items, this.publicKey, { start: emptyEnd, end: signed }, new Pace());
    const finding = report.finding ?? (await this.#archives.checkOthers());
    return { ...report, finding };
  }

  /**
   * The trail up to its last checkpoint as lines of JSON, for `verifyExport` on any machine; with `onLine`, what lies in the
   * database alone. Throws `TrailBroken` where an archive is missing or cannot be read.
   */
  async *export(system: string, { onLine = false } = {}): AsyncGenerator<string> {
    const { signed } = await this.#extent();
    const start = onLine ? this.#archives.mark : emptyEnd;
    const heading = { system, exportedAtMs: this.#options.clock.nowMs(), start, end: signed };
    const items = this.#archives.items(start.lastId, signed.lastId);
    yield* exportTrail(items, heading, this.#options.signingKey, new Pace());
  }

  /** An archive as XML, in pieces, which throw `ArchiveDamaged`. Refuses a name that no archive has. */
  async exportArchive(name: string): Promise<Result<ExportedArchive>> {
    const archive = (await this.#archives.shelf.list()).find((one) => one.name === name);
    if (archive === undefined) return no(recordsCodes.refuse('records.no-such-archive', { name }));
    return ok({ entries: archive.lastId - archive.firstId + 1, xml: this.#archives.shelf.read(name) });
  }

  /** The public key as PEM: all that someone else needs to verify an export. */
  publicKeyPem(): string {
    return this.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  fingerprint(): string {
    return keyFingerprint(this.publicKey);
  }

  /** Writes what was noted, counts of repetitions too, and lets go of the head file. */
  async close(): Promise<void> {
    await this.#archiver?.close();
    await this.#notes.close();
    this.#head.close();
  }

  async #append(tx: Tx, facts: readonly StampedFact[]): Promise<readonly AuditEntry[]> {
    // A checkpoint over no entries would stand where another one stands.
    if (facts.length === 0) return [];
    const addition = await this.#addition(tx);
    const entries: AuditEntry[] = [];
    const pace = new Pace();
    for (let from = 0; from < facts.length; from += entriesAtOnce) {
      const piece = facts.slice(from, from + entriesAtOnce).map(({ fact, atMs }) => {
        const entry = nextEntry(addition.end, fact, atMs);
        addition.end = { lastId: entry.id, hash: entry.hash };
        return entry;
      });
      await this.#options.storage.audit.append(tx, piece);
      entries.push(...piece);
      await pace.step();
    }
    return entries;
  }

  #addition(tx: Tx): Promise<Addition> {
    const known = this.#additions.get(tx);
    if (known !== undefined) return known;
    const made = this.#begin(tx);
    this.#additions.set(tx, made);
    return made;
  }

  async #begin(tx: Tx): Promise<Addition> {
    const start = await this.#chainEnd(tx);
    const addition: Addition = { start, end: start };
    tx.beforeCommit(async () => {
      // What is appended after this, by other work before the commit, gets a checkpoint of its own.
      this.#additions.delete(tx);
      const checkpoint = this.#sign(addition.end, addition.end.lastId - addition.start.lastId);
      await this.#options.storage.audit.appendCheckpoint(tx, checkpoint);
      tx.afterCommit(() => this.#head.write(checkpoint));
    });
    return addition;
  }

  /** If the table ends before what is known to have been written, the gap stays to be seen. */
  async #chainEnd(tx: Tx): Promise<ChainEnd> {
    const row = await this.#options.storage.audit.last(tx);
    const known = this.#knownEnd;
    if (row === undefined || row.id <= known.lastId) return { lastId: known.lastId, hash: known.hash };
    return { lastId: row.id, hash: row.hash };
  }

  /** How far the trail goes at least, as signed outside its table. */
  get #knownEnd(): ChainEnd {
    const { checkpoint } = this.#head;
    const { mark } = this.#archives;
    return checkpoint === undefined || checkpoint.lastId < mark.lastId ? mark : checkpoint;
  }

  /** How far the trail goes at one moment, between two transactions, and how far it is signed. */
  async #extent(): Promise<{ lastId: number; signed: ChainEnd }> {
    const { storage } = this.#options;
    return storage.transaction(async (tx) => {
      const entry = await storage.audit.last(tx);
      const checkpoint = await storage.audit.lastCheckpoint(tx);
      const known = this.#knownEnd;
      const lastId = Math.max(entry?.id ?? 0, checkpoint?.lastId ?? 0, known.lastId);
      // Another node of the same database may have signed last.
      const newer =
        checkpoint !== undefined && checkpoint.lastId > known.lastId && isSigned(checkpoint, this.publicKey);
      return { lastId, signed: newer ? checkpoint : known };
    });
  }

  #sign(end: ChainEnd, entries: number): Checkpoint {
    return signCheckpoint(end, this.#options.clock.nowMs(), entries, this.#options.signingKey);
  }

  async #appendNotes(facts: readonly StampedFact[]): Promise<void> {
    await this.#options.storage.transaction((tx) => this.#append(tx, facts));
  }

  async #damage(): Promise<string | undefined> {
    const { audit } = this.#options.storage;
    const head = this.#head.checkpoint;
    const last = await audit.last();
    if (head === undefined)
      return last && `the head file is missing or was altered; the trail ends at entry ${last.id}`;
    // An older head file than the archives: `verify` finds what there is to be found.
    if (head.lastId <= this.#archives.mark.lastId) return undefined;
    if (last === undefined || last.id < head.lastId)
      return `entries ${(last?.id ?? 0) + 1} to ${head.lastId} are missing at the end`;
    const [signed] = await audit.page(head.lastId - 1, 1);
    if (signed?.id !== head.lastId) return `entry ${head.lastId} is missing`;
    return signed.hash === head.hash ? undefined : `entry ${head.lastId} is not the one that was signed`;
  }

  async #recordDamage(words: string): Promise<void> {
    this.#options.log.error('the audit trail is damaged', { damage: words });
    const fact: AuditFact = { level: 'high', actor: trailActor, action: damageAction, data: words };
    await this.#options.storage.transaction((tx) => this.append(tx, fact));
  }
}
