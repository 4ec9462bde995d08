// Facts from the call path on their way into the trail: queued without waiting, bounded, written many at a time.

import { type Cancel, type Clock, type Log, limits } from '#base';
import { type AuditFact, type StampedFact, trailActor } from './entry.ts';
import { Repeats } from './repeats.ts';

const tickMs = 500;
/** After a failed write: the database may be back by then. */
const retryMs = 5_000;
/** Entries of one transaction: some milliseconds of hashing. */
const batchSize = 500;

export class NoteQueue {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #write: (facts: readonly StampedFact[]) => Promise<void>;
  readonly #repeats = new Repeats();
  #queue: StampedFact[] = [];
  #dropped = 0;
  #timer: Cancel | undefined;
  #writing: Promise<void> | undefined;
  #trouble = '';

  constructor({ clock, log }: { clock: Clock; log: Log }, write: (facts: readonly StampedFact[]) => Promise<void>) {
    this.#clock = clock;
    this.#log = log;
    this.#write = write;
  }

  note(fact: AuditFact): void {
    const atMs = this.#clock.nowMs();
    if (this.#repeats.admit(fact, atMs)) this.#push({ fact, atMs });
    this.#wait(tickMs);
  }

  /** Why the last attempt to write failed; blank when it did not. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Writes all that is queued; throws if the database cannot, and keeps what it could not write. */
  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing.catch(() => undefined);
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
    await this.#writing;
  }

  /** Writes all that is queued and all that is counted. */
  async close(): Promise<void> {
    this.#timer?.();
    this.#queueRepeats(true);
    await this.flush();
    this.#timer?.();
  }

  #push(stamped: StampedFact): void {
    if (this.#queue.length < limits.audit.queued) this.#queue.push(stamped);
    else this.#dropped++;
  }

  #queueRepeats(all: boolean): void {
    const atMs = this.#clock.nowMs();
    for (const fact of this.#repeats.due(atMs, all)) this.#push({ fact, atMs });
  }

  #wait(delayMs: number): void {
    this.#timer ??= this.#clock.after(delayMs, () => {
      this.#timer = undefined;
      void this.#tick();
    });
  }

  async #tick(): Promise<void> {
    this.#queueRepeats(false);
    try {
      await this.flush();
      if (this.#repeats.counting) this.#wait(tickMs);
    } catch (fault) {
      this.#trouble = fault instanceof Error ? fault.message : String(fault);
      this.#log.fault('noted facts could not be written to the audit trail; they wait', fault);
      this.#wait(retryMs);
    }
  }

  async #writeAll(): Promise<void> {
    while (this.#queue.length > 0 || this.#dropped > 0) {
      const batch = this.#queue.slice(0, batchSize);
      const dropped = this.#dropped;
      await this.#write(dropped === 0 ? batch : [...batch, { fact: tellDropped(dropped), atMs: this.#clock.nowMs() }]);
      this.#trouble = '';
      this.#queue = this.#queue.slice(batch.length);
      this.#dropped -= dropped;
    }
  }
}

const tellDropped = (count: number): AuditFact => ({
  level: 'high',
  actor: trailActor,
  action: 'facts lost',
  data: `${count} facts came faster than they could be written`,
});
