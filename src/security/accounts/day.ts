// Days of the calendar, as 2027-01-31, at the place of the system.

/** True of a day that there is. */
export function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

const ends = new Map<string, number>();
const mostEnds = 1_000;

/** The moment at which a day is over, milliseconds since 1970-01-01 UTC. Every account is asked about again and again. */
export function endOfDayMs(day: string): number {
  const zone = Temporal.Now.timeZoneId();
  const name = `${day} ${zone}`;
  const known = ends.get(name);
  if (known !== undefined) return known;
  const end = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
  if (ends.size >= mostEnds) ends.clear();
  ends.set(name, end);
  return end;
}
