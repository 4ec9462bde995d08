// The courier to one destination: takes it what it is to be told of alarms, in order, and again until it has arrived. Its law: what
// arrived is remembered in the database, and a destination that cannot be reached holds up no other.

import { type Cancel, type Clock, type Log, limits, type Result } from '#base';
import type { Notice } from '../alarm.ts';
import type { Notices } from '../notices.ts';
import { farewell } from './farewell.ts';

/** Sends notices, all or none; `lost`: so many before them are gone, because they waited too long. */
export type Send = (notices: readonly Notice[], lost: number) => Promise<Result<void>>;

export interface CourierOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** For the log. */
  readonly name: string;
  readonly notices: Pick<Notices, 'after' | 'first' | 'last'>;
  readonly wants: (notice: Notice) => boolean;
  /** Notices that are sent at once, and the pause after that. */
  readonly mostAtOnce: number;
  readonly pauseMs: number;
  readonly send: Send;
  /** The number of the last notice that has arrived. */
  readonly position: number;
  readonly keep: (position: number) => Promise<void>;
  /** Told of trouble that lasts longer than one attempt, and with undefined of its end. */
  readonly onTrouble: (why: string | undefined) => void;
}

/** After the first, the second … attempt that failed, and after all later ones. */
export const backOffMs = [1_000, 5_000, 15_000, 60_000, 300_000] as const;
/** What a destination will never take, whoever asks how often. */
const rejected: readonly string[] = ['outbound.mail-rejected', 'alarms.webhook-rejected'];
/** It arrived, though not for everybody: it is trouble, and not sent again. */
const partly = 'outbound.mail-partly';
/** One attempt may fail: a line was cut. */
const troubleFrom = 2;

export class Courier {
  readonly #options: CourierOptions;
  #position: number;
  #attempts = 0;
  #lost = 0;
  #trouble = '';
  #lastArrivedAtMs = 0;
  #timer: Cancel | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;
  /** What an attempt comes to now is not taken any more. */
  #isOver = false;

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#position = options.position;
  }

  /** There is something new; taken when nothing else is under way. */
  wake(): void {
    if (this.#isClosed || this.#timer !== undefined) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** The destination may be reached now: it is tried at once. */
  again(): void {
    this.#timer?.();
    this.#timer = undefined;
    this.#attempts = 0;
    this.wake();
  }

  get state() {
    return {
      waiting: this.#due().length,
      position: this.#position,
      lastArrivedAtMs: this.#lastArrivedAtMs,
      trouble: this.#trouble,
    };
  }

  /** Returns when nothing is under way. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Begins nothing any more. Waits a moment for what is under way; what has not arrived by then is sent again after the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.();
    await farewell(this.#running, this.#options.clock);
    this.#isOver = true;
  }

  #due(): readonly Notice[] {
    return this.#options.notices.after(this.#position).filter(this.#options.wants);
  }

  async #run(): Promise<void> {
    const { notices, mostAtOnce, log, name } = this.#options;
    // What was added while these were sent comes in the same run, unless a pause or an attempt that failed comes between.
    while (!this.#isClosed && this.#timer === undefined) {
      if (notices.first > this.#position + 1) this.#lost += notices.first - this.#position - 1;
      this.#position = Math.max(this.#position, notices.first - 1);
      const due = this.#due().slice(0, mostAtOnce);
      const last = due.at(-1);
      if (last === undefined) return;
      try {
        await this.#attempt(due, last.number);
      } catch (fault) {
        log.fault(`alarms could not be sent (${name})`, fault);
        this.#failed('a fault of this system, see its log');
      }
    }
  }

  async #attempt(due: readonly Notice[], last: number): Promise<void> {
    const { send, clock, pauseMs } = this.#options;
    const sent = await send(due, this.#lost);
    if (this.#isOver) return;
    if (sent.ok) {
      this.#lastArrivedAtMs = clock.nowMs();
      this.#lost = 0;
      await this.#arrived(last);
      this.#wait(pauseMs);
      return;
    }
    if (sent.refusal.code === partly) {
      await this.#arrived(last);
      this.#trouble = sent.refusal.words;
      this.#options.onTrouble(sent.refusal.words);
      this.#wait(pauseMs);
      return;
    }
    this.#failed(sent.refusal.words);
    if (!rejected.includes(sent.refusal.code) || this.#attempts < limits.alarms.attemptsAtRejected) return;
    this.#options.log.error('a destination of alarms rejects what it is sent; it is left out', {
      ...{ destination: this.#options.name, left: due.length, why: sent.refusal.words },
    });
    this.#lost += due.length;
    await this.#options.keep(last);
    this.#position = last;
  }

  async #arrived(last: number): Promise<void> {
    const { keep, onTrouble } = this.#options;
    this.#position = last;
    this.#attempts = 0;
    if (this.#trouble !== '') onTrouble(undefined);
    this.#trouble = '';
    await keep(last);
  }

  #failed(why: string): void {
    this.#attempts++;
    this.#trouble = why;
    if (this.#attempts >= troubleFrom) this.#options.onTrouble(why);
    this.#wait(backOffMs[Math.min(this.#attempts, backOffMs.length) - 1] ?? 0);
  }

  #wait(ms: number): void {
    if (ms === 0 || this.#isClosed) return;
    this.#timer = this.#options.clock.after(ms, () => {
      this.#timer = undefined;
      this.wake();
    });
  }
}
