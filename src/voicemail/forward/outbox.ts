// Mail on its way: written down with the message that it tells of, tried until the server has taken it, and gone from here when it has. Its law:
// nothing is lost over an outage or a crash; a mail can be sent twice only where the system dies between the server's yes and the next write.

import { type Cancel, type Clock, type Log, limits, type Refusal, type Result, Secret } from '#base';
import type { Sealer } from '#security';
import type { Storage, Tx } from '#storage';
import { type Letter, mostDays, type Posted, waitAfter } from './letter.ts';

export interface OutboxOptions {
  readonly storage: Pick<Storage, 'outgoingMail' | 'transaction'>;
  readonly sealer: Pick<Sealer, 'seal' | 'open'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Sends it; refused where the server has not taken it. */
  readonly send: (letter: Letter) => Promise<Result<void>>;
  /** The server has taken it. */
  readonly taken: (letter: Letter) => Promise<void>;
  readonly changed: () => void;
}

const dayMs = 86_400_000;
/** Refusals after which trying again changes nothing. */
const forGood: ReadonlySet<string> = new Set([
  'outbound.mail-rejected',
  'outbound.mail-partly',
  'outbound.mail-address',
]);

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #posted: Map<string, Posted>;
  #waiting: Cancel | undefined;
  #sending: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor(options: OutboxOptions, posted: Map<string, Posted>) {
    this.#options = options;
    this.#posted = posted;
  }

  /** With what waited when the system was last stopped. */
  static async open(options: OutboxOptions): Promise<Outbox> {
    const posted = new Map<string, Posted>();
    for (const { id, body } of await options.storage.outgoingMail.all()) {
      const opened = options.sealer.open({ form: 'outgoing-mail', key: id, field: 'body' }, body);
      // Written by #seal.
      if (opened.ok) posted.set(id, JSON.parse(opened.value.reveal()) as Posted);
      else options.log.warn(`mail on its way cannot be opened: ${id}`);
    }
    return new Outbox(options, posted);
  }

  /** Begins to send what waits. */
  start(): void {
    this.#soon();
  }

  get all(): Iterable<Posted> {
    return this.#posted.values();
  }

  /** Is there room for another one? A mail that is not taken is not forgotten, but nobody can fill the disk with it. */
  get isFull(): boolean {
    return this.#posted.size >= limits.voicemail.mails;
  }

  /** Writes it down within a transaction; `posted` once that is done. */
  async write(tx: Tx, letter: Letter): Promise<void> {
    const posted: Posted = { letter, state: 'waiting', attempts: 0, nextAtMs: letter.atMs, last: '' };
    const body = this.#seal(posted);
    await this.#options.storage.outgoingMail.insert(tx, { id: letter.id, atMs: letter.atMs, body });
    tx.afterCommit(() => {
      this.#posted.set(letter.id, posted);
      this.#options.changed();
      this.#soon();
    });
  }

  /** Tries it at once, whatever was said of it. False: there is none. */
  async sendAgain(id: string): Promise<boolean> {
    const posted = this.#posted.get(id);
    if (posted === undefined) return false;
    await this.#update({ ...posted, state: 'waiting', attempts: 0, nextAtMs: this.#options.clock.nowMs() });
    this.#soon();
    return true;
  }

  /** It is not to be sent any more; the message stays. */
  async drop(id: string): Promise<boolean> {
    if (!this.#posted.has(id)) return false;
    await this.#remove(id);
    return true;
  }

  /** What has fallen due has been tried when this returns. */
  settled(): Promise<void> {
    return this.#sending;
  }

  /** Everything is written when this returns; what waits goes on at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting?.();
    await this.#sending;
  }

  #soon(): void {
    this.#waiting?.();
    if (this.#isClosed) return;
    const next = this.#next();
    if (next === undefined) return;
    const delayMs = Math.max(0, next.nextAtMs - this.#options.clock.nowMs());
    this.#waiting = this.#options.clock.after(delayMs, () => {
      this.#sending = this.#sending.then(() => this.#sendDue());
    });
  }

  #next(): Posted | undefined {
    const waiting = [...this.#posted.values()].filter(({ state }) => state === 'waiting');
    return waiting.reduce<Posted | undefined>(
      (first, one) => (first === undefined || one.nextAtMs < first.nextAtMs ? one : first),
      undefined,
    );
  }

  async #sendDue(): Promise<void> {
    try {
      for (;;) {
        const next = this.#next();
        if (this.#isClosed || next === undefined || next.nextAtMs > this.#options.clock.nowMs()) break;
        await this.#try(next);
      }
    } catch (fault) {
      this.#options.log.fault('mail on its way could not be looked after', fault);
    }
    this.#soon();
  }

  async #try(posted: Posted): Promise<void> {
    const { letter } = posted;
    const sent = await this.#options.send(letter);
    if (!sent.ok) return await this.#refused(posted, sent.refusal);
    await this.#remove(letter.id);
    await this.#options.taken(letter);
  }

  async #refused(posted: Posted, { code, words }: Refusal): Promise<void> {
    const now = this.#options.clock.nowMs();
    const attempts = posted.attempts + 1;
    const isTooOld = now - posted.letter.atMs > mostDays * dayMs;
    const state = forGood.has(code) || isTooOld ? 'failed' : 'waiting';
    await this.#update({ ...posted, state, attempts, nextAtMs: now + waitAfter(attempts), last: words });
  }

  async #update(posted: Posted): Promise<void> {
    const { id } = posted.letter;
    await this.#options.storage.transaction((tx) =>
      this.#options.storage.outgoingMail.update(tx, id, this.#seal(posted)),
    );
    if (this.#posted.has(id)) this.#posted.set(id, posted);
    this.#options.changed();
  }

  async #remove(id: string): Promise<void> {
    await this.#options.storage.transaction((tx) => this.#options.storage.outgoingMail.delete(tx, id));
    this.#posted.delete(id);
    this.#options.changed();
  }

  #seal(posted: Posted): string {
    const place = { form: 'outgoing-mail', key: posted.letter.id, field: 'body' };
    return this.#options.sealer.seal(place, new Secret(JSON.stringify(posted)));
  }
}
