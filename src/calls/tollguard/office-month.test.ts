// A month of an office as it is: a hundred extensions, calls by day, some abroad. Counts what the guard does to honest people.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialRecord } from '#forms';
import { objectionTo } from './judge.ts';
import { TollRules } from './rules.ts';
import { configurationOf, stationOf } from './testing.ts';
import { tollGuard } from './toll-guard.form.ts';
import { Tolling } from './tolling.ts';
import { Week } from './week.ts';

const minuteMs = 60_000;
const days = 30;
/** Monday, 2 November 2026. */
const from = Date.UTC(2026, 10, 2);
const abroad = ['+33142345678', '+41442345678', '+43123456789', '+442071234567'];
/** How busy each hour of a working day is, from 7:00 on. */
const rhythm = [0.2, 0.7, 1.2, 1.4, 1.3, 0.6, 0.9, 1.3, 1.2, 1, 0.5, 0.2, 0.05];
const aheadMs = 6_000;

/** The same numbers with each run (mulberry32). */
function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Person {
  readonly number: string;
  /** Calls to the public network on a working day. */
  readonly calls: number;
  /** How many of them go abroad. */
  readonly abroad: number;
  readonly worksAtWeekends: boolean;
}

/** Most call little, a few all day; every fifth has customers in other countries. */
function people(chance: () => number): Person[] {
  return Array.from({ length: 100 }, (_, at) => ({
    number: String(200 + at),
    calls: at < 10 ? 25 + 15 * chance() : 1 + 9 * chance(),
    abroad: at % 5 === 0 ? 0.02 + 0.08 * chance() : 0.002,
    worksAtWeekends: at % 25 === 0,
  }));
}

/** Between some seconds, where nobody is there, and an hour; three minutes and a half on average. */
function talkMs(chance: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  return Math.min(3_600_000, 1_000 * Math.exp(4.7 + 1.1 * normal));
}

interface Found {
  calls: number;
  abroad: number;
  refused: number;
  cleared: number;
  readonly alarms: Set<string>;
  readonly reasons: Map<string, number>;
}

function month(tariffs: readonly Readonly<Record<string, unknown>>[]): Found {
  const chance = chanceOf(214);
  const countries = ['FR', 'CH', 'AT', 'GB'].map((destination) => ({ destination }));
  const tolling = new Tolling(new TollRules(configurationOf({ countries, tariffs })), new Week('UTC'));
  const office = people(chance).map((person) => ({ ...person, station: stationOf(person.number) }));
  const ends = new Map<string, number>();
  const found: Found = { calls: 0, abroad: 0, refused: 0, cleared: 0, alarms: new Set(), reasons: new Map() };
  // Whoever talks seldom puts somebody on hold to call another.
  const isTalking = ({ number }: Person): boolean => (tolling.book.ledger.extensions.get(number)?.active ?? 0) > 0;
  for (let minute = 0; minute < days * 1_440; minute++) {
    const atMs = from + minute * minuteMs;
    goOn(tolling, ends, atMs, found);
    const share = (rhythm[(Math.floor(minute / 60) % 24) - 7] ?? 0) / 10.55 / 60;
    const isWeekend = Math.floor(minute / 1_440) % 7 >= 5;
    for (const person of office) {
      const busy = isWeekend ? (person.worksAtWeekends ? 0.2 : 0) : 1;
      if (chance() >= person.calls * share * busy || (isTalking(person) && chance() < 0.9)) continue;
      call(tolling, person, chance, { atMs, ends, found });
    }
    for (const [name] of tolling.notices.conditions(atMs)) found.alarms.add(`${name} ${Math.floor(minute / 1_440)}`);
  }
  return found;
}

function goOn(tolling: Tolling, ends: Map<string, number>, toMs: number, found: Found): void {
  for (let atMs = toMs - minuteMs; atMs < toMs; atMs += 5_000) {
    for (const { id } of tolling.tick(atMs, atMs, aheadMs)) {
      found.cleared++;
      ends.set(id, atMs);
    }
    for (const [id, endMs] of ends) {
      if (endMs > atMs) continue;
      ends.delete(id);
      tolling.ended(id, atMs, atMs);
    }
  }
}

interface Moment {
  readonly atMs: number;
  readonly ends: Map<string, number>;
  readonly found: Found;
}

type Caller = Person & { readonly station: ReturnType<typeof stationOf> };

function call(tolling: Tolling, person: Caller, chance: () => number, { atMs, ends, found }: Moment): void {
  const isAbroad = chance() < person.abroad;
  const e164 = isAbroad ? (abroad[Math.floor(chance() * abroad.length)] ?? '') : '+498912345678';
  const question = { behind: person.station, serviceClass: 1, trunk: 'main', e164, atMs, hasAccountCode: false };
  found.calls++;
  if (isAbroad) found.abroad++;
  const objection = objectionTo(question, tolling.rules, tolling.book);
  if (objection !== undefined) {
    found.refused++;
    const { words } = objection.refusal;
    found.reasons.set(words, (found.reasons.get(words) ?? 0) + 1);
    tolling.refused(question);
    return;
  }
  const id = String(found.calls);
  tolling.begin({ ...question, id }, atMs);
  const isAnswered = chance() < 0.8;
  if (isAnswered) tolling.answered(id, atMs + 10_000);
  ends.set(id, atMs + 10_000 + (isAnswered ? talkMs(chance) : 15_000));
}

const provider = [
  { prefix: '+49', perMinute: 100 },
  { prefix: '+33', perMinute: 300 },
  { prefix: '+41', perMinute: 500 },
  { prefix: '+43', perMinute: 300 },
  { prefix: '+44', perMinute: 300 },
];

const line = ({ calls, abroad: far, refused, cleared, alarms, reasons }: Found): string =>
  `${calls} calls, ${far} abroad: ${refused} refused, ${cleared} cleared, ${alarms.size} alarms: ${[...alarms].join('; ')} ${[...reasons].map(([words, times]) => `${times} × ${words}`).join('; ')}`;

test('a month without tariffs, every cost assumed: hardly anybody is disturbed', (t) => {
  assert.equal(initialRecord(tollGuard).enabled, true);
  const found = month([]);
  t.diagnostic(line(found));
  assert.ok(found.calls > 10_000 && found.abroad > 100);
  assert.ok(found.refused + found.cleared <= found.calls / 1_000);
  assert.ok(found.alarms.size <= 20);
});

test('a month with the tariffs of a provider: nobody is refused', (t) => {
  const found = month(provider);
  t.diagnostic(line(found));
  assert.deepEqual([found.refused, found.cleared], [0, 0]);
  assert.ok(found.alarms.size <= 20);
});
