// The toll guard without a clock: calls begin, are answered, buy each next minute before it begins, and end. The simulator runs
// the same one over a time of its own.

import { limits, type Result } from '#base';
import type { Party, Step } from '../routing/attempt.ts';
import type { Account } from './account.ts';
import { Blocks } from './blocks.ts';
import { Habits } from './habits.ts';
import {
  abroadOf,
  limitReached,
  nameOf,
  type Objection,
  objectionTo,
  payersOf,
  pointsOf,
  type Reached,
  type TollBook,
} from './judge.ts';
import { Ledger, type Payers, scopes, wordsOfScope } from './ledger.ts';
import type { GuardQuestion } from './look.ts';
import { tooMuch } from './measures.ts';
import { Notices } from './notices.ts';
import type { Destination, Rate, TollRules } from './rules.ts';
import { reaches, scoreOf, wordsOfScore } from './scores.ts';
import { dayMs, type Week } from './week.ts';

const minuteMs = 60_000;

/** A call that goes out to a trunk, as the guard follows it. */
export interface GuardedCall {
  readonly id: string;
  readonly behind: Party;
  readonly serviceClass: number;
  readonly trunk: string;
  readonly e164: string;
}

/** A call that must be ended now. */
export interface ClearedCall {
  readonly id: string;
  readonly why: string;
}

interface Running {
  readonly id: string;
  readonly payers: Payers;
  /** In the order of the scopes. */
  readonly accounts: readonly Account[];
  readonly rate: Rate;
  readonly beganMs: number;
  /** Undefined: it is being set up. Steady time, as is the next: whoever sets the clock prolongs no call. */
  answeredMs: number | undefined;
  /** The end of the last minute that was booked. */
  paidUntilMs: number;
}

/** Less than any amount: with it a limit is found that is passed, not one that is reached. */
const least = Number.EPSILON;
const yes: Result<void> = Object.freeze({ ok: true, value: undefined });

export class Tolling {
  rules: TollRules;
  readonly book: TollBook;
  readonly notices = new Notices();
  /** Counts up with whatever must be remembered. */
  changes = 0;
  readonly #calls = new Map<string, Running>();

  constructor(
    rules: TollRules,
    week: Week,
    ledger = new Ledger(),
    habits = new Map<string, Habits>(),
    blocks = new Blocks(),
  ) {
    this.rules = rules;
    this.book = { ledger, habits, blocks, week };
  }

  judge(question: GuardQuestion, tell?: (step: Step) => void): Result<void> {
    const objection = objectionTo(question, this.rules, this.book, tell);
    return objection === undefined ? yes : { ok: false, refusal: objection.refusal };
  }

