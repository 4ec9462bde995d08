// Days of the calendar, as 2027-01-31, at the place of the system.

/** True of a day that there is. */
export function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** The moment at which a day is over, milliseconds since 1970-01-01 UTC. */
export function endOfDayMs(day: string): number {
  const next = Temporal.PlainDate.from(day).add({ days: 1 });
  return next.toZonedDateTime(Temporal.Now.timeZoneId()).epochMilliseconds;
}
