// The audit trail: entries are written in the transaction of what they tell, chained by hash, and signed at its end.

import type { KeyObject } from 'node:crypto';
import { type Clock, type Log, no, ok, Pace, type Result } from '#base';
import type { AuditFilter, AuditFound, AuditSearch, DataDirectory, Storage, Tx } from '#storage';
import { recordsCodes } from '../records.codes.ts';
import { Archiver } from './archive/archiver.ts';
import { AuditArchives } from './archive/archives.ts';
import { ArchiveCatalogue, type ArchiveFacts } from './archive/catalogue.ts';
import { type ArchiveSeal, ArchiveShelf } from './archive/shelf.ts';
import { Chain } from './chain.ts';
import { checkTrail, damageAction, type TrailReport } from './check.ts';
import { keyFingerprint, publicKeyOf } from './checkpoint.ts';
import { type AuditEntry, type AuditFact, emptyEnd, type StampedFact, trailActor } from './entry.ts';
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

export class AuditTrail {
  readonly #options: AuditOptions;
  readonly #head: HeadFile;
  readonly #notes: NoteQueue;
  readonly #archives: AuditArchives;
  readonly #catalogue: ArchiveCatalogue;
  #archiver: Archiver | undefined;
  #openedAfterMs = 0;
  readonly #chain: Chain;
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
    this.#chain = new Chain({ ...options, publicKey: this.publicKey, head: this.#head, archives: this.#archives });
  }

  /** Opens the trail; if it does not end as it was left, that is recorded as its next entry. */
  static async open(options: AuditOptions): Promise<AuditTrail> {
    const trail = new AuditTrail(options);
    await trail.#archives.open();
    trail.#openedAfterMs = (await options.storage.audit.last())?.atMs ?? 0;
    const damage = await trail.#chain.damage();
    if (damage !== undefined) await trail.#recordDamage(damage);
    trail.#chain.begin();
    return trail;
  }

  /** The time of the newest entry when the trail was opened; 0 if there was none. */
  get openedAfterMs(): number {
    return this.#openedAfterMs;
  }

  /** Writes an entry inside the transaction of what it tells: neither exists without the other. */
  async append(tx: Tx, fact: AuditFact): Promise<AuditEntry> {
    const [entry] = await this.#chain.append(tx, [{ fact, atMs: this.#options.clock.nowMs() }]);
    if (entry === undefined) throw new Error('an entry was not made');
    return entry;
  }

  /** As `append`, for many at once: the entries in the order of the facts. Gives way to calls meanwhile. */
  appendMany(tx: Tx, facts: readonly AuditFact[]): Promise<readonly AuditEntry[]> {
    const atMs = this.#options.clock.nowMs();
    return this.#chain.append(
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

  /** The number of the newest entry, as far as this system wrote it. */
  get lastEntry(): number {
    return this.#head.checkpoint?.lastId ?? 0;
  }

  /** The entry after which those in the database begin: the ones before lie in archives. */
  get onLineAfter(): number {
    return this.#archives.mark.lastId;
  }

  /** Entries in order, from archives and then from the database, unchecked. Throws `TrailBroken`; then `readableAfter` says more. */
  entries(afterId: number, lastId: number): AsyncGenerator<AuditEntry> {
    return this.#archives.entries(afterId, lastId);
  }

  /** After which entry reading can go on, where the one after `id` cannot be read. */
  readableAfter(id: number): Promise<number> {
    return this.#archives.readableAfter(id);
  }

  /** The hash of an entry that is on line; undefined where there is none. */
  async hashOf(id: number): Promise<string | undefined> {
    const [entry] = await this.#options.storage.audit.page(id - 1, 1);
    return entry?.id === id ? entry.hash : undefined;
  }

  /** Why what was noted cannot be written; blank when it can. */
  get writingTrouble(): string {
    return this.#notes.trouble;
  }

  /** Checks the whole trail, archives too, against hashes, signatures and the head file. Not inside a transaction. */
  async verify(): Promise<TrailReport> {
    const { lastId, signed } = await this.#chain.extent();
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
    const { signed } = await this.#chain.extent();
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

  async #appendNotes(facts: readonly StampedFact[]): Promise<void> {
    await this.#options.storage.transaction((tx) => this.#chain.append(tx, facts));
  }

  async #recordDamage(words: string): Promise<void> {
    this.#options.log.error('the audit trail is damaged', { damage: words });
    const fact: AuditFact = { level: 'high', actor: trailActor, action: damageAction, data: words };
    await this.#options.storage.transaction((tx) => this.append(tx, fact));
  }
}
