// What could somebody cost? The same judgement as for real calls, over a time that moves a minute at a time: at each step the
// dearest calls that are let through, held where they may be held, and redialled where they may not.

import { limits, no, ok, Pace, type Result } from '#base';
import type { Party } from '../routing/attempt.ts';
import { ranges } from './countries.ts';
import { nameOf, type Objection, objectionTo, payersOf } from './judge.ts';
import { keyOfParty } from './ledger.ts';
import type { GuardQuestion } from './look.ts';
import { printMoney } from './measures.ts';
import type { TollRules } from './rules.ts';
import { tollCodes } from './toll.codes.ts';
import { Tolling } from './tolling.ts';
import { dayMs, type Week } from './week.ts';

export interface SimulationWish {
  readonly behind: Party;
  readonly serviceClass: number;
  /** The trunks that its calls may take; none: as if there were one without limits. */
  readonly trunks: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Simulation {
  readonly fromMs: number;
  readonly toMs: number;
  /** In ten-thousandths of the currency, and as people write it. */
  readonly amount: number;
  readonly money: string;
  readonly minutes: number;
  readonly calls: number;
  /** The dearest destination that was open, what a minute there costs, and its first digits. */
  readonly destination: string;
  readonly perMinute: string;
  /** What stopped it, each reason with how often: the most frequent first. */
  readonly stoppedBy: readonly { readonly words: string; readonly times: number }[];
  /** Nothing but the bounds of the simulation itself stopped it: the real cost could be higher. */
  readonly isUnbounded: boolean;
}

interface Target {
  readonly e164: string;
  readonly name: string;
  /** Of the first minute. */
  readonly cost: number;
  readonly perMinute: number;
}

const minuteMs = 60_000;
/** One at each of so many prices: where the dearest is too dear, the next may still be paid. */
const prices = 8;
const mostReasons = 20;

export async function simulate(wish: SimulationWish, now: Tolling, week: Week): Promise<Result<Simulation>> {
  const days = limits.toll.simulatedDays;
  if (wish.toMs <= wish.fromMs || wish.toMs - wish.fromMs > days * dayMs)
    return no(tollCodes.refuse('calls.toll-span', { from: printed(wish.fromMs), to: printed(wish.toMs), days }));
  const attack = new Attack(wish, now, week);
  const pace = new Pace();
  for (let atMs = wish.fromMs; atMs < wish.toMs; atMs += minuteMs) {
    attack.step(atMs);
    await pace.step();
  }
  return ok(attack.outcome());
}

const printed = (ms: number): string => new Date(ms).toISOString();

/** The account of the attacker, and what it has cost. */
class Attack {
  readonly #wish: SimulationWish;
  readonly #tolling: Tolling;
  readonly #trunks: readonly string[];
  readonly #targets: readonly Target[];
  readonly #stops = new Map<string, number>();
  /** Calls in progress, the newest last, each with what its next minute costs. */
  readonly #held = new Map<string, number>();
  #calls = 0;
  #minutes = 0;
  #amount = 0;
  #isEndless = false;
  #isPaidOut = false;

  constructor(wish: SimulationWish, { rules, book }: Tolling, week: Week) {
    this.#wish = wish;
    this.#trunks = wish.trunks.length === 0 ? [''] : wish.trunks;
    const payers = this.#trunks.map((trunk) => payersOf({ ...wish, trunk }));
    const key = keyOfParty(wish.behind);
    const own = book.habits.get(key)?.copy();
    const habits = own === undefined ? undefined : new Map([[key, own]]);
    this.#tolling = new Tolling(rules, week, book.ledger.copyFor(payers), habits, book.blocks.copy());
    this.#targets = dearest(rules);
  }

