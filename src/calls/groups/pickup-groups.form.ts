// The form Pickup Groups: who may take the calls that ring at whose phone.

import { limits } from '#base';
import { defineForm, digits, type RecordOf, references, text } from '#forms';

export const pickupGroups = defineForm({
  id: 'pickup-groups',
  title: 'Pickup Groups',
  group: 'Phones and people',
  help: {
    purpose: 'Lists groups of extensions of which each may take the calls that ring at another.',
    conditions:
      'An extension may stand in several groups. Who shares no group with an extension may take its calls only with Directed Call Pickup in their class of service. A change applies to the next call.',
    recommendation: 'Put people who sit together into one group. Whoever may take a call also sees who is calling.',
  },
  key: 'number',
  fields: {
    number: digits({ label: 'Number', help: 'Names the group to administrators.', min: 1, max: 4 }),
    name: text({ label: 'Name', help: 'What the group is for.', max: 64, initial: '' }),
    members: references({
      label: 'Members',
      help: 'The extensions of which each may take the calls of the others.',
      to: 'users-and-services',
      max: limits.calls.pickupMembers,
    }),
  },
});

export type PickupGroup = RecordOf<typeof pickupGroups>;
