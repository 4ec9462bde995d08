// The form Service Mode: whether day, night 1 or night 2 holds, by the schedule or fixed by hand.

import { choice, defineForm, type RecordOf, reference, text } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';

const period = (label: string, help: string) =>
  reference({ label, help: `${help} Blank: none.`, section: 'Schedule', to: 'time-periods', initial: '' });
const dayHelp = 'A period of Time Periods in which day holds.';
const nightHelp = 'A period of Time Periods in which night 2 holds, also where a period of the day says otherwise.';

function isTimeZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

export const serviceMode = defineForm({
  id: 'service-mode',
  title: 'Service Mode',
  group: 'Calls and routing',
  help: {
    purpose:
      'Says whether day, night 1 or night 2 holds: classes of service and restriction, route plans and inbound numbers go by it.',
    conditions:
      'By schedule, night 2 holds in its periods, day in the periods of the day, and night 1 for the rest; Holidays come before both. Fixed, a mode holds until somebody chooses another, here or with a code of Numbering at a phone whose class of service allows it. A change applies to the next call.',
    recommendation:
      'Let the schedule choose, with stricter classes of restriction at night: most toll fraud happens on nights and weekends.',
  },
  single: true,
  fields: {
    chosenBy: choice({
      label: 'Chosen by',
      help: 'The schedule below, or a mode that is fixed by hand.',
      section: 'Mode',
      of: { schedule: 'Schedule', day: 'Fixed: day', night1: 'Fixed: night 1', night2: 'Fixed: night 2' },
      initial: 'day',
    }),
    timeZone: text({
      label: 'Time zone',
      help: 'The zone of the site by its IANA name; summer time is kept as it says.',
      section: 'Mode',
      initial: 'UTC',
      blank: false,
      max: 64,
      pattern: /^[A-Za-z][A-Za-z0-9_+/-]*$/,
      holds: isTimeZone,
      expects: 'an IANA name of a time zone, such as Europe/Berlin',
    }),
    dayPeriod1: period('Day, first period', dayHelp),
    dayPeriod2: period('Day, second period', dayHelp),
    dayPeriod3: period('Day, third period', dayHelp),
    dayPeriod4: period('Day, fourth period', dayHelp),
    night2Period1: period('Night 2, first period', nightHelp),
    night2Period2: period('Night 2, second period', nightHelp),
    night2Period3: period('Night 2, third period', nightHelp),
    night2Period4: period('Night 2, fourth period', nightHelp),
  },
  rules: ({ chosenBy, dayPeriod1, dayPeriod2, dayPeriod3, dayPeriod4 }) =>
    chosenBy === 'schedule' && [dayPeriod1, dayPeriod2, dayPeriod3, dayPeriod4].every((name) => name === '')
      ? [callsFormCodes.refuse('calls.schedule-empty', {}, 'chosenBy')]
      : [],
});

export type ServiceModeRecord = RecordOf<typeof serviceMode>;