  step(atMs: number): void {
    this.#goOn(atMs);
    for (let tried = 0; tried < limits.toll.simulatedAttempts; tried++) {
      const objection = this.#place(atMs);
      if (objection === undefined && this.#held.size <= limits.toll.simulatedCalls) continue;
      if (objection === undefined) this.#isEndless = true;
      const isForRoom =
        objection === undefined || (objection.kind === 'limit' && objection.reached.measure === 'atOnce');
      if (!isForRoom || !this.#hangUp(atMs)) return;
    }
    this.#isEndless = true;
  }

  outcome(): Simulation {
    const { currency } = this.#tolling.rules.settings;
    const [target] = this.#targets;
    const stops = [...this.#stops].sort(([, a], [, b]) => b - a);
    return {
      ...{ fromMs: this.#wish.fromMs, toMs: this.#wish.toMs, amount: this.#amount, calls: this.#calls },
      ...{
        minutes: this.#minutes,
        money: printMoney(this.#amount, currency),
        isUnbounded: this.#isEndless && !this.#isPaidOut,
      },
      destination: target === undefined ? '' : `${target.name}${target.e164 === '' ? '' : ` (${target.e164})`}`,
      perMinute: printMoney(target?.perMinute ?? 0, currency),
      stoppedBy: stops.slice(0, mostReasons).map(([words, times]) => ({ words, times })),
    };
  }

  /** The calls in progress have their next minute, or are ended. */
  #goOn(atMs: number): void {
    const lookMs = atMs - limits.toll.tickMs;
    const cleared = this.#tolling.tick(lookMs, lookMs, limits.toll.tickMs);
    for (const { id, why } of cleared) {
      this.#stop(why);
      this.#end(id, atMs);
    }
    for (const perMinute of this.#held.values()) {
      this.#minutes++;
      this.#amount += perMinute;
    }
  }

  /** A further call to the dearest destination that is let through; otherwise what speaks against the dearest of all. */
  #place(atMs: number): Objection | undefined {
    let first: Objection | undefined;
    for (const target of this.#targets)
      for (const trunk of this.#trunks) {
        const question = { ...this.#wish, trunk, e164: target.e164, atMs, hasAccountCode: false };
        const objection = objectionTo(question, this.#tolling.rules, this.#tolling.book);
        if (objection === undefined) return this.#call(question, target, atMs);
        first ??= objection;
        if (objection.kind === 'score') for (const { id } of this.#tolling.refused(question)) this.#end(id, atMs);
      }
    if (first !== undefined) this.#stop(first.refusal.words);
    if (first?.kind === 'limit' && first.reached.measure.startsWith('money')) this.#isPaidOut = true;
    return first;
  }

  #call(question: GuardQuestion, { cost, perMinute }: Target, atMs: number): undefined {
    this.#calls++;
    this.#minutes++;
    this.#amount += cost;
    const id = String(this.#calls);
    this.#tolling.begin({ ...question, id }, atMs);
    this.#tolling.answered(id, atMs);
    this.#held.set(id, perMinute);
  }

  /** Makes room: the newest call, which has paid its minute, is over. It lasted long enough to be no short one. */
  #hangUp(atMs: number): boolean {
    const newest = [...this.#held.keys()].at(-1);
    if (newest !== undefined) this.#end(newest, atMs + minuteMs);
    return newest !== undefined;
  }

  #end(id: string, atMs: number): void {
    this.#held.delete(id);
    this.#tolling.ended(id, atMs, atMs);
  }

  #stop(words: string): void {
    if (this.#stops.has(words) || this.#stops.size < mostReasons)
      this.#stops.set(words, (this.#stops.get(words) ?? 0) + 1);
  }
}

/** The dearest destination that is open at each of the highest prices. */
function dearest(rules: TollRules): Target[] {
  const byCost = new Map<number, Target>();
  for (const e164 of candidates(rules)) {
    const destination = rules.destination(e164);
    if (destination === undefined || !rules.isOpen(e164, destination)) continue;
    const { perCall, perMinute } = rules.rate(e164, destination);
    const cost = perCall + perMinute;
    if (!byCost.has(cost)) byCost.set(cost, { e164, name: nameOf(destination), cost, perMinute });
  }
  return [...byCost.values()].sort((a, b) => b.cost - a.cost).slice(0, prices);
}

/** The beginnings of numbers between which anything could change: where it leads, what it costs, whether it is open. */
function* candidates(rules: TollRules): Generator<string> {
  yield '';
  for (const { prefix } of ranges) yield `+${prefix}`;
  yield* rules.digits;
}
