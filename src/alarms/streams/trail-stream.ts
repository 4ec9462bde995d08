// The audit trail as a stream to one syslog receiver (REC-1): every entry in order, from where it had got. Its law: the trail itself is
// what waits while the receiver is away, so that nothing is lost and no change ever waits; what may not have arrived is sent again.

import { type Cancel, type Clock, type Log, limits, ok, type Result } from '#base';
import type { SyslogLink } from '#outbound';
import { type AuditEntry, type AuditTrail, TrailBroken } from '#records';
import { backOffMs } from '../delivery/courier.ts';
import { farewell } from '../delivery/farewell.ts';
import { breakMessage, entryMessage, type Sender } from './messages.ts';

/** How far the receiver is known to have got; `hash` is blank before the first entry. */
export interface Position {
  readonly entry: number;
  readonly hash: string;
}

export interface TrailStreamOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** For the log. */
  readonly name: string;
  readonly trail: Pick<AuditTrail, 'lastEntry' | 'onLineAfter' | 'entries' | 'readableAfter' | 'hashOf'>;
  readonly sender: () => Sender;
  readonly open: () => Promise<Result<SyslogLink>>;
  readonly position: Position;
  readonly keep: (position: Position) => Promise<void>;
  readonly onTrouble: (why: string | undefined) => void;
}

const { entriesAtOnce, entriesPauseMs, unconfirmedEntries, unconfirmedMs, idleMs, lookEveryMs } = limits.alarms;
const troubleFrom = 2;

export class TrailStream {
  readonly #options: TrailStreamOptions;
  #arrived: Position;
  #link: SyslogLink | undefined;
  #attempts = 0;
  #trouble = '';
  #lastArrivedAtMs = 0;
  #timer: Cancel | undefined;
  #rested: () => void = () => undefined;
  #isClosed = false;
  /** What a session comes to now is not taken any more. */
  #isOver = false;
  readonly #running: Promise<void>;

  constructor(options: TrailStreamOptions) {
    this.#options = options;
    this.#arrived = options.position;
    this.#running = this.#run();
  }

  get state() {
    return {
      waiting: Math.max(0, this.#options.trail.lastEntry - this.#arrived.entry),
      position: this.#arrived.entry,
      lastArrivedAtMs: this.#lastArrivedAtMs,
      trouble: this.#trouble,
    };
  }

  /** The receiver may be reached now: it is tried at once, with another connection. */
  again(): void {
    this.#attempts = 0;
    this.#link?.abandon();
    this.#timer?.();
    this.#rested();
  }

  /** Breaks off: what has not been confirmed is sent again by whoever begins at the position that was kept. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#link?.abandon();
    this.#timer?.();
    this.#rested();
    await farewell(this.#running, this.#options.clock);
    this.#isOver = true;
  }

  async #run(): Promise<void> {
    const { trail, log, name } = this.#options;
    while (!this.#isClosed) {
      try {
        if (trail.lastEntry === this.#arrived.entry) await this.#rest(lookEveryMs);
        else this.#note(await this.#session());
      } catch (fault) {
        log.fault(`the audit trail could not be sent (${name})`, fault);
        this.#failed('a fault of this system, see its log');
      }
      if (this.#attempts > 0 && !this.#isClosed)
        await this.#rest(backOffMs[Math.min(this.#attempts, backOffMs.length) - 1] ?? 0);
    }
  }

  #note(done: Result<void>): void {
    if (!done.ok) return this.#failed(done.refusal.words);
    this.#attempts = 0;
    if (this.#trouble !== '') this.#options.onTrouble(undefined);
    this.#trouble = '';
  }

  #failed(why: string): void {
    if (this.#isClosed) return;
    this.#attempts++;
    this.#trouble = why;
    if (this.#attempts >= troubleFrom) this.#options.onTrouble(why);
  }

  /** One connection, until nothing comes for a while or much is unconfirmed; then the receiver confirms it by answering its end. */
  async #session(): Promise<Result<void>> {
    const { open, clock, keep } = this.#options;
    const opened = await open();
    if (!opened.ok) return opened;
    const link = opened.value;
    this.#link = link;
    if (this.#isClosed) {
      link.abandon();
      return ok(undefined);
    }
    const untilMs = clock.steadyMs() + unconfirmedMs;
    const from = await this.#begin(link);
    const sent = await this.#sendAll(link, from, untilMs);
    if (!sent.ok) {
      link.abandon();
      return sent;
    }
    const finished = await link.finish();
    if (!finished.ok || this.#isOver) return finished;
    this.#arrived = sent.value;
    this.#lastArrivedAtMs = clock.nowMs();
    await keep(sent.value);
    return ok(undefined);
  }

  /** Where to begin: a trail that was put back to an older state, or is another one, is sent anew from what is on line. */
  async #begin(link: SyslogLink): Promise<Position> {
    const { trail, clock, sender } = this.#options;
    const { entry, hash } = this.#arrived;
    const isThere = entry <= trail.lastEntry && (hash === '' || entry <= trail.onLineAfter);
    if (isThere || (await trail.hashOf(entry)) === hash) return this.#arrived;
    const next = trail.onLineAfter + 1;
    const words = `The audit trail is not the one that was sent before: it has no entry ${entry} with that hash. It begins anew with entry ${next}.`;
    await link.send([breakMessage({ after: entry, next, words, atMs: clock.nowMs() }, sender())]);
    return { entry: trail.onLineAfter, hash: '' };
  }

