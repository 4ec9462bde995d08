// The chain while the system runs: entries are hashed onto its end in the transaction of what they tell, and signed before the commit.

import type { KeyObject } from 'node:crypto';
import { type Clock, Pace } from '#base';
import type { Storage, Tx } from '#storage';
import type { AuditArchives } from './archive/archives.ts';
import { type Checkpoint, isSigned, signCheckpoint } from './checkpoint.ts';
import { type AuditEntry, type ChainEnd, emptyEnd, nextEntry, type StampedFact } from './entry.ts';
import type { HeadFile } from './head.ts';

export interface ChainOptions {
  readonly storage: Pick<Storage, 'transaction' | 'audit'>;
  readonly clock: Clock;
  readonly signingKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly head: HeadFile;
  readonly archives: Pick<AuditArchives, 'mark'>;
}

/** What one transaction adds to the trail. */
interface Addition {
  readonly start: ChainEnd;
  end: ChainEnd;
}

/** How far the trail goes, and how far it is signed. */
export interface Extent {
  readonly lastId: number;
  readonly signed: ChainEnd;
}

/** Some 2 ms of hashing and of telling the database. */
const entriesAtOnce = 100;

export class Chain {
  readonly #options: ChainOptions;
  readonly #additions = new WeakMap<Tx, Promise<Addition>>();

  constructor(options: ChainOptions) {
    this.#options = options;
  }

  /** Signs the beginning of a new trail. */
  begin(): void {
    const { head } = this.#options;
    if (head.checkpoint === undefined) head.write(this.#sign(emptyEnd, 0));
  }

  /** The facts as entries, in their order; gives way to calls meanwhile. */
  async append(tx: Tx, facts: readonly StampedFact[]): Promise<readonly AuditEntry[]> {
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
      tx.afterCommit(() => this.#options.head.write(checkpoint));
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
    const { checkpoint } = this.#options.head;
    const { mark } = this.#options.archives;
    return checkpoint === undefined || checkpoint.lastId < mark.lastId ? mark : checkpoint;
  }

  /** How far the trail goes at one moment, between two transactions, and how far it is signed. */
  async extent(): Promise<Extent> {
    const { storage, publicKey } = this.#options;
    return storage.transaction(async (tx) => {
      const entry = await storage.audit.last(tx);
      const checkpoint = await storage.audit.lastCheckpoint(tx);
      const known = this.#knownEnd;
      const lastId = Math.max(entry?.id ?? 0, checkpoint?.lastId ?? 0, known.lastId);
      // Another node of the same database may have signed last.
      const newer = checkpoint !== undefined && checkpoint.lastId > known.lastId && isSigned(checkpoint, publicKey);
      return { lastId, signed: newer ? checkpoint : known };
    });
  }

  /** What is wrong with the end of the trail, in words; undefined when it ends as it was left. */
  async damage(): Promise<string | undefined> {
    const { storage, archives } = this.#options;
    const { audit } = storage;
    const head = this.#options.head.checkpoint;
    const last = await audit.last();
    if (head === undefined)
      return last && `the head file is missing or was altered; the trail ends at entry ${last.id}`;
    // An older head file than the archives: `verify` finds what there is to be found.
    if (head.lastId <= archives.mark.lastId) return undefined;
    if (last === undefined || last.id < head.lastId)
      return `entries ${(last?.id ?? 0) + 1} to ${head.lastId} are missing at the end`;
    const [signed] = await audit.page(head.lastId - 1, 1);
    if (signed?.id !== head.lastId) return `entry ${head.lastId} is missing`;
    return signed.hash === head.hash ? undefined : `entry ${head.lastId} is not the one that was signed`;
  }

  #sign(end: ChainEnd, entries: number): Checkpoint {
    return signCheckpoint(end, this.#options.clock.nowMs(), entries, this.#options.signingKey);
  }
}
