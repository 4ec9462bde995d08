// What the forms of emergency numbers and settings hold, without their rules: the rules of other forms look at them too.

import { choice, defineForm, digits, type RecordOf, text, whole, yesNo } from '#forms';
import { type Country, countries } from './numbers-by-country.ts';

const listed = Object.entries(countries).map(([code, { name, numbers }]) => [
  code,
  `${name}: ${numbers.map(([number]) => number).join(', ')}`,
]);
// Each entry has the code of its country, and all are there.
const choices = Object.fromEntries(listed) as Record<Country, string>;

const tidyPrefixes = (value: string): string => [...new Set(value.split(/[\s,;]+/))].join(' ');

export const settingsShape = defineForm({
  id: 'emergency-settings',
  title: 'Emergency Settings',
  group: 'Calls and routing',
  help: {
    purpose:
      'Says in which country the system stands, behind which prefixes its emergency numbers are reached too, and how people in the house are told of an emergency call.',
    conditions:
      'Every phone reaches the emergency numbers of the country, and 112 and 911, whatever is locked, restricted or limited. None of them may be, begin or begin with an extension number or a feature code; what stands in the way is named when this is saved. A change applies to the next call.',
    recommendation:
      'Choose the country first, and dial no more prefixes than people use. Let alarms go by email to somebody who is there at all hours, and keep the daily self-test in the Scheduler.',
  },
  single: true,
  fields: {
    country: choice({
      label: 'Country',
      help: 'Where the system stands: its numbers are emergency numbers here. Not chosen: 112 and 911 alone.',
      section: 'Numbers',
      of: { none: 'Not chosen: 112, 911', ...choices },
      initial: 'none',
    }),
    prefixes: text({
      label: 'Outside prefixes',
      help: 'What people dial for an outside line, separated by blanks: behind each of them emergency numbers are reached too. Without a prefix they always are. Blank: only without.',
      section: 'Numbers',
      initial: '9 0',
      blank: true,
      max: 19,
      tidy: tidyPrefixes,
      pattern: /^\d{1,3}( \d{1,3}){0,4}$/,
      expects: 'at most 5 prefixes of 1 to 3 digits, separated by blanks',
    }),
    severity: choice({
      label: 'Severity',
      help: 'How urgent the alarm of an emergency call is. Alarm Delivery says from which severity on somebody is told.',
      section: 'Who is told',
      of: { critical: 'Critical', major: 'Major' },
      initial: 'critical',
    }),
    noticeMinutes: whole({
      label: 'Alarm after the call',
      help: 'How long the alarm stays after the call has ended, unless somebody acknowledges it.',
      section: 'Who is told',
      unit: 'minutes',
      min: 60,
      max: 10_080,
      initial: 60,
    }),
  },
});

export type EmergencySettings = RecordOf<typeof settingsShape>;

export const numbersShape = defineForm({
  id: 'emergency-numbers',
  title: 'Emergency Numbers',
  group: 'Calls and routing',
  help: {
    purpose:
      'Adds emergency numbers to those of the country, such as that of the site’s own guard, and says by which route and with which digits one leaves.',
    conditions:
      'The numbers of the country in Emergency Settings, 112 and 911 are emergency numbers without a record here; a record with the same number takes the place of theirs. Calls go by the route, and by every other trunk when that fails. A route that is deleted later is passed over.',
    recommendation:
      'Name a route whose trunk keeps a channel for emergency calls and tells the provider the right number. Run `ringfence emergency test` after each change.',
  },
  key: 'number',
  fields: {
    number: digits({
      label: 'Number',
      help: 'As it is dialled, without an outside prefix.',
      min: 2,
      max: 6,
    }),
    name: text({
      label: 'Who answers',
      help: 'Who is reached, such as Police; told with each call. Blank: as the country’s table says.',
      max: 64,
      initial: '',
    }),
    enabled: yesNo({
      label: 'Enabled',
      help: 'No makes it a number like any other, also where the country’s table has it. 112 and 911 cannot be switched off.',
      initial: true,
    }),
    route: text({
      label: 'Route',
      help: 'The key of a record of Routes or Route Lists. Blank: the first trunk that is up.',
      section: 'Way out',
      max: 64,
      initial: '',
    }),
    digits: text({
      label: 'Digits sent',
      help: 'What is sent to the trunk. Blank: the number itself; of 112 and 911, where the country has others, its first one.',
      section: 'Way out',
      max: 20,
      initial: '',
      pattern: /^\+?\d{2,19}$/,
      expects: '2 to 19 digits, with or without + before them',
    }),
  },
});

export type EmergencyNumberRecord = RecordOf<typeof numbersShape>;
