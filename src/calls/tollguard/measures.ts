// What a limit bounds: each measure with what an account has of it, and whether a further call or minute would go beyond.

import type { Account } from './account.ts';
import { PER_UNIT } from './toll-guard.form.ts';
import type { TollLimit } from './toll-limits.form.ts';

export type Measure = Exclude<keyof TollLimit, 'name' | 'scope' | 'which' | 'response'>;

const measures: readonly Measure[] = [
  'atOnce',
  'callsPerHour',
  'minutesPerHour',
  'minutesPerDay',
  'minutesPerWeekend',
  'moneyPerHour',
  'moneyPerDay',
  'moneyPerWeekend',
];

/** What an account has of a measure; money in ten-thousandths. Nothing of one that is not there. */
export function used(measure: Measure, account: Account | undefined, atMs: number, weekend: number): number {
  if (account === undefined) return 0;
  switch (measure) {
    case 'atOnce':
      return account.active;
    case 'callsPerHour':
      return account.callsHour.sum(atMs);
    case 'minutesPerHour':
      return account.minutesHour.sum(atMs);
    case 'minutesPerDay':
      return account.minutesDay.sum(atMs);
    case 'minutesPerWeekend':
      return account.minutesWeekend(weekend);
    case 'moneyPerHour':
      return account.moneyHour.sum(atMs);
    case 'moneyPerDay':
      return account.moneyDay.sum(atMs);
    case 'moneyPerWeekend':
      return account.moneyWeekend(weekend);
  }
}

const isMoney = (measure: Measure): boolean =>
  measure === 'moneyPerHour' || measure === 'moneyPerDay' || measure === 'moneyPerWeekend';
const ofWeekend = (measure: Measure): boolean => measure === 'minutesPerWeekend' || measure === 'moneyPerWeekend';
const isCalls = (measure: Measure): boolean => measure === 'atOnce' || measure === 'callsPerHour';

/** The first measure of which this much more would be too much; undefined: there is room. Allocates nothing. */
export function tooMuch(
  limit: TollLimit,
  account: Account | undefined,
  calls: number,
  minutes: number,
  money: number,
  atMs: number,
  weekend: number,
): Measure | undefined {
  for (const measure of measures) {
    const bound = limit[measure];
    if (bound === 0 || (weekend === 0 && ofWeekend(measure))) continue;
    const more = isMoney(measure) ? money : isCalls(measure) ? calls : minutes;
    if (more === 0) continue;
    const most = isMoney(measure) ? bound * PER_UNIT : bound;
    if (used(measure, account, atMs, weekend) + more > most) return measure;
  }
  return undefined;
}

const words: Readonly<Record<Measure, string>> = {
  atOnce: 'calls at once',
  callsPerHour: 'calls within an hour',
  minutesPerHour: 'minutes within an hour',
  minutesPerDay: 'minutes within 24 hours',
  minutesPerWeekend: 'minutes in a weekend',
  moneyPerHour: 'within an hour',
  moneyPerDay: 'within 24 hours',
  moneyPerWeekend: 'in a weekend',
};

/** Money as people write it: 12.30 EUR. */
export const printMoney = (amount: number, currency: string): string => `${(amount / PER_UNIT).toFixed(2)} ${currency}`;

/** "30.00 EUR within 24 hours". */
export const wordsOfMeasure = (measure: Measure, amount: number, currency: string): string =>
  `${isMoney(measure) ? printMoney(amount, currency) : amount} ${words[measure]}`;

/** The bound in words. */
export const boundWords = (limit: TollLimit, measure: Measure, currency: string): string =>
  wordsOfMeasure(measure, isMoney(measure) ? limit[measure] * PER_UNIT : limit[measure], currency);