  /** A judged call goes out: its first minute is booked. The same id again is the same call on another trunk. */
  begin(call: GuardedCall, atMs: number): void {
    this.changes++;
    this.#forget(call.id);
    const destination = this.rules.destination(call.e164);
    if (destination === undefined) return;
    this.#learn(call, destination, atMs);
    const payers = payersOf(call);
    const rate = this.rules.rate(call.e164, destination);
    const accounts = this.book.ledger.open(payers);
    const weekend = this.book.week.weekendOf(atMs);
    for (const account of accounts) {
      account.active++;
      account.count(atMs);
      account.book(atMs, weekend, 1, rate.perCall + rate.perMinute);
    }
    this.#calls.set(call.id, {
      id: call.id,
      payers,
      accounts,
      rate,
      beganMs: atMs,
      answeredMs: undefined,
      paidUntilMs: 0,
    });
    this.#warn(payers, accounts, atMs, weekend);
  }

  answered(id: string, steadyMs: number): void {
    const call = this.#calls.get(id);
    if (call === undefined || call.answeredMs !== undefined) return;
    call.answeredMs = steadyMs;
    call.paidUntilMs = steadyMs + minuteMs;
  }

  /** What was not answered costs nothing, but counts as a call. */
  ended(id: string, atMs: number, steadyMs: number): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    this.#calls.delete(id);
    this.changes++;
    for (const account of call.accounts) account.active--;
    if (call.answeredMs === undefined) this.#takeBack(call);
    else this.book.habits.get(call.payers.extension)?.talked(steadyMs - call.answeredMs, atMs);
  }

  /** Books the minutes that begin before `aheadMs` from now; gives the calls whose next minute would go beyond a limit. */
  tick(atMs: number, steadyMs: number, aheadMs: number): ClearedCall[] {
    const cleared: ClearedCall[] = [];
    const weekend = this.book.week.weekendOf(atMs);
    for (const call of this.#calls.values()) {
      while (call.answeredMs !== undefined && call.paidUntilMs <= steadyMs + aheadMs) {
        const reached = this.rules.settings.enabled ? this.#bound(call, atMs, weekend) : undefined;
        if (reached !== undefined) cleared.push({ id: call.id, why: this.#noteReached(reached, atMs) });
        // Its next minute has not begun: nothing is booked for a call that ends now.
        if (reached !== undefined && call.paidUntilMs > steadyMs) break;
        for (const account of call.accounts) account.book(atMs, weekend, 1, call.rate.perMinute);
        call.paidUntilMs += minuteMs;
        this.changes++;
        if (reached !== undefined) break;
        this.#warn(call.payers, call.accounts, atMs, weekend);
      }
    }
    return cleared;
  }

  /** A call was refused by the guard: what follows from that. Gives the calls in progress that are to end. */
  refused(question: GuardQuestion): readonly ClearedCall[] {
    const objection = objectionTo(question, this.rules, this.book);
    const who = wordsOfScope('extension', payersOf(question).extension);
    if (objection?.kind === 'limit') this.#noteReached(objection.reached, question.atMs);
    if (objection?.kind === 'code' || objection?.kind === 'closed')
      this.notices.closed(who, objection.refusal.words, question.atMs);
    return objection?.kind === 'score' ? this.#respond(question, objection, who) : [];
  }

  /** Lifts a block; false where there is no such block. */
  release(key: string): boolean {
    const isReleased = this.book.blocks.release(key);
    if (isReleased) this.changes++;
    return isReleased;
  }

  /** Forgets what counts no more. */
  tidy(atMs: number): void {
    this.book.ledger.tidy(atMs, this.book.week.weekendOf(atMs));
    if (this.book.blocks.tidy(atMs)) this.changes++;
  }

  /** Every call that has these payers. */
  #callsOf(extension: string, why: string): ClearedCall[] {
    return [...this.#calls.values()]
      .filter(({ payers }) => payers.extension === extension)
      .map(({ id }) => ({ id, why }));
  }

  #respond(
    question: GuardQuestion,
    { points }: Extract<Objection, { kind: 'score' }>,
    who: string,
  ): readonly ClearedCall[] {
    const { settings } = this.rules;
    const score = scoreOf(points, settings);
    const why = wordsOfScore(points, settings);
    const { extension, trunk } = payersOf(question);
    if (reaches(score, settings.alarmFrom)) this.notices.unusual(who, why, question.atMs);
    if (reaches(score, settings.blockExtensionFrom)) this.#block('extension', extension, why, question.atMs);
    if (reaches(score, settings.blockTrunkFrom)) this.#block('trunk', trunk, why, question.atMs);
    return reaches(score, settings.clearFrom) ? this.#callsOf(extension, `A call was too unusual: ${why}`) : [];
  }

  #block(kind: 'extension' | 'trunk', name: string, why: string, atMs: number): void {
    const minutes = this.rules.settings.blockMinutes;
    const untilMs = minutes === 0 ? 0 : atMs + minutes * minuteMs;
    this.book.blocks.put({ kind, name, why, sinceMs: atMs, untilMs });
    this.changes++;
  }

  #learn(call: GuardedCall, destination: Destination, atMs: number): void {
    const { settings } = this.rules;
    if (!settings.learning) return;
    const { habits, week } = this.book;
    const points = pointsOf({ behind: call.behind, atMs }, destination, this.rules, this.book);
    const { extension } = payersOf(call);
    if (reaches(scoreOf(points, settings), settings.alarmFrom)) {
      const why = `a call to ${nameOf(destination)} was ${wordsOfScore(points, settings)}`;
      this.notices.unusual(wordsOfScope('extension', extension), why, atMs);
    }
    const own = habits.get(extension) ?? new Habits(Math.floor(atMs / dayMs));
    // The one that has not called for longest stands first.
    habits.delete(extension);
    habits.set(extension, own);
    own.learn(abroadOf(destination), week.hourOf(atMs), atMs);
    for (const [oldest] of habits) {
      if (habits.size <= limits.toll.accounts) break;
      habits.delete(oldest);
    }
  }

  /** The limit that ends a call in progress rather than let it have another minute. */
  #bound(call: Running, atMs: number, weekend: number): Reached | undefined {
    for (const [at, scope] of scopes.entries()) {
      const key = scope === 'system' ? '' : call.payers[scope];
      for (const limit of this.rules.limitsFor(scope, key)) {
        if (limit.response !== 'clear') continue;
        const measure = tooMuch(limit, call.accounts[at], 0, 1, call.rate.perMinute, atMs, weekend);
        if (measure !== undefined) return { limit, measure, scope, key };
      }
    }
    return undefined;
  }

  /** Limits that raise an alarm, or let calls in progress go on, and are passed. */
  #warn(payers: Payers, accounts: readonly Account[], atMs: number, weekend: number): void {
    if (!this.rules.settings.enabled) return;
    for (const [at, scope] of scopes.entries()) {
      const key = scope === 'system' ? '' : payers[scope];
      for (const limit of this.rules.limitsFor(scope, key)) {
        if (limit.response === 'clear') continue;
        const measure = tooMuch(limit, accounts[at], least, least, least, atMs, weekend);
        if (measure !== undefined) this.#noteReached({ limit, measure, scope, key }, atMs);
      }
    }
  }

  #noteReached(reached: Reached, atMs: number): string {
    const { words } = limitReached(reached, this.rules).refusal;
    this.notices.reached(reached, words, atMs);
    return words;
  }

  /** Takes a call back as if it had not begun. */
  #forget(id: string): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    this.#calls.delete(id);
    for (const account of call.accounts) {
      account.active--;
      account.uncount(call.beganMs);
    }
    if (call.answeredMs === undefined) this.#takeBack(call);
  }

  #takeBack({ accounts, rate, beganMs }: Running): void {
    const weekend = this.book.week.weekendOf(beganMs);
    for (const account of accounts) account.takeBack(beganMs, weekend, 1, rate.perCall + rate.perMinute);
  }
}
