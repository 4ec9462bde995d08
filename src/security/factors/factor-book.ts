// The book of second factors: all of them in memory, sealed as in the database; what is written holds once it is on disk.

import { type Clock, type Log, limits, randomHex, Secret } from '#base';
import type { SecondFactorChangeRow, SecondFactorRow, Storage, Tx } from '#storage';
import type { Sealer } from '../sealer.ts';
import type { FactorChange } from '../sessions/session.ts';

export interface FactorBookParts {
  readonly storage: Pick<Storage, 'secondFactors'>;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a login may be completed with. Recovery codes alone are no second factor: they stand in for one. */
export type FactorKind = 'totp' | 'passkey' | 'recovery';

export class FactorBook {
  readonly #parts: FactorBookParts;
  readonly #rows = new Map<string, SecondFactorRow>();
  /** Of each account that was asked for since something changed, oldest first: asked with every request. */
  readonly #own = new Map<string, readonly SecondFactorRow[]>();
  readonly #changes = new Map<string, SecondFactorChangeRow>();

  private constructor(parts: FactorBookParts) {
    this.#parts = parts;
  }

  static async open(parts: FactorBookParts): Promise<FactorBook> {
    const book = new FactorBook(parts);
    for (const row of await parts.storage.secondFactors.all()) book.#rows.set(row.id, row);
    for (const change of await parts.storage.secondFactors.changes()) book.#changes.set(change.id, change);
    return book;
  }

  get rows(): readonly SecondFactorRow[] {
    return [...this.#rows.values()];
  }

  get(id: string): SecondFactorRow | undefined {
    return this.#rows.get(id);
  }

  /** Of one account, oldest first. */
  of(loginId: string, kind?: FactorKind): readonly SecondFactorRow[] {
    const known = this.#own.get(loginId);
    const own = known ?? this.#collect(loginId);
    if (known === undefined) this.#own.set(loginId, own);
    return kind === undefined ? own : own.filter((row) => row.kind === kind);
  }

  #collect(loginId: string): readonly SecondFactorRow[] {
    const own = this.rows.filter((row) => row.loginId === loginId);
    return own.toSorted((one, other) => one.madeAtMs - other.madeAtMs);
  }

  has(loginId: string): boolean {
    return this.of(loginId).some(({ kind }) => kind !== 'recovery');
  }

  /** The login IDs of which anything is known. */
  get loginIds(): readonly string[] {
    return [...new Set([...this.#rows.values(), ...this.#changes.values()].map(({ loginId }) => loginId))];
  }

  /** Another whenever a factor comes or goes: sessions of before end. */
  stamp(loginId: string): string {
    return this.of(loginId)
      .map(({ id }) => id)
      .join(' ');
  }

  /** A row that is not written yet; `content` becomes JSON. */
  seal(loginId: string, kind: FactorKind, name: string, content: unknown): SecondFactorRow {
    const id = randomHex(8);
    const sealed = this.#parts.sealer.seal(placeOf(loginId, id), new Secret(JSON.stringify(content)));
    const madeAtMs = this.#parts.clock.nowMs();
    return Object.freeze({ id, loginId, kind, name, sealed, madeAtMs, usedAtMs: 0, counter: 0, wrong: 0 });
  }

  /** The same row with other content. */
  reseal(row: SecondFactorRow, content: unknown): SecondFactorRow {
    const sealed = this.#parts.sealer.seal(placeOf(row.loginId, row.id), new Secret(JSON.stringify(content)));
    return { ...row, sealed };
  }

  /** What is in it; undefined, and told in the log, where it was altered or belongs to another account. */
  open<T>(row: SecondFactorRow): T | undefined {
    const opened = this.#parts.sealer.open(placeOf(row.loginId, row.id), row.sealed);
    // Sealed here, and the seal is whole: it has the type that was sealed.
    if (opened.ok) return JSON.parse(opened.value.reveal()) as T;
    this.#parts.log.error('a second factor cannot be opened', { loginId: row.loginId, id: row.id });
    return undefined;
  }

  async put(tx: Tx, row: SecondFactorRow): Promise<void> {
    await this.#parts.storage.secondFactors.put(tx, row);
    tx.afterCommit(() => {
      this.#rows.set(row.id, Object.freeze(row));
      this.#own.delete(row.loginId);
    });
  }

  async delete(tx: Tx, rows: readonly SecondFactorRow[]): Promise<void> {
    await this.#parts.storage.secondFactors.delete(
      tx,
      rows.map(({ id }) => id),
    );
    tx.afterCommit(() => {
      for (const { id, loginId } of rows) {
        this.#rows.delete(id);
        this.#own.delete(loginId);
      }
    });
  }

  /** Tells the person at the next login. Only so many are kept. */
  async tell(tx: Tx, loginId: string, words: string): Promise<void> {
    const { storage, clock } = this.#parts;
    const change = Object.freeze({ id: randomHex(8), loginId, atMs: clock.nowMs(), words });
    const own = this.#changesOf(loginId);
    const old = own.slice(0, Math.max(0, own.length + 1 - limits.factors.changes)).map(({ id }) => id);
    await storage.secondFactors.deleteChanges(tx, old);
    await storage.secondFactors.addChange(tx, change);
    tx.afterCommit(() => {
      for (const id of old) this.#changes.delete(id);
      this.#changes.set(change.id, change);
    });
  }

  /** What was done after one moment and not after another, oldest first. */
  changes(loginId: string, afterMs: number, untilMs: number): readonly FactorChange[] {
    const told = this.#changesOf(loginId).filter(({ atMs }) => atMs > afterMs && atMs <= untilMs);
    return told.map(({ atMs, words }) => ({ atMs, words }));
  }

  /** The account is gone: its factors hold no more from now on, and are deleted with `tx`. */
  async forget(tx: Tx, loginId: string): Promise<void> {
    await this.delete(tx, this.of(loginId));
    const changes = this.#changesOf(loginId).map(({ id }) => id);
    await this.#parts.storage.secondFactors.deleteChanges(tx, changes);
    tx.afterCommit(() => {
      for (const id of changes) this.#changes.delete(id);
      this.#own.delete(loginId);
    });
  }

  #changesOf(loginId: string): readonly SecondFactorChangeRow[] {
    return [...this.#changes.values()]
      .filter((change) => change.loginId === loginId)
      .toSorted((one, other) => one.atMs - other.atMs);
  }
}

/** Bound to its account: a row that was moved to another one does not open. */
const placeOf = (loginId: string, id: string) => ({ form: 'second-factor', key: `${loginId}/${id}`, field: 'sealed' });
