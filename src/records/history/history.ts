// Call history: on record before the call's end is answered (journal file), soon after in the database, once each.

import { type Cancel, type Clock, type Log, limits } from '#base';
import type { DataDirectory, HistoryPage, HistoryRows, HistorySearch } from '#storage';
import { type BegunCall, type CallRecord, printLine, toCallRecord } from './call-record.ts';
import { Journal } from './journal.ts';
import { replay, storedLines } from './replay.ts';

const moveAfterMs = 1_000;
const moveAtRecords = 200;
const batchSize = 500;
/** After a failed move: the database may be back by then. */
const retryMs = 5_000;

export interface HistoryOptions {
  readonly storage: { readonly history: Pick<HistoryRows, 'insert' | 'list' | 'search'> };
  readonly directory: DataDirectory;
  readonly clock: Clock;
  readonly log: Log;
}

export class CallHistory {
  /** The calls that were going on when the system was ended last, as they were found at the start. */
  readonly interrupted: readonly CallRecord[];
  readonly #options: HistoryOptions;
  #journal: Journal;
  /** Empty, until the journal is full and the two change places. */
  #spare: Journal;
  /** Lines of records that are not in the database yet. */
  #pending: string[] = [];
  /** Some records are in the journal and not in `#pending`. */
  #spilled = false;
  /** Lines of calls that were answered and have not ended. */
  readonly #begun = new Map<string, string>();
  #timer: Cancel | undefined;
  #moving: Promise<void> | undefined;
  #journalFails = false;

  private constructor(options: HistoryOptions, journal: Journal, spare: Journal, interrupted: readonly CallRecord[]) {
    this.interrupted = interrupted;
    this.#options = options;
    this.#journal = journal;
    this.#spare = spare;
  }

  /** Opens the history; what a killed process left in the journal goes to the database first. */
  static async open(options: HistoryOptions): Promise<CallHistory> {
    const { directory } = options;
    const journals = [
      new Journal(directory.file('calls-a.journal')),
      new Journal(directory.file('calls-b.journal')),
    ] as const;
    const interrupted = await replay(journals, options.storage.history, options.log);
    for (const journal of journals) journal.clear();
    return new CallHistory(options, ...journals, interrupted);
  }

  /** A call was answered: should the system die during it, it will be on record as interrupted. */
  begin(call: Omit<BegunCall, 'answeredAtMs'>): void {
    const begun: BegunCall = { ...call, answeredAtMs: this.#options.clock.nowMs() };
    const line = `${printLine({ begun })}\n`;
    if (this.#begun.size < limits.calls.calls) this.#begun.set(call.id, line);
    this.#append(line);
  }

  /** Puts a call on record: when this returns, no end of the process loses it. */
  write(record: CallRecord): void {
    const line = printLine(record);
    this.#begun.delete(record.id);
    this.#append(`${line}\n`);
    if (this.#pending.length < limits.history.pending) this.#pending.push(line);
    else this.#spilled = true;
    if (this.#pending.length === moveAtRecords) void this.#moveLater();
    else this.#wait(moveAfterMs);
  }

  /** Calls newest first, those just ended included. */
  async list(page: HistoryPage): Promise<readonly CallRecord[]> {
    await this.flush();
    return (await this.#options.storage.history.list(page)).map(toCallRecord);
  }

  /** A page of the calls that are searched for, those just ended included, and how many there are. */
  async search(search: HistorySearch): Promise<{ readonly total: number; readonly calls: readonly CallRecord[] }> {
    await this.flush();
    const { total, rows } = await this.#options.storage.history.search(search);
    return { total, calls: rows.map(toCallRecord) };
  }

  /** Returns when every call on record is in the database; throws if the database cannot take them, and keeps them. */
  async flush(): Promise<void> {
    while (this.#moving !== undefined) await this.#moving.catch(() => undefined);
    this.#moving = this.#moveAll().finally(() => {
      this.#moving = undefined;
    });
    await this.#moving;
  }

  /** Moves what is left. Calls that are still open stay in the journal: after the next start they are interrupted ones. */
  async close(): Promise<void> {
    try {
      await this.flush();
      if (this.#begun.size === 0) this.#journal.clear();
    } finally {
      this.#timer?.();
      this.#journal.close();
      this.#spare.close();
    }
  }

  #append(line: string): void {
    try {
      this.#journal.append(line);
      this.#journalFails = false;
    } catch (fault) {
      // The record still waits in memory for the database; the call is not harmed.
      if (!this.#journalFails) this.#options.log.fault('the call journal cannot be written', fault);
      this.#journalFails = true;
    }
  }

  #wait(delayMs: number): void {
    this.#timer ??= this.#options.clock.after(delayMs, () => {
      this.#timer = undefined;
      void this.#moveLater();
    });
  }

  async #moveLater(): Promise<void> {
    if (this.#moving !== undefined) return this.#wait(moveAfterMs);
    try {
      await this.flush();
    } catch (fault) {
      this.#options.log.fault('calls could not be moved to the database; they stay in the journal', fault);
      this.#wait(retryMs);
    }
  }

  async #moveAll(): Promise<void> {
    await this.#movePending();
    if (this.#spilled) await this.#moveSpilled();
    if (this.#pending.length === 0 && !this.#spilled && this.#isFull()) this.#changeJournals();
  }

  async #movePending(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending.slice(0, batchSize);
      await this.#options.storage.history.insert(batch);
      this.#pending = this.#pending.slice(batch.length);
    }
  }

  /** Reads the journal from its start: what is in the database already is left as it is. */
  async #moveSpilled(): Promise<void> {
    this.#spilled = false;
    try {
      for await (const lines of storedLines(this.#journal, batchSize))
        await this.#options.storage.history.insert(lines);
    } catch (fault) {
      this.#spilled = true;
      throw fault;
    }
  }

  /** Also so much that carrying the open calls over is little work beside what was written. */
  #isFull(): boolean {
    if (this.#journal.sizeBytes < limits.history.journalBytes) return false;
    let openBytes = 0;
    for (const line of this.#begun.values()) openBytes += line.length;
    return this.#journal.sizeBytes >= 4 * openBytes;
  }

  /** All records are in the database: only the open calls are carried over, and there before they are gone here. */
  #changeJournals(): void {
    this.#spare.append([...this.#begun.values()].join(''));
    this.#journal.clear();
    [this.#journal, this.#spare] = [this.#spare, this.#journal];
  }
}
