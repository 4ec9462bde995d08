// What one extension, class, trunk or the system has used: rings of buckets for the last hour and the last day, and one weekend.

import { dayMs, hourMs } from './week.ts';

/** The last `count` buckets, and the one that has begun: what is told of a span is never less than what was used in it. */
class Ring {
  readonly #bucketMs: number;
  readonly #slots: Float64Array;
  #last = 0;
  #sum = 0;

  constructor(bucketMs: number, count: number) {
    this.#bucketMs = bucketMs;
    this.#slots = new Float64Array(count + 1);
  }

  add(atMs: number, value: number): void {
    this.#roll(Math.floor(atMs / this.#bucketMs));
    const at = this.#last % this.#slots.length;
    this.#slots[at] = (this.#slots[at] ?? 0) + value;
    this.#sum += value;
  }

  /** Takes back what was added at `atMs`, where that is still counted. */
  takeBack(atMs: number, value: number): void {
    const index = Math.floor(atMs / this.#bucketMs);
    if (index > this.#last || index <= this.#last - this.#slots.length) return;
    const at = index % this.#slots.length;
    const taken = Math.min(value, this.#slots[at] ?? 0);
    this.#slots[at] = (this.#slots[at] ?? 0) - taken;
    this.#sum -= taken;
  }

  /** What stands in the span that ends at `atMs`; a clock that was set back forgives nothing. */
  sum(atMs: number): number {
    const index = Math.floor(atMs / this.#bucketMs);
    if (index <= this.#last) return this.#sum;
    const size = this.#slots.length;
    let sum = 0;
    for (let at = Math.max(index - size, this.#last - size) + 1; at <= this.#last; at++)
      sum += this.#slots[((at % size) + size) % size] ?? 0;
    return sum;
  }

  /** Bucket by bucket, for keeping. */
  print(): number[] {
    const found: number[] = [];
    const size = this.#slots.length;
    for (let at = Math.max(0, this.#last - size + 1); at <= this.#last; at++) {
      const value = this.#slots[at % size] ?? 0;
      if (value > 0) found.push(at, value);
    }
    return found;
  }

  /** What `print` gave; buckets that do not follow each other are left out. */
  read(pairs: readonly number[]): void {
    for (let at = 0; at + 1 < pairs.length; at += 2) this.add((pairs[at] ?? 0) * this.#bucketMs, pairs[at + 1] ?? 0);
  }

  #roll(index: number): void {
    const size = this.#slots.length;
    if (index <= this.#last - size) {
      // The clock was set back by more than the ring holds: all of it counts as of now.
      this.#slots.fill(0);
      this.#slots[index % size] = this.#sum;
      this.#last = index;
    }
    if (index <= this.#last) return;
    const first = Math.max(this.#last + 1, index - size + 1);
    for (let at = first; at <= index; at++) {
      this.#sum -= this.#slots[at % size] ?? 0;
      this.#slots[at % size] = 0;
    }
    if (index - this.#last >= size) this.#sum = 0;
    this.#last = index;
  }
}

const fiveMinutesMs = 300_000;
const perHour = () => new Ring(fiveMinutesMs, hourMs / fiveMinutesMs);
const perDay = () => new Ring(hourMs, dayMs / hourMs);

/** What is kept of an account. */
export interface KeptAccount {
  readonly callsHour: readonly number[];
  readonly minutesHour: readonly number[];
  readonly minutesDay: readonly number[];
  readonly moneyHour: readonly number[];
  readonly moneyDay: readonly number[];
  /** When the weekend began, its minutes, its money. */
  readonly weekend: readonly number[];
}

export class Account {
  /** Calls that are set up or in progress. */
  active = 0;
  readonly callsHour = perHour();
  readonly minutesHour = perHour();
  readonly minutesDay = perDay();
  readonly moneyHour = perHour();
  readonly moneyDay = perDay();
  #weekend = 0;
  #weekendMinutes = 0;
  #weekendMoney = 0;
  #text: string | undefined;

  /** A call has begun. */
  count(atMs: number): void {
    this.#text = undefined;
    this.callsHour.add(atMs, 1);
  }

  /** Of a call that begins anew elsewhere. */
  uncount(atMs: number): void {
    this.#text = undefined;
    this.callsHour.takeBack(atMs, 1);
  }

  /** A minute of a call, or what a call costs that has none yet. */
  book(atMs: number, weekend: number, minutes: number, money: number): void {
    this.#text = undefined;
    this.minutesHour.add(atMs, minutes);
    this.minutesDay.add(atMs, minutes);
    this.moneyHour.add(atMs, money);
    this.moneyDay.add(atMs, money);
    if (weekend === 0) return;
    if (weekend !== this.#weekend) this.#begin(weekend);
    this.#weekendMinutes += minutes;
    this.#weekendMoney += money;
  }

  /** Of a call that was booked at `atMs` and not answered. */
  takeBack(atMs: number, weekend: number, minutes: number, money: number): void {
    this.#text = undefined;
    this.minutesHour.takeBack(atMs, minutes);
    this.minutesDay.takeBack(atMs, minutes);
    this.moneyHour.takeBack(atMs, money);
    this.moneyDay.takeBack(atMs, money);
    if (weekend === 0 || weekend !== this.#weekend) return;
    this.#weekendMinutes = Math.max(0, this.#weekendMinutes - minutes);
    this.#weekendMoney = Math.max(0, this.#weekendMoney - money);
  }

  minutesWeekend(weekend: number): number {
    return weekend === this.#weekend ? this.#weekendMinutes : 0;
  }

  moneyWeekend(weekend: number): number {
    return weekend === this.#weekend ? this.#weekendMoney : 0;
  }

  /** Nothing of it counts any more. */
  isIdle(atMs: number, weekend: number): boolean {
    const used = this.callsHour.sum(atMs) + this.minutesDay.sum(atMs) + this.moneyDay.sum(atMs);
    return this.active === 0 && used === 0 && (weekend === 0 || weekend !== this.#weekend);
  }

  /** As it is kept, printed once for each change. */
  get text(): string {
    this.#text ??= JSON.stringify(this.print());
    return this.#text;
  }

  print(): KeptAccount {
    return {
      callsHour: this.callsHour.print(),
      minutesHour: this.minutesHour.print(),
      minutesDay: this.minutesDay.print(),
      moneyHour: this.moneyHour.print(),
      moneyDay: this.moneyDay.print(),
      weekend: [this.#weekend, this.#weekendMinutes, this.#weekendMoney],
    };
  }

  /** The account as it was kept; without calls, which did not outlive the process. */
  static read(kept: KeptAccount): Account {
    const account = new Account();
    for (const name of ['callsHour', 'minutesHour', 'minutesDay', 'moneyHour', 'moneyDay'] as const)
      account[name].read(kept[name]);
    const [weekend = 0, minutes = 0, money = 0] = kept.weekend;
    account.#begin(weekend);
    account.#weekendMinutes = minutes;
    account.#weekendMoney = money;
    return account;
  }

  #begin(weekend: number): void {
    this.#weekend = weekend;
    this.#weekendMinutes = 0;
    this.#weekendMoney = 0;
  }
}
