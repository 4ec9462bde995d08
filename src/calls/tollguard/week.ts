// Hours and weekends of the clock on the wall, asked for each call: what was found for a quarter of an hour is kept.

const quarterMs = 900_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;
const friday = 5;
const begins = 18;
const ends = 6;

/** Weekend: Friday 18:00 to Monday 6:00. Every zone is a whole number of quarters of an hour off UTC. */
export class Week {
  readonly #zone: string;
  #quarter = -1;
  #hour = 0;
  #weekend = 0;

  constructor(zone: string) {
    this.#zone = zone;
  }

  /** One of the same zone that keeps its own moment, for whoever looks at another time meanwhile. */
  copy(): Week {
    return new Week(this.#zone);
  }

  /** 0: Monday from 0:00 to 1:00 … 167: Sunday from 23:00. */
  hourOf(atMs: number): number {
    this.#look(atMs);
    return this.#hour;
  }

  /** When the weekend began in which this moment is; 0: it is in none. */
  weekendOf(atMs: number): number {
    this.#look(atMs);
    return this.#weekend;
  }

  /** The weekend that goes on at this moment, or the next one: what is left of it. */
  weekendFrom(atMs: number): { readonly fromMs: number; readonly toMs: number } {
    const local = this.#local(atMs);
    const start = this.weekendOf(atMs) || weekendStart(local.add({ days: (friday - local.dayOfWeek + 7) % 7 }));
    const monday = this.#local(start).add({ days: 3 }).with({ hour: ends });
    return { fromMs: Math.max(atMs, start), toMs: monday.epochMilliseconds };
  }

  #local(atMs: number): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs)).toZonedDateTimeISO(this.#zone);
  }

  #look(atMs: number): void {
    const quarter = Math.floor(atMs / quarterMs);
    if (quarter === this.#quarter) return;
    const local = this.#local(atMs);
    this.#quarter = quarter;
    this.#hour = (local.dayOfWeek - 1) * 24 + local.hour;
    this.#weekend = isWeekend(local) ? weekendStart(local.subtract({ days: (local.dayOfWeek - friday + 7) % 7 })) : 0;
  }
}

const isWeekend = ({ dayOfWeek, hour }: Temporal.ZonedDateTime): boolean =>
  dayOfWeek > friday || (dayOfWeek === friday && hour >= begins) || (dayOfWeek === 1 && hour < ends);

/** On this Friday. */
const weekendStart = (day: Temporal.ZonedDateTime): number => day.startOfDay().with({ hour: begins }).epochMilliseconds;
