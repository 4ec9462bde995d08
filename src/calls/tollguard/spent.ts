// Who has spent what, as rows for people.

import type { TollBook } from './judge.ts';
import { type Scope, wordsOfScope } from './ledger.ts';
import { printMoney } from './measures.ts';

export interface SpentRow {
  readonly scope: Scope;
  readonly who: string;
  /** Calls being set up or in progress. */
  readonly active: number;
  readonly callsHour: number;
  readonly minutesDay: number;
  /** In ten-thousandths of the currency, and as people write it. */
  readonly moneyDay: number;
  readonly hour: string;
  readonly day: string;
  readonly weekend: string;
}

export function spentRows({ ledger, week }: TollBook, currency: string, atMs: number): SpentRow[] {
  const weekend = week.weekendOf(atMs);
  const money = (amount: number): string => printMoney(amount, currency);
  return [...ledger.entries()]
    .map(([scope, key, account]) => ({
      scope,
      who: wordsOfScope(scope, key),
      active: account.active,
      callsHour: account.callsHour.sum(atMs),
      minutesDay: account.minutesDay.sum(atMs),
      moneyDay: account.moneyDay.sum(atMs),
      hour: money(account.moneyHour.sum(atMs)),
      day: money(account.moneyDay.sum(atMs)),
      weekend: money(account.moneyWeekend(weekend)),
    }))
    .sort((a, b) => b.moneyDay - a.moneyDay || b.callsHour - a.callsHour || (a.who < b.who ? -1 : 1));
}
