// What is usual for one extension: the countries it calls, its hours of the week, its calls an hour. Bounded, and forgotten after weeks.

import { limits } from '#base';
import { dayMs, hourMs } from './week.ts';

/** Points of a score, as bits: a call has any of them. */
export const firstCountry = 1;
export const unusualHour = 2;
export const shortCalls = 4;
export const volumeJump = 8;

const shortMs = 20_000;
const manyShort = 10;
const rememberedDays = 60;
const fewCalls = 10;
const jump = 4;
/** How much an hour counts in the average of all hours with calls. */
const weight = 0.1;
const hoursOfDay = 24;
const hoursOfWeek = 168;
const firstOfSaturday = 120;

/** What is kept of an extension. */
export interface KeptHabits {
  readonly sinceDay: number;
  readonly countries: readonly (readonly [string, number])[];
  /** Hour of the week and the day when it was used last, one after the other. */
  readonly hours: readonly number[];
  readonly usualCalls: number;
}

export class Habits {
  readonly #sinceDay: number;
  /** Each with the day when it was called last. */
  readonly #countries = new Map<string, number>();
  /** For each hour of the week, the day when it was used last. */
  readonly #hours = new Uint16Array(hoursOfWeek);
  #usualCalls = 0;
  #hour = 0;
  #callsInHour = 0;
  #shortInSuccession = 0;
  #lastShortMs = 0;
  #text: string | undefined;

  constructor(sinceDay: number) {
    this.#sinceDay = sinceDay;
  }

  /** What of a call is unusual, as bits. Changes nothing. */
  unusual(abroad: string, hourOfWeek: number, atMs: number, learningDays: number): number {
    const today = Math.floor(atMs / dayMs);
    const isLearnt = today - this.#sinceDay >= learningDays;
    return (
      (abroad !== '' && !this.#countries.has(abroad) ? firstCountry : 0) |
      (isLearnt && !this.#isUsualHour(hourOfWeek, today) ? unusualHour : 0) |
      (this.#shortInSuccession >= manyShort && atMs - this.#lastShortMs < hourMs ? shortCalls : 0) |
      (isLearnt && this.#isJump(atMs) ? volumeJump : 0)
    );
  }

  /** A call has begun. */
  learn(abroad: string, hourOfWeek: number, atMs: number): void {
    const today = Math.floor(atMs / dayMs);
    this.#text = undefined;
    this.#hours[hourOfWeek] = today;
    this.#count(Math.floor(atMs / hourMs));
    if (abroad === '') return;
    this.#countries.delete(abroad);
    this.#countries.set(abroad, today);
    for (const [country] of this.#countries) {
      if (this.#countries.size <= limits.toll.countries) break;
      this.#countries.delete(country);
    }
  }

  /** An answered call has ended after so long. */
  talked(ms: number, atMs: number): void {
    const isSuccession = ms < shortMs && atMs - this.#lastShortMs < hourMs;
    this.#shortInSuccession = ms >= shortMs ? 0 : isSuccession ? this.#shortInSuccession + 1 : 1;
    if (ms < shortMs) this.#lastShortMs = atMs;
  }

  /** As they are kept, printed once for each change. */
  get text(): string {
    this.#text ??= JSON.stringify(this.print());
    return this.#text;
  }

  print(): KeptHabits {
    const hours = [...this.#hours].flatMap((day, hour) => (day === 0 ? [] : [hour, day]));
    return { sinceDay: this.#sinceDay, countries: [...this.#countries], hours, usualCalls: this.#usualCalls };
  }

  copy(): Habits {
    return Habits.read(this.print());
  }

  static read({ sinceDay, countries, hours, usualCalls }: KeptHabits): Habits {
    const habits = new Habits(sinceDay);
    for (const [country, day] of countries.slice(-limits.toll.countries)) habits.#countries.set(country, day);
    for (let at = 0; at + 1 < hours.length; at += 2) habits.#hours[hours[at] ?? 0] = hours[at + 1] ?? 0;
    habits.#usualCalls = usualCalls;
    return habits;
  }

  /** In this hour of the day or one beside it, on any day of the same kind: a working day, or one of the weekend. */
  #isUsualHour(hourOfWeek: number, today: number): boolean {
    const isWeekend = hourOfWeek >= firstOfSaturday;
    const hour = hourOfWeek % hoursOfDay;
    const from = isWeekend ? firstOfSaturday : 0;
    const to = isWeekend ? hoursOfWeek : firstOfSaturday;
    for (let day = from; day < to; day += hoursOfDay)
      for (let beside = -1; beside <= 1; beside++) {
        const used = this.#hours[day + ((hour + beside + hoursOfDay) % hoursOfDay)] ?? 0;
        if (used > 0 && today - used <= rememberedDays) return true;
      }
    return false;
  }

  #isJump(atMs: number): boolean {
    const calls = Math.floor(atMs / hourMs) === this.#hour ? this.#callsInHour + 1 : 1;
    return calls > fewCalls && calls > jump * this.#usualCalls;
  }

  #count(hour: number): void {
    if (hour !== this.#hour) {
      if (this.#callsInHour > 0) this.#usualCalls += weight * (this.#callsInHour - this.#usualCalls);
      this.#hour = hour;
      this.#callsInHour = 0;
    }
    this.#callsInHour++;
  }
}

/** What each point of a score means, in words. */
export const pointWords: readonly (readonly [number, string])[] = [
  [firstCountry, 'the first call to this country'],
  [unusualHour, 'an hour in which it does not call'],
  [shortCalls, 'many short calls in succession'],
  [volumeJump, 'far more calls than usual'],
];
