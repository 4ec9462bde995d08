// When a line of the scheduler is due: by the clock on the wall, so that a night in which clocks change has one run, not two or none.

import type { Schedule } from './scheduler.form.ts';

type Timing = Pick<Schedule, 'at' | 'days'>;

const dayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** A week, and the day on which it begins again. */
const daysLooked = 8;

/** The last moment at or before `nowMs` at which it was due. */
export const lastDueMs = (timing: Timing, nowMs: number, zone: string): number | undefined =>
  dueOn(timing, nowMs, zone, -1).find((ms) => ms <= nowMs);

/** The first moment after `nowMs` at which it is due. */
export const nextDueMs = (timing: Timing, nowMs: number, zone: string): number | undefined =>
  dueOn(timing, nowMs, zone, 1).find((ms) => ms > nowMs);

/** The moments of a week from today on, forwards or backwards. A time that a day does not have is as much later. */
function dueOn({ at, days }: Timing, nowMs: number, zone: string, step: 1 | -1): number[] {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone).toPlainDate();
  const plainTime = Temporal.PlainTime.from(at);
  return Array.from({ length: daysLooked }, (_, index) => today.add({ days: index * step }))
    .filter(({ dayOfWeek }) => days.some((day) => day === dayNames[dayOfWeek - 1]))
    .map((date) => date.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds);
}
