// What the guard remembers over a restart, as text: accounts, behaviour, blocks. Whatever of it can be read counts.

import { limits } from '#base';
import { Account, type KeptAccount } from './account.ts';
import { type Block, Blocks } from './blocks.ts';
import { Habits, type KeptHabits } from './habits.ts';
import type { TollBook } from './judge.ts';
import { Ledger, type Scope, scopes } from './ledger.ts';

const version = 1;

export interface Remembered {
  readonly ledger: Ledger;
  readonly habits: Map<string, Habits>;
  readonly blocks: Blocks;
  /** Something of it could not be read: more may have been spent than is known. */
  readonly isDamaged: boolean;
}

export function printMemory({ ledger, habits, blocks }: TollBook): string {
  const accounts = [...ledger.entries()].map(
    ([scope, key, account]) => `[${JSON.stringify(scope)},${JSON.stringify(key)},${account.text}]`,
  );
  const known = [...habits].map(([key, one]) => `[${JSON.stringify(key)},${one.text}]`);
  return `{"version":${version},"accounts":[\n${accounts.join(',\n')}],"habits":[\n${known.join(',\n')}],"blocks":${JSON.stringify(blocks.all())}}\n`;
}

/** What was kept; undefined text: nothing ever was. */
export function readMemory(text: string | undefined): Remembered {
  const ledger = new Ledger();
  const habits = new Map<string, Habits>();
  const blocks = new Blocks();
  const kept = text === undefined ? { version, accounts: [], habits: [], blocks: [] } : parsed(text);
  const entries = listOf(kept?.accounts);
  const isWhole = [
    ...entries.map((entry) => readAccount(entry, ledger)),
    ...listOf(kept?.habits).map((entry) => readHabits(entry, habits)),
    ...listOf(kept?.blocks).map((entry) => readBlock(entry, blocks)),
  ];
  const isKnown = kept?.version === version && [kept.accounts, kept.habits, kept.blocks].every(Array.isArray);
  return { ledger, habits, blocks, isDamaged: !isKnown || isWhole.includes(false) };
}

type Members = Readonly<Record<string, unknown>>;

const membersOf = (value: unknown): Members | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function parsed(text: string): Members | undefined {
  if (text.length > limits.toll.memoryBytes) return undefined;
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isAmounts = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isAmount);

function isAccount(value: unknown): value is KeptAccount {
  const members = membersOf(value);
  if (members === undefined) return false;
  const { callsHour, minutesHour, minutesDay, moneyHour, moneyDay, weekend } = members;
  return [callsHour, minutesHour, minutesDay, moneyHour, moneyDay, weekend].every(isAmounts);
}

function isHabits(value: unknown): value is KeptHabits {
  const members = membersOf(value);
  if (members === undefined) return false;
  const { sinceDay, countries, hours, usualCalls } = members;
  const areCountries = listOf(countries).every(
    (pair) => Array.isArray(pair) && typeof pair[0] === 'string' && isAmount(pair[1]),
  );
  return isAmount(sinceDay) && Array.isArray(countries) && areCountries && isAmounts(hours) && isAmount(usualCalls);
}

function isBlock(value: unknown): value is Block {
  const { kind, name, why, sinceMs, untilMs } = membersOf(value) ?? {};
  const isKind = kind === 'extension' || kind === 'trunk' || kind === 'abroad';
  return isKind && typeof name === 'string' && typeof why === 'string' && isAmount(sinceMs) && isAmount(untilMs);
}

const scopeOf = (value: unknown): Scope | undefined => scopes.find((scope) => scope === value);

function readAccount(entry: unknown, ledger: Ledger): boolean {
  const [scope, key, account] = listOf(entry);
  const known = scopeOf(scope);
  if (known === undefined || typeof key !== 'string' || !isAccount(account)) return false;
  ledger.set(known, key, Account.read(account));
  return true;
}

function readHabits(entry: unknown, habits: Map<string, Habits>): boolean {
  const [key, kept] = listOf(entry);
  if (typeof key !== 'string' || !isHabits(kept)) return false;
  habits.set(key, Habits.read(kept));
  return true;
}

function readBlock(entry: unknown, blocks: Blocks): boolean {
  if (!isBlock(entry)) return false;
  const { kind, name, why, sinceMs, untilMs } = entry;
  blocks.put({ kind, name, why, sinceMs, untilMs });
  return true;
}
