// The form Holidays: dates on which another service mode holds than the week says.

import { choice, defineForm, type RecordOf, text } from '#forms';

/** A day that there is: 02-29 of every fourth year too. */
const isDate = (value: string): boolean => {
  try {
    Temporal.PlainDate.from(value.length === 5 ? `2024-${value}` : value, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
};

export const holidays = defineForm({
  id: 'holidays',
  title: 'Holidays',
  group: 'Calls and routing',
  help: {
    purpose: 'Lists dates on which the service mode is another than the schedule of the week says.',
    conditions:
      'It holds from midnight to midnight in the time zone of Service Mode, and only while the mode follows the schedule. A date of one year comes before the same day of every year. A change applies to the next call.',
    recommendation: 'Enter fixed holidays once as month and day, and those that move with their year.',
  },
  key: 'date',
  fields: {
    date: text({
      label: 'Date',
      help: 'The day of one year, as 2027-04-05, or of every year, as 12-25.',
      max: 10,
      pattern: /^(\d{4}-)?\d\d-\d\d$/,
      holds: isDate,
      expects: 'a date such as 2027-04-05, or the month and day of every year such as 12-25',
    }),
    name: text({ label: 'Name', help: 'What day it is.', initial: '', max: 64 }),
    mode: choice({
      label: 'Mode',
      help: 'What holds on that day.',
      of: { day: 'Day', night1: 'Night 1', night2: 'Night 2' },
      initial: 'night1',
    }),
  },
});

export type Holiday = RecordOf<typeof holidays>;
