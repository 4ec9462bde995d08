// For tests of the toll guard: a configuration of a few records, stations, and a guard on a clock that tests move.

import { FakeClock, silentLog } from '#base';
import {
  type AnyRecord,
  type Configuration,
  type Form,
  initialRecord,
  type Patch,
  type RecordOf,
  validate,
} from '#forms';
import { Station } from '../stations/station.ts';
import { usersAndServices } from '../stations/users-and-services.form.ts';
import type { GuardQuestion } from './look.ts';
import { tollCountries } from './toll-countries.form.ts';
import { tollGuard } from './toll-guard.form.ts';
import { TollGuard } from './toll-guard.ts';
import { tollLimits } from './toll-limits.form.ts';
import { tollTariffs } from './toll-tariffs.form.ts';

export interface Written {
  readonly settings?: Patch;
  readonly countries?: readonly Patch[];
  readonly tariffs?: readonly Patch[];
  /** Default: those that a new system starts with. */
  readonly limits?: readonly Patch[];
}

/** The records of `form` as a change would make them. */
function recordsOf(form: Form, patches: readonly Patch[]): ReadonlyMap<string, AnyRecord> {
  const records = new Map<string, AnyRecord>();
  for (const patch of patches) {
    const result = validate(form, patch);
    if (!result.ok) throw new Error(result.refusal.map(({ words }) => words).join(' '));
    records.set(String(result.value.record[form.key ?? '']), result.value.record);
  }
  return records;
}

export function configurationOf(written: Written): Configuration {
  const tables = new Map<string, ReadonlyMap<string, AnyRecord>>([
    ['toll-countries', recordsOf(tollCountries, written.countries ?? [])],
    ['toll-tariffs', recordsOf(tollTariffs, written.tariffs ?? [])],
    ['toll-limits', recordsOf(tollLimits, written.limits ?? tollLimits.first)],
  ]);
  const settings = { ...initialRecord(tollGuard), ...written.settings };
  return {
    // Each table has the records of the form with its id.
    records: <F extends Form>(form: F) => (tables.get(form.id) ?? new Map()) as ReadonlyMap<string, RecordOf<F>>,
    single: <F extends Form>(form: F) => (form.id === 'toll-guard' ? settings : initialRecord(form)) as RecordOf<F>,
  };
}

export function stationOf(number: string): Station {
  const result = validate(usersAndServices, { number, sipSecret: 'a-long-enough-secret' });
  if (!result.ok) throw new Error(result.refusal.map(({ words }) => words).join(' '));
  return new Station(result.value.record);
}

/** A Tuesday at 10:00 UTC. */
export const tuesday = Date.UTC(2026, 10, 24, 10);
/** A Friday at 17:00 UTC. */
export const friday = Date.UTC(2026, 10, 27, 17);

/** A guard with calls that tests make by number. */
export class Ground {
  readonly clock: FakeClock;
  readonly guard: TollGuard;
  readonly cleared: string[] = [];
  /** What the provider will bill, by who called: each started minute of each answered call, by `perMinute`. */
  readonly billed = new Map<string, number>();
  perMinute: (e164: string) => number = () => 1;
  saved: string | undefined;
  readonly #stations = new Map<string, Station>();
  readonly #talks = new Map<string, { readonly number: string; readonly e164: string; readonly fromMs: number }>();
  #ids = 0;

  constructor(written: Written = {}, atMs = tuesday, saved?: string) {
    this.clock = new FakeClock(atMs);
    this.saved = saved;
    this.guard = new TollGuard({
      clock: this.clock,
      log: silentLog,
      keeper: {
        load: () => this.saved,
        save: (text) => {
          this.saved = text;
        },
      },
      configuration: configurationOf(written),
      timeZone: 'UTC',
    });
    this.guard.clear.on(({ id }) => {
      this.cleared.push(id);
      this.ends(id);
    });
  }

  station(number: string): Station {
    const station = this.#stations.get(number) ?? stationOf(number);
    this.#stations.set(number, station);
    return station;
  }

  question(number: string, e164: string, more: Partial<GuardQuestion> = {}): GuardQuestion {
    const behind = this.station(number);
    const atMs = this.clock.nowMs();
    return { behind, serviceClass: 1, trunk: 'main', e164, atMs, hasAccountCode: false, ...more };
  }

  /** The code of the refusal; '' where the call is let through. */
  asks(number: string, e164: string, more: Partial<GuardQuestion> = {}): string {
    const judged = this.guard.judge(this.question(number, e164, more));
    return judged.ok ? '' : judged.refusal.code;
  }

  /** What the calls do with the guard: a call is set up and, where it is let through, answered. Its id, or the code of the refusal. */
  calls(number: string, e164: string, more: Partial<GuardQuestion> = {}): string {
    const question = this.question(number, e164, more);
    const judged = this.guard.judge(question);
    if (!judged.ok) {
      this.guard.refused(question);
      return judged.refusal.code;
    }
    const id = `call ${++this.#ids}`;
    this.guard.begin({ ...question, id });
    this.guard.answered(id);
    this.#talks.set(id, { number, e164, fromMs: this.clock.nowMs() });
    return id;
  }

  /** A call is over, and is billed. */
  ends(id: string): void {
    const talk = this.#talks.get(id);
    if (talk === undefined) return;
    this.#talks.delete(id);
    this.guard.ended(id);
    const minutes = Math.max(1, Math.ceil((this.clock.nowMs() - talk.fromMs) / 60_000));
    const cost = minutes * this.perMinute(talk.e164);
    this.billed.set(talk.number, (this.billed.get(talk.number) ?? 0) + cost);
  }

  get talking(): readonly string[] {
    return [...this.#talks.keys()];
  }

  /** In whole units of the currency, within 24 hours. */
  spent(who: string): number {
    const row = this.guard.spent().find((one) => one.who === who);
    return (row?.moneyDay ?? 0) / 10_000;
  }
}

/** Whether `calls` gave the id of a call. */
export const isCall = (given: string): boolean => given.startsWith('call ');
