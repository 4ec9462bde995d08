// The form Route Plans: which way calls take by day and by night, and within single periods of the week.

import type { Refusal } from '#base';
import { defineForm, type RecordOf, reference } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { nameField } from './names.ts';
import { listField, oneWay, routeField } from './one-way.ts';

const ways = (when: string, section: string) =>
  [
    routeField({
      label: `Route ${when}`,
      help: `The route that calls take ${when}. Blank with the list blank: they are refused.`,
      section,
    }),
    listField({
      label: `Route list ${when}`,
      help: `The routes that are tried ${when}, instead of a single one.`,
      section,
    }),
  ] as const;
const period = (which: string, section: string) =>
  reference({
    label: `${which} period`,
    help: 'A period of Time Periods in which another way holds than the service mode says. Blank: none.',
    section,
    to: 'time-periods',
    initial: '',
  });

const [dayRoute, dayList] = ways('by day', 'Service mode');
const [night1Route, night1List] = ways('in night 1', 'Service mode');
const [night2Route, night2List] = ways('in night 2', 'Service mode');
const [period1Route, period1List] = ways('in the first period', 'Periods');
const [period2Route, period2List] = ways('in the second period', 'Periods');
const [period3Route, period3List] = ways('in the third period', 'Periods');

export const routePlans = defineForm({
  id: 'route-plans',
  title: 'Route Plans',
  group: 'Calls and routing',
  help: {
    purpose: 'Sends calls another way at another time: by service mode, and more finely by periods of the week.',
    conditions:
      'The first period in which the call falls decides, otherwise the service mode does. Where the way is blank, calls are refused at that time. Periods go by the week alone, on holidays too. A change applies to the next call.',
    recommendation:
      'Leave night 1 and night 2 blank for numbers that nobody needs at night, such as international ones.',
  },
  key: 'name',
  fields: {
    name: nameField({ help: 'Names the plan in Digits Dialled.', section: 'Plan' }),
    ...{ dayRoute, dayList, night1Route, night1List, night2Route, night2List },
    period1: period('First', 'Periods'),
    ...{ period1Route, period1List },
    period2: period('Second', 'Periods'),
    ...{ period2Route, period2List },
    period3: period('Third', 'Periods'),
    ...{ period3Route, period3List },
  },
  rules: (record) => [
    ...oneWay({ dayRoute: record.dayRoute, dayList: record.dayList }, false),
    ...oneWay({ night1Route: record.night1Route, night1List: record.night1List }, false),
    ...oneWay({ night2Route: record.night2Route, night2List: record.night2List }, false),
    ...inPeriod(record.period1, { period1Route: record.period1Route, period1List: record.period1List }),
    ...inPeriod(record.period2, { period2Route: record.period2Route, period2List: record.period2List }),
    ...inPeriod(record.period3, { period3Route: record.period3Route, period3List: record.period3List }),
  ],
});

export type RoutePlan = RecordOf<typeof routePlans>;

/** A way without its period would never be taken. */
function inPeriod(name: string, given: Readonly<Record<string, string>>): Refusal[] {
  const [field, way] = Object.entries(given).find(([, named]) => named !== '') ?? [];
  if (name !== '' || field === undefined) return oneWay(given, false);
  return [callsFormCodes.refuse('calls.way-without-period', { way: way ?? '' }, field)];
}
