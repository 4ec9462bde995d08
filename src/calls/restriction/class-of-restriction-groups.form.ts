// The form Class of Restriction Groups: who is barred from the routes that name the group.

import { defineForm, type RecordOf, text, whole } from '#forms';
import { numbersField } from './numbers.ts';
import { CLASSES_OF_RESTRICTION } from './permissions.ts';

export const restrictionGroups = defineForm({
  id: 'class-of-restriction-groups',
  title: 'Class of Restriction Groups',
  group: 'Calls and routing',
  help: {
    purpose: 'Says which classes of restriction are barred from a route: those of the group that the route names.',
    conditions:
      'Extensions and trunks have a class for day, night 1 and night 2. Whoever has a barred class hears that the number is unobtainable, and the call is on record. Of a forwarded call the class of the extension that forwarded it counts. Emergency numbers are never barred. A change applies to the next call.',
    recommendation:
      'Make a group for each kind of number (national, mobile, international, premium), and bar every class that has no need of it.',
  },
  key: 'number',
  fields: {
    number: whole({ label: 'Number', help: 'The number of the group, which routes name.', min: 1, max: 64 }),
    name: text({ label: 'Name', help: 'What the group bars from, such as international.', initial: '', max: 32 }),
    members: numbersField({
      label: 'Barred classes',
      help: 'The classes of restriction that may not use the routes of this group, as numbers and ranges. Blank: nobody is barred.',
      most: CLASSES_OF_RESTRICTION,
    }),
  },
});

export type RestrictionGroup = RecordOf<typeof restrictionGroups>;