  async #sendAll(link: SyslogLink, from: Position, untilMs: number): Promise<Result<Position>> {
    const { trail, clock } = this.#options;
    let at = from;
    let idleSinceMs = clock.steadyMs();
    while (clock.steadyMs() < untilMs && at.entry - from.entry < unconfirmedEntries && !this.#isClosed) {
      const { lastEntry } = trail;
      if (lastEntry > at.entry) {
        const sent = await this.#sendUpTo(link, at, Math.min(lastEntry, at.entry + unconfirmedEntries));
        if (!sent.ok) return sent;
        at = sent.value;
        idleSinceMs = clock.steadyMs();
      } else if (clock.steadyMs() - idleSinceMs >= idleMs || link.isBroken) break;
      else await this.#rest(lookEveryMs);
    }
    return ok(at);
  }

  /** Sends what there is, in pieces; where an archive cannot be read, that is told and the rest goes on. */
  async #sendUpTo(link: SyslogLink, from: Position, lastId: number): Promise<Result<Position>> {
    const { trail, sender } = this.#options;
    let at = from;
    const piece: Buffer[] = [];
    const add = (entry: AuditEntry): void => {
      if (entry.id !== at.entry + 1) piece.push(this.#gap(at.entry, entry.id, 'they are not there any more'));
      piece.push(entryMessage(entry, sender()));
      at = { entry: entry.id, hash: entry.hash };
    };
    try {
      for await (const entry of trail.entries(from.entry, lastId)) {
        add(entry);
        if (piece.length < entriesAtOnce) continue;
        const sent = await link.send(piece.splice(0));
        if (!sent.ok) return sent;
        await this.#rest(entriesPauseMs);
        if (this.#isClosed) break;
      }
    } catch (fault) {
      if (!(fault instanceof TrailBroken)) throw fault;
      const after = await trail.readableAfter(at.entry);
      piece.push(this.#gap(at.entry, after + 1, fault.message));
      at = { entry: after, hash: '' };
    }
    if (at === from && !this.#isClosed) {
      piece.push(this.#gap(from.entry, lastId + 1, 'they are not there any more'));
      at = { entry: lastId, hash: '' };
    }
    if (piece.length > 0) {
      const sent = await link.send(piece);
      if (!sent.ok) return sent;
    }
    return ok(at);
  }

  #gap(after: number, next: number, why: string): Buffer {
    const { clock, sender } = this.#options;
    const words = `Entries ${after + 1} to ${next - 1} of the audit trail cannot be sent: ${why}.`;
    return breakMessage({ after, next, words, atMs: clock.nowMs() }, sender());
  }

  async #rest(ms: number): Promise<void> {
    if (this.#isClosed) return;
    await new Promise<void>((resolve) => {
      this.#rested = resolve;
      this.#timer = this.#options.clock.after(ms, resolve);
    });
  }
}
