// The audit trail: entries are written in the transaction of what they tell, chained by hash, and signed at its end.

import type { KeyObject } from 'node:crypto';
import { type Clock, type Log, Pace } from '#base';
import type { AuditFilter, DataDirectory, Storage, Tx } from '#storage';
import { checkTrail, damageAction, type TrailReport } from './check.ts';
import { type Checkpoint, isSigned, keyFingerprint, publicKeyOf, signCheckpoint } from './checkpoint.ts';
import { type AuditEntry, type AuditFact, type ChainEnd, firstPrevious, nextEntry, type StampedFact } from './entry.ts';
import { exportTrail } from './export.ts';
import { HeadFile } from './head.ts';
import { NoteQueue } from './notes.ts';
import { storedTrail } from './stored.ts';

export interface AuditOptions {
  readonly storage: Storage;
  readonly directory: DataDirectory;
  readonly clock: Clock;
  readonly log: Log;
  /** An Ed25519 private key, of this trail alone. */
  readonly signingKey: KeyObject;
}

/** What one transaction adds to the trail. */
interface Addition {
  readonly start: ChainEnd;
  end: ChainEnd;
}

/** Some 2 ms of hashing and of telling the database. */
const entriesAtOnce = 100;

const emptyEnd: ChainEnd = { lastId: 0, hash: firstPrevious };

export class AuditTrail {
  readonly #options: AuditOptions;
  readonly #head: HeadFile;
  readonly #notes: NoteQueue;
  readonly #additions = new WeakMap<Tx, Promise<Addition>>();
  /** For checking what this system signed; `publicKeyPem` gives it to others. */
  readonly publicKey: KeyObject;

  private constructor(options: AuditOptions) {
    this.#options = options;
    this.publicKey = publicKeyOf(options.signingKey);
    this.#head = new HeadFile(options.directory.file('audit-head'), this.publicKey);
    this.#notes = new NoteQueue(options, (facts) => this.#appendNotes(facts));
  }

  /** Opens the trail; if it does not end as it was left, that is recorded as its next entry. */
  static async open(options: AuditOptions): Promise<AuditTrail> {
    const trail = new AuditTrail(options);
    const damage = await trail.#damage();
    if (damage !== undefined) await trail.#recordDamage(damage);
    if (trail.#head.checkpoint === undefined) trail.#head.write(trail.#sign(emptyEnd, 0));
    return trail;
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

  /** Checks the whole trail, as it is now, against hashes, signatures and the head file. Not inside a transaction. */
  async verify(): Promise<TrailReport> {
    const { lastId, signed } = await this.#extent();
    const items = storedTrail(this.#options.storage.audit, lastId);
    return checkTrail(items, this.publicKey, { start: emptyEnd, end: signed });
  }

  /** The trail up to its last checkpoint as lines of JSON, for `verifyExport` on any machine. */
  async *export(system: string): AsyncGenerator<string> {
    const { signed } = await this.#extent();
    const { storage, clock, signingKey } = this.#options;
    const heading = { system, exportedAtMs: clock.nowMs(), start: emptyEnd, end: signed };
    yield* exportTrail(storedTrail(storage.audit, signed.lastId), heading, signingKey);
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
    const head = this.#head.checkpoint ?? emptyEnd;
    if (row === undefined || row.id <= head.lastId) return { lastId: head.lastId, hash: head.hash };
    return { lastId: row.id, hash: row.hash };
  }

  /** How far the trail goes at one moment, between two transactions, and how far it is signed. */
  async #extent(): Promise<{ lastId: number; signed: Checkpoint }> {
    const { storage } = this.#options;
    return storage.transaction(async (tx) => {
      const entry = await storage.audit.last(tx);
      const checkpoint = await storage.audit.lastCheckpoint(tx);
      const head = this.#head.checkpoint ?? this.#sign(emptyEnd, 0);
      const lastId = Math.max(entry?.id ?? 0, checkpoint?.lastId ?? 0, head.lastId);
      // Another node of the same database may have signed last.
      const newer = checkpoint !== undefined && checkpoint.lastId > head.lastId && isSigned(checkpoint, this.publicKey);
      return { lastId, signed: newer ? checkpoint : head };
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
    if (head.lastId === 0) return undefined;
    if (last === undefined || last.id < head.lastId)
      return `entries ${(last?.id ?? 0) + 1} to ${head.lastId} are missing at the end`;
    const [signed] = await audit.page(head.lastId - 1, 1);
    if (signed?.id !== head.lastId) return `entry ${head.lastId} is missing`;
    return signed.hash === head.hash ? undefined : `entry ${head.lastId} is not the one that was signed`;
  }

  async #recordDamage(words: string): Promise<void> {
    this.#options.log.error('the audit trail is damaged', { damage: words });
    const actor = { user: 'local', sourceIp: '', application: 'System', context: 'audit' };
    const fact: AuditFact = { level: 'high', actor, action: damageAction, data: words };
    await this.#options.storage.transaction((tx) => this.append(tx, fact));
  }
}
