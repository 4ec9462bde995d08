// Which emergency numbers are in force, and what people may dial for each.

import type { EmergencyNumber } from './look.ts';
import { alwaysName, alwaysNumbers, type CountryNumbers, countries } from './numbers-by-country.ts';
import type { EmergencyNumberRecord, EmergencySettings } from './shapes.ts';

/** An emergency number with who answers there. */
export interface EmergencyEntry extends EmergencyNumber {
  readonly name: string;
}

type Rows = Iterable<EmergencyNumberRecord>;

/** 112 and 911, those of the country, and those that records add; a record takes the place of the others. */
export function numbersInForce({ country }: Pick<EmergencySettings, 'country'>, rows: Rows): readonly EmergencyEntry[] {
  const own: CountryNumbers['numbers'] = country === 'none' ? [] : countries[country].numbers;
  const general = own[0]?.[0];
  const entries = new Map<string, EmergencyEntry>();
  for (const number of alwaysNumbers)
    entries.set(number, { number, name: alwaysName, route: '', digits: general ?? number });
  for (const [number, name] of own) entries.set(number, { number, name, route: '', digits: number });
  for (const row of rows) {
    const known = entries.get(row.number);
    if (row.enabled) entries.set(row.number, entryOf(row, known));
    else if (!alwaysNumbers.includes(row.number)) entries.delete(row.number);
  }
  return [...entries.values()];
}

const entryOf = ({ number, name, route, digits }: EmergencyNumberRecord, known?: EmergencyEntry): EmergencyEntry => ({
  number,
  name: name || known?.name || alwaysName,
  route,
  digits: digits || known?.digits || number,
});

export const prefixesOf = ({ prefixes }: Pick<EmergencySettings, 'prefixes'>): readonly string[] =>
  prefixes.split(' ').filter((prefix) => prefix !== '');

/** What is dialled, and the number that is meant. A number without a prefix wins over another one behind a prefix. */
export function dialledFor(
  entries: readonly EmergencyEntry[],
  prefixes: readonly string[],
): ReadonlyMap<string, EmergencyEntry> {
  const dialled = new Map(entries.map((entry) => [entry.number, entry]));
  for (const prefix of prefixes)
    for (const entry of entries) if (!dialled.has(prefix + entry.number)) dialled.set(prefix + entry.number, entry);
  return dialled;
}
