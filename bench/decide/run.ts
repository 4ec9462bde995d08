// The bench of decisions: how long one takes with 10 entries of Digits Dialled and with 10,000, 64 classes, and the toll guard on.
//
// node bench/decide/run.ts [--turns N] [--json]. The two sites turn about; the figure is the median of the turns' medians.

import { parseArgs } from 'node:util';
import { silentLog, systemClock } from '#base';
import { type CallAttempt, decide, type Party, type Tables, TollGuard, tablesOf, tollLimits } from '#calls';
import type { Patch } from '#forms';
import { Site } from '../site.ts';

const { values } = parseArgs({
  options: { turns: { type: 'string', default: '7' }, json: { type: 'boolean', default: false } },
});
const warming = 100_000;
const decisions = 50_000;
/** Of one clock reading: a single decision is shorter than what the clock can tell. */
const atOnce = 20;
const atMs = Date.UTC(2027, 0, 11, 9, 0);

const leadingOf = (index: number): string => `08${String(index).padStart(5, '0')}`;

/** A site with so many entries, each to a list of two routes that bars classes. */
function siteWith(entries: number): Tables {
  const classes = Array.from({ length: 64 }, (_, index) => ({
    ...{ number: index + 1, members: index === 63 ? '2-64' : '' },
  }));
  const route = (name: string, restrictionGroup: string): Patch => ({
    ...{ name, trunk: 'telco', digitModification: '1', restrictionGroup },
  });
  const configuration = new Site({
    'users-and-services': [{ number: '201' }, { number: '202' }],
    trunks: [{ name: 'telco', number: 1, proxies: 'sip.example.com' }],
    'public-network': [{ countryCode: '49', nationalPrefix: '0' }],
    'toll-limits': tollLimits.first,
    'digit-modification': [{ number: 1, delete: 1 }],
    'class-of-restriction-groups': classes,
    routes: [route('first', '64'), route('second', '1')],
    'route-lists': [{ name: 'both', first: 'first', second: 'second' }],
    'digits-dialled': Array.from({ length: entries }, (_, index) => ({
      ...{ digits: leadingOf(index), fewest: 4, most: 10, routeList: 'both' },
    })),
  });
  const guard = new TollGuard({
    ...{ clock: systemClock, log: silentLog, configuration, timeZone: 'UTC' },
    keeper: { load: () => undefined, save: () => undefined },
  });
  return tablesOf(configuration, {
    guard,
    emergency: { match: () => undefined },
    accountCodeNamed: () => undefined,
    isUp: () => true,
  });
}

function stationOf(tables: Tables): Party {
  const station = tables.station('201');
  if (station === undefined) throw new Error('there is no extension 201');
  return station;
}

/** Microseconds of one decision: the median over many. */
function turn(tables: Tables, attempts: readonly CallAttempt[], count: number): number {
  const times: number[] = [];
  for (let done = 0; done < count; done += atOnce) {
    const began = performance.now();
    for (let index = 0; index < atOnce; index++) {
      const attempt = attempts[(done + index) % attempts.length];
      if (attempt === undefined || !decide(attempt, tables).ok) throw new Error('a decision was refused');
    }
    times.push(((performance.now() - began) * 1_000) / atOnce);
  }
  return median(times);
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

const sites = [10, 10_000].map((entries) => {
  const tables = siteWith(entries);
  const caller = stationOf(tables);
  const attempts = Array.from({ length: Math.min(entries, 997) }, (_, index) => ({
    ...{ caller, dialled: `${leadingOf((index * 7) % entries)}1234567`, atMs: atMs + index },
  }));
  turn(tables, attempts, warming);
  return { entries, tables, attempts, micros: [] as number[] };
});
for (let count = 0; count < Number(values.turns); count++)
  for (const { tables, attempts, micros } of sites) micros.push(turn(tables, attempts, decisions));

const figures = sites.map(({ entries, micros }) => ({ entries, micros: median(micros) }));
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else
  for (const { entries, micros } of figures)
    process.stdout.write(`${entries} entries: ${micros.toFixed(2)} µs a decision\n`);
