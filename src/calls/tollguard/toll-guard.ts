// The toll guard as calls meet it: it judges, follows calls in progress by the clock, keeps what was spent, and tells what is wrong.

import { type Cancel, type Clock, Events, type Log, limits, no, ok, type Result } from '#base';
import type { Configuration } from '#forms';
import type { Step } from '../routing/attempt.ts';
import { blockRow } from './blocks.ts';
import { conditionsOf } from './conditions.ts';
import type { GuardLook, GuardQuestion } from './look.ts';
import { printMemory, readMemory } from './memory.ts';
import type { TollCondition } from './notices.ts';
import { TollRules } from './rules.ts';
import { type Simulation, type SimulationWish, simulate } from './simulate.ts';
import { type SpentRow, spentRows } from './spent.ts';
import { tollCodes } from './toll.codes.ts';
import type { TollBlockRecord } from './toll-blocks.view.ts';
import { type ClearedCall, type GuardedCall, Tolling } from './tolling.ts';
import { dayMs, Week } from './week.ts';

/** Keeps a text over restarts, whole or as it was before. */
export interface TollKeeper {
  /** Undefined: nothing was ever saved. */
  load(): string | undefined;
  save(text: string): void;
}

export interface TollGuardOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly keeper: TollKeeper;
  readonly configuration: Configuration;
  /** By which hours and weekends go, such as Europe/Berlin. */
  readonly timeZone: string;
}

/** After this long no limit looks back at what was lost. */
const lostForMs = 3 * dayMs;
/** A timer may be so late. */
const lateMs = 1_000;
/** Each hour. */
const tidyEvery = 720;
/** Keeping what is remembered takes a hundredth of the time at most. */
const restFactor = 100;
const lostWords = 'what was spent before the restart is not wholly known';

export class TollGuard implements GuardLook {
  /** Calls that are to be ended at once. */
  readonly clear: Events<ClearedCall>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #keeper: TollKeeper;
  readonly #week: Week;
  readonly #tolling: Tolling;
  #ticks = 0;
  #cancel: Cancel;
  #saved = 0;
  #savedAtMs = Number.NEGATIVE_INFINITY;
  #savingTookMs = 0;

  constructor({ clock, log, keeper, configuration, timeZone }: TollGuardOptions) {
    this.#clock = clock;
    this.#log = log;
    this.#keeper = keeper;
    this.clear = new Events('calls that the toll guard ends', log);
    this.#week = new Week(timeZone);
    const { ledger, habits, blocks, isDamaged } = readMemory(this.#load());
    if (isDamaged) {
      const sinceMs = clock.nowMs();
      blocks.put({ kind: 'abroad', name: '', why: lostWords, sinceMs, untilMs: sinceMs + lostForMs });
    }
    this.#tolling = new Tolling(new TollRules(configuration), this.#week, ledger, habits, blocks);
    if (isDamaged) this.#tolling.changes++;
    this.#cancel = clock.after(limits.toll.tickMs, () => this.#tick());
  }

  /** One of its forms has changed: it holds for calls to come, and for the next minute of those in progress. */
  configure(configuration: Configuration): void {
    this.#tolling.rules = new TollRules(configuration);
  }

  judge(question: GuardQuestion, tell?: (step: Step) => void): Result<void> {
    return this.#tolling.judge(question, tell);
  }

  /** A call was refused with what `judge` said, not only asked about: alarms, blocks and the end of other calls follow from it. */
  refused(question: GuardQuestion): void {
    this.#emit(this.#tolling.refused(question));
  }

  /** A call goes out on a trunk, not yet answered; with the same id again it goes out on another one instead. */
  begin(call: GuardedCall): void {
    this.#tolling.begin(call, this.#clock.nowMs());
  }

  answered(id: string): void {
    this.#tolling.answered(id, this.#clock.steadyMs());
  }

  ended(id: string): void {
    this.#tolling.ended(id, this.#clock.nowMs(), this.#clock.steadyMs());
  }

  /** What holds now, by names that stay the same as long as it is the same thing. */
  conditions(): ReadonlyMap<string, TollCondition> {
    return conditionsOf(this.#tolling.book, this.#tolling.notices, this.#clock.nowMs());
  }

  /** The rows of the view Toll Blocks. */
  blocks(): readonly TollBlockRecord[] {
    return this.#tolling.book.blocks.holding(this.#clock.nowMs()).map(blockRow);
  }

  release(key: string): Result<void> {
    return this.#tolling.release(key) ? ok(undefined) : no(tollCodes.refuse('calls.toll-no-block', { key }));
  }

  /** Who has spent what, the most first. */
  spent(): readonly SpentRow[] {
    const { book, rules } = this.#tolling;
    return spentRows(book, rules.settings.currency, this.#clock.nowMs());
  }

  /** What is left of the weekend at this moment, or else the next one. */
  weekend(atMs = this.#clock.nowMs()): { readonly fromMs: number; readonly toMs: number } {
    return this.#week.weekendFrom(atMs);
  }

  /** What somebody could spend at most, from what is spent now. Gives way to calls meanwhile. */
  simulate(wish: SimulationWish): Promise<Result<Simulation>> {
    return simulate(wish, this.#tolling, this.#week.copy());
  }

  /** Keeps what is not kept yet, and stops. */
  close(): void {
    this.#cancel();
    if (this.#isChanged) this.#save();
  }

  #tick(): void {
    this.#cancel = this.#clock.after(limits.toll.tickMs, () => this.#tick());
    const nowMs = this.#clock.nowMs();
    this.#emit(this.#tolling.tick(nowMs, this.#clock.steadyMs(), limits.toll.tickMs + lateMs));
    this.#ticks++;
    if (this.#ticks % tidyEvery === 0) this.#tolling.tidy(nowMs);
    const restMs = Math.max(limits.toll.saveEveryMs, this.#savingTookMs * restFactor);
    if (this.#isChanged && this.#clock.steadyMs() - this.#savedAtMs >= restMs) this.#save();
  }

  #emit(cleared: readonly ClearedCall[]): void {
    for (const call of cleared) {
      this.#log.info('a call is ended by the toll guard', { call: call.id, why: call.why });
      this.clear.emit(call);
    }
  }

  #load(): string | undefined {
    try {
      return this.#keeper.load();
    } catch (fault) {
      this.#log.fault('what the toll guard remembers cannot be read', fault);
      return '';
    }
  }

  get #isChanged(): boolean {
    return this.#saved !== this.#tolling.changes;
  }

  #save(): void {
    const { book, changes } = this.#tolling;
    this.#savedAtMs = this.#clock.steadyMs();
    try {
      this.#keeper.save(printMemory(book));
      this.#saved = changes;
      this.#savingTookMs = this.#clock.steadyMs() - this.#savedAtMs;
    } catch (fault) {
      this.#log.fault('what the toll guard remembers cannot be kept', fault);
    }
  }
}
