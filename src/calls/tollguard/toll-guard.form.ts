// The form Toll Guard: what calls are assumed to cost, what counts as unusual, and what is done about it.

import { defineForm, type RecordOf, text, whole, yesNo } from '#forms';
import { rangeOf } from './countries.ts';

const money = 'Money';
const unusual = 'What is unusual';
const response = 'What is done';

/** Money is counted in ten-thousandths of the currency: tariffs have so many digits. */
export const PER_UNIT = 10_000;
const ofUnit = 'ten-thousandths of the currency';

const cost = (label: string, help: string, initial: number) =>
  whole({ label, help, section: money, unit: ofUnit, min: 0, max: 10_000_000, initial });
const score = (label: string, help: string, initial: number) =>
  whole({ label, help, section: unusual, unit: 'points', min: 0, max: 100, initial });
const from = (label: string, help: string, initial: number) =>
  whole({ label, help, section: response, unit: 'points', min: 0, max: 400, initial });

export const tollGuard = defineForm({
  id: 'toll-guard',
  title: 'Toll Guard',
  group: 'Calls and routing',
  help: {
    purpose:
      'Watches every call to the public network while it is set up and while it goes on, so that nobody who got hold of a secret, or of a forwarded phone, runs up a bill.',
    conditions:
      'It judges what Class of Restriction has let pass; emergency calls are never asked about. Countries are opened in Toll Countries, prices stand in Toll Tariffs, limits in Toll Limits; blocks are seen and released in Toll Blocks. Each started minute is counted before it begins. What was spent is kept over restarts.',
    recommendation:
      'Leave it on. Import the tariffs of your provider, so that limits are of real money. Have alarms sent to where somebody looks at weekends, and run `ringfence toll simulate` after each change.',
  },
  single: true,
  fields: {
    enabled: yesNo({
      label: 'Enabled',
      help: 'No lets every call pass and ends none; what is spent is counted all the same.',
      initial: true,
    }),
    homeCountry: text({
      label: 'Home country code',
      help: 'The country code of this site, such as 49: calls within it are national, and the country is open. Where countries share a code, with an area code of the own country, such as 1416.',
      initial: '49',
      blank: false,
      max: 7,
      tidy: (value) => value.replace(/^(\+|00)/, ''),
      pattern: /^[1-9]\d{0,6}$/,
      expects: 'a country code that is in use, such as 49',
      holds: (value) => rangeOf(`+${value}`)?.isWhole === true,
    }),
    currency: text({
      label: 'Currency',
      help: 'The currency of tariffs and limits, by its three letters.',
      section: money,
      initial: 'EUR',
      blank: false,
      max: 3,
      tidy: (value) => value.toUpperCase(),
      pattern: /^[A-Z]{3}$/,
      expects: 'three letters, such as EUR',
    }),
    assumedNational: cost(
      'Assumed, national',
      'What a minute within the country costs where no tariff says it.',
      1_000,
    ),
    assumedInternational: cost(
      'Assumed, international',
      'What a minute to another country, or to a shared-cost number, costs where no tariff says it.',
      5_000,
    ),
    assumedPremium: cost(
      'Assumed, premium',
      'What a minute to premium numbers, satellites and revenue-share destinations costs where no tariff says it. Assume too much rather than too little.',
      50_000,
    ),
    assumedOther: cost(
      'Assumed, other numbers',
      'What a minute to a number costs that is none of the public network’s full numbers: directory enquiries and other short numbers. 0 where a trunk leads to another system of yours.',
      20_000,
    ),
    learning: yesNo({
      label: 'Learn behaviour',
      help: 'Whether the system learns which countries, hours and volumes are usual for each extension, and scores what is not.',
      section: unusual,
      initial: true,
    }),
    learningDays: whole({
      label: 'Learning time',
      help: 'How long an extension is watched before an unusual hour or volume counts.',
      section: unusual,
      unit: 'days',
      min: 1,
      max: 90,
      initial: 14,
    }),
    firstCountryScore: score(
      'First call to a country',
      'For a call to another country that the extension has never called.',
      40,
    ),
    unusualHourScore: score(
      'Unusual hour',
      'For a call in an hour of the week in which the extension has not called within the last 60 days, nor in those beside it.',
      20,
    ),
    shortCallsScore: score(
      'Many short calls',
      'For a call after ten answered ones in succession, within an hour, of which none lasted 20 seconds.',
      50,
    ),
    volumeScore: score(
      'Jump in volume',
      'For a call beyond ten within an hour, where that is more than four times what is usual for the extension.',
      40,
    ),
    alarmFrom: from('Alarm from', 'From which score an alarm is raised. 0: never.', 50),
    accountCodeFrom: from(
      'Account code from',
      'From which score a call needs an account code. 0: never. Account codes must have been given out.',
      0,
    ),
    blockExtensionFrom: from(
      'Block extension from',
      'From which score the call is refused and the extension gets no further call to the public network but emergency calls. 0: never.',
      90,
    ),
    blockTrunkFrom: from(
      'Block trunk from',
      'From which score the call is refused and its trunk carries no further outgoing call but emergency calls. 0: never.',
      0,
    ),
    clearFrom: from(
      'Clear calls from',
      'From which score the call is refused and the calls of the extension that are in progress on trunks are ended. 0: never.',
      90,
    ),
    blockMinutes: whole({
      label: 'Blocks last',
      help: 'How long a block lasts. 0: until an administrator releases it in Toll Blocks.',
      section: response,
      unit: 'minutes',
      min: 0,
      max: 43_200,
      initial: 0,
    }),
  },
});

export type TollGuardSettings = RecordOf<typeof tollGuard>;
