// The form Time Periods: stretches of the week, by name, for the schedule of day and night and for route plans.

import { choices, defineForm, type RecordOf, text } from '#forms';

const time = (label: string, help: string) =>
  text({
    label,
    help,
    min: 5,
    max: 5,
    tidy: (value) => (/^\d:\d\d$/.test(value) ? `0${value}` : value),
    pattern: /^([01]\d|2[0-3]):[0-5]\d$/,
    expects: 'a time of day from 00:00 to 23:59, such as 08:30',
  });

export const timePeriods = defineForm({
  id: 'time-periods',
  title: 'Time Periods',
  group: 'Calls and routing',
  help: {
    purpose: 'Names stretches of the week, such as office hours, for Service Mode and Route Plans.',
    conditions:
      'Times are those of the time zone in Service Mode. A period that ends when it begins, or earlier, goes on into the next day and belongs to the day on which it begins. A change applies to the next call.',
    recommendation:
      'Keep one period for each set of hours that somebody would name: office hours, Saturday morning, night shift.',
  },
  key: 'name',
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the period in Service Mode and Route Plans.',
      max: 32,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      expects: '1 to 32 letters, digits and . _ -, the first a letter or digit',
    }),
    days: choices({
      label: 'Days',
      help: 'The days of the week on which it begins.',
      of: {
        ...{ mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday' },
        ...{ sat: 'Saturday', sun: 'Sunday' },
      },
      initial: ['mon', 'tue', 'wed', 'thu', 'fri'],
      min: 1,
    }),
    from: time('From', 'When it begins.'),
    to: time('To', 'When it ends: this minute is no longer part of it. 00:00 is midnight.'),
  },
});

export type TimePeriod = RecordOf<typeof timePeriods>;
