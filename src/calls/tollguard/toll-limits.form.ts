// The form Toll Limits: how many calls, minutes and how much money an extension, a class of service, a trunk or the system may use.

import type { Refusal } from '#base';
import { choice, defineForm, type Look, type RecordOf, text, whole } from '#forms';
import { CLASSES_OF_SERVICE } from '../restriction/permissions.ts';
import { tollCodes } from './toll.codes.ts';

const most = 'How much';
const none = '0: no limit.';
const calls = (label: string, help: string) =>
  whole({ label, help: `${help} ${none}`, section: most, unit: 'calls', min: 0, max: 100_000, initial: 0 });
const minutes = (label: string, help: string) =>
  whole({ label, help: `${help} ${none}`, section: most, unit: 'minutes', min: 0, max: 1_000_000, initial: 0 });
const money = (label: string, help: string) =>
  whole({ label, help: `${help} ${none}`, section: most, unit: 'of the currency', min: 0, max: 1_000_000, initial: 0 });

export const tollLimits = defineForm({
  id: 'toll-limits',
  title: 'Toll Limits',
  group: 'Calls and routing',
  help: {
    purpose:
      'Bounds what calls to the public network may use: at once, within an hour, a day and a weekend, for each extension, class of service, trunk, and the system.',
    conditions:
      'A limit that names one extension, class or trunk stands in place of those for each. An hour and a day are the last 60 minutes and 24 hours, never less; a weekend is from Friday 18:00 to Monday 6:00. A call counts for whoever is behind it: the extension that forwards, not the one that called. Emergency calls do not count.',
    recommendation:
      'Keep a money limit for each extension and for the system that clears calls in progress: only these bound the bill. Give those who must call more a limit of their own.',
  },
  key: 'name',
  first: [
    {
      name: 'extensions',
      scope: 'extension',
      atOnce: 3,
      callsPerHour: 60,
      moneyPerHour: 20,
      moneyPerDay: 30,
      moneyPerWeekend: 30,
    },
    { name: 'system', scope: 'system', moneyPerHour: 250, moneyPerDay: 1_000, moneyPerWeekend: 250 },
  ],
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the limit in refusals, alarms and the audit trail.',
      max: 32,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      expects: '1 to 32 letters, digits and . _ -, the first a letter or digit',
    }),
    scope: choice({
      label: 'For',
      help: 'Whose calls are counted together.',
      of: { extension: 'An extension', class: 'A class of service', trunk: 'A trunk', system: 'The whole system' },
    }),
    which: text({
      label: 'Which one',
      help: 'The extension, the number of the class, or the name of the trunk. Blank: each one by itself.',
      initial: '',
      max: 32,
    }),
    atOnce: calls('Calls at once', 'How many may be set up or in progress at the same time.'),
    callsPerHour: calls('Calls per hour', 'How many may be begun within an hour, answered or not.'),
    minutesPerHour: minutes('Minutes per hour', 'How long may be talked within an hour.'),
    minutesPerDay: minutes('Minutes per day', 'How long may be talked within 24 hours.'),
    minutesPerWeekend: minutes('Minutes per weekend', 'How long may be talked in one weekend.'),
    moneyPerHour: money('Money per hour', 'What may be spent within an hour.'),
    moneyPerDay: money('Money per day', 'What may be spent within 24 hours.'),
    moneyPerWeekend: money('Money per weekend', 'What may be spent in one weekend.'),
    response: choice({
      label: 'When it is reached',
      help: 'Refuse: calls in progress go on at their cost. Clear: those whose next minute would go beyond it are ended before that minute begins. Each raises an alarm; calls at once when they are refused five times within an hour.',
      of: {
        clear: 'Refuse calls, and end those in progress',
        refuse: 'Refuse further calls',
        alarm: 'Raise an alarm alone',
      },
      initial: 'clear',
    }),
  },
  rules: (record, look) => named(record, look),
});

export type TollLimit = RecordOf<typeof tollLimits>;

interface Named {
  readonly scope: 'extension' | 'class' | 'trunk' | 'system';
  readonly which: string;
}

function named({ scope, which }: Named, look: Look): Refusal[] {
  if (which === '') return [];
  const isThere = {
    extension: () => [...look.keys('users-and-services')].includes(which),
    class: () => /^[1-9]\d{0,2}$/.test(which) && Number(which) <= CLASSES_OF_SERVICE,
    trunk: () => [...look.keys('trunks')].includes(which),
    system: () => false,
  }[scope]();
  return isThere ? [] : [tollCodes.refuse('calls.toll-nobody', { which: `${scope} ${which}` }, 'which')];
}
