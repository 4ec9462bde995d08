// Day, night 1 or night 2: what is so at a moment, by the schedule or as somebody set it by hand.

import type { Holiday } from './holidays.form.ts';
import type { ServiceModeRecord } from './service-mode.form.ts';
import type { TimePeriod } from './time-periods.form.ts';

export type Mode = 'day' | 'night1' | 'night2';

/** A moment as clocks on the wall of the site show it. */
export interface SiteMoment {
  readonly mode: Mode;
  /** 0 is Monday. */
  readonly weekday: number;
  /** Minutes since midnight. */
  readonly minute: number;
}

export interface Period {
  readonly days: readonly boolean[];
  readonly fromMinute: number;
  readonly toMinute: number;
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const minuteMs = 60_000;

/** A period that ends when it begins, or earlier, goes on into the next day. */
export function compilePeriod({ days, from, to }: TimePeriod): Period {
  return {
    days: weekdays.map((day) => days.includes(day)),
    fromMinute: minuteOf(from),
    toMinute: minuteOf(to),
  };
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

export function isWithin({ days, fromMinute, toMinute }: Period, { weekday, minute }: SiteDay): boolean {
  const today = days[weekday] === true;
  if (fromMinute < toMinute) return today && minute >= fromMinute && minute < toMinute;
  return (today && minute >= fromMinute) || (days[(weekday + 6) % 7] === true && minute < toMinute);
}

type SiteDay = Pick<SiteMoment, 'weekday' | 'minute'>;

export interface TimesOptions {
  readonly service: ServiceModeRecord;
  readonly periods: ReadonlyMap<string, TimePeriod>;
  readonly holidays: Iterable<Holiday>;
}

/** The schedule of the site. It remembers the last minute that it was asked for. */
export class Times {
  readonly #options: TimesOptions;
  readonly #chosen: Mode | undefined;
  readonly #zone: string;
  readonly #day: readonly Period[];
  readonly #night2: readonly Period[];
  readonly #holidays: ReadonlyMap<string, Mode>;
  #minute = Number.NaN;
  #moment: SiteMoment = { mode: 'day', weekday: 0, minute: 0 };

  constructor({ service, periods, ...options }: TimesOptions) {
    const holidays = [...options.holidays];
    this.#options = { service, periods, holidays };
    const named = (names: readonly string[]): Period[] =>
      names.flatMap((name) => {
        const period = periods.get(name);
        return period === undefined ? [] : [compilePeriod(period)];
      });
    this.#chosen = service.chosenBy === 'schedule' ? undefined : service.chosenBy;
    this.#zone = service.timeZone;
    this.#day = named([service.dayPeriod1, service.dayPeriod2, service.dayPeriod3, service.dayPeriod4]);
    this.#night2 = named([service.night2Period1, service.night2Period2, service.night2Period3, service.night2Period4]);
    this.#holidays = new Map(holidays.map(({ date, mode }) => [date, mode]));
  }

  /** The same with the mode set by hand: what would be so then. */
  inMode(mode: Mode): Times {
    return new Times({ ...this.#options, service: { ...this.#options.service, chosenBy: mode } });
  }

  at(atMs: number): SiteMoment {
    const minute = Math.floor(atMs / minuteMs);
    if (minute === this.#minute) return this.#moment;
    this.#moment = this.#look(minute * minuteMs);
    this.#minute = minute;
    return this.#moment;
  }

  #look(atMs: number): SiteMoment {
    const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(this.#zone);
    const day: SiteDay = { weekday: local.dayOfWeek - 1, minute: local.hour * 60 + local.minute };
    return { ...day, mode: this.#chosen ?? this.#scheduled(day, local.toPlainDate().toString()) };
  }

  /** A date of one year comes before the same day of every year, and both before the week. */
  #scheduled(day: SiteDay, date: string): Mode {
    const holiday = this.#holidays.get(date) ?? this.#holidays.get(date.slice(5));
    if (holiday !== undefined) return holiday;
    if (this.#night2.some((period) => isWithin(period, day))) return 'night2';
    return this.#day.some((period) => isWithin(period, day)) ? 'day' : 'night1';
  }
}
