// The form Interconnect Restriction: which kinds of device may not call which, row by row of the matrix.

import { defineForm, whole } from '#forms';
import { numbersField } from './numbers.ts';
import { INTERCONNECT_NUMBERS } from './permissions.ts';

export const interconnectRestriction = defineForm({
  id: 'interconnect-restriction',
  title: 'Interconnect Restriction',
  group: 'Calls and routing',
  help: {
    purpose: 'Keeps devices of one kind from calling those of another, within the system and over trunks.',
    conditions:
      'Extensions and trunks have an interconnect number each. A row says which numbers cannot be called from its own; without a row everything can. It is checked for whoever calls and for everyone who forwards, against where the call ends. Emergency numbers can always be called. A change applies to the next call.',
    recommendation:
      'Give phones in public rooms, door stations and each trunk to a tenant numbers of their own, and deny what they have no reason to call.',
  },
  key: 'caller',
  fields: {
    caller: whole({
      label: 'Caller',
      help: 'The interconnect number of whoever calls.',
      min: 1,
      max: INTERCONNECT_NUMBERS,
    }),
    denied: numbersField({
      label: 'Denied',
      help: 'The interconnect numbers that it cannot call, as numbers and ranges. Blank: it can call all.',
      most: INTERCONNECT_NUMBERS,
    }),
  },
});
