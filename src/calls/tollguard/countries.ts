// Whose number it is: the table of prefixes of the public network, each with its country or network and what kind of range it is.

import { countryCodes, northAmerica } from './country-codes.ts';
import { PrefixTable } from './prefix-table.ts';
import { costly, leased, networks, revenueShare } from './ranges.ts';

export const rangeKinds = ['country', 'premium', 'shared', 'satellite', 'revenue-share'] as const;
export type RangeKind = (typeof rangeKinds)[number];

export interface Range {
  /** Digits after the +. */
  readonly prefix: string;
  /** The ISO 3166 code of the country in capitals, or the network in small letters. */
  readonly owner: string;
  readonly name: string;
  readonly kind: RangeKind;
  /** All of a country or network, not a part of it that costs more. */
  readonly isWhole: boolean;
}

/** Who is there, each with its name. */
const names = new Map<string, string>();
const byPrefix = new Map<string, Range>();
const table = new PrefixTable<Range>();

function add(prefix: string, owner: string, kind: RangeKind, isWhole: boolean): void {
  const range = Object.freeze({ prefix, owner, name: names.get(owner) ?? owner, kind, isWhole });
  byPrefix.set(prefix, range);
  table.set(prefix, range);
}

const linesOf = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
const shared = new Set(revenueShare.trim().split(/\s+/));
const wholeKind = (owner: string): RangeKind => (shared.has(owner) ? 'revenue-share' : 'country');
const kindOf = (word: string): RangeKind => rangeKinds.find((kind) => kind === word) ?? 'premium';

for (const [prefix = '', owner = '', ...words] of linesOf(countryCodes)) {
  if (!names.has(owner)) names.set(owner, words.join(' '));
  add(prefix, owner, wholeKind(owner), true);
}
for (const [owner = '', ...rest] of linesOf(northAmerica)) {
  if (!names.has(owner)) names.set(owner, rest.filter((word) => !/^\d/.test(word)).join(' '));
  for (const area of rest.filter((word) => /^\d/.test(word))) add(`1${area}`, owner, wholeKind(owner), true);
}
for (const [prefix = '', owner = '', kind = '', ...words] of linesOf(networks)) {
  if (!names.has(owner)) names.set(owner, words.join(' '));
  add(prefix, owner, kindOf(kind), true);
}
for (const [kind = '', owner = '', ...prefixes] of linesOf(costly))
  for (const prefix of prefixes) add(prefix, owner, kindOf(kind), false);
for (const [owner = '', ...prefixes] of linesOf(leased))
  for (const prefix of prefixes) add(prefix, owner, 'revenue-share', false);

/** Every range, in the order of the digits. */
export const ranges: readonly Range[] = [...byPrefix.values()].sort((a, b) => (a.prefix < b.prefix ? -1 : 1));

/** The range of a number with +, by its longest prefix; undefined where no country has that code. */
export const rangeOf = (e164: string): Range | undefined => (e164.startsWith('+') ? table.find(e164, 1) : undefined);

/** The name of a country by its ISO 3166 code, or of a network; undefined of others. */
export const nameOfOwner = (owner: string): string | undefined => names.get(owner);
