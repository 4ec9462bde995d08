// The form Digit Modification: what a route makes of the digits that were dialled.

import { defineForm, text, whole } from '#forms';

export const digitModification = defineForm({
  id: 'digit-modification',
  title: 'Digit Modification',
  group: 'Calls and routing',
  help: {
    purpose:
      'Says how a route changes what was dialled before it goes out: digits taken off in front, others put there.',
    conditions:
      'Digits are deleted first, then others are inserted. With outside prefix 9 and 9004989123 dialled, deleting 1 sends 004989123; deleting 3 and inserting + sends +4989123. What Class of Restriction and the toll guard judge is the number that was dialled and the one that is sent. A change applies to the next call.',
    recommendation:
      'Delete the outside prefix, and leave the form of numbers to the number format of the trunk. Insert the prefix of a carrier only where the provider asks for it.',
  },
  key: 'number',
  fields: {
    number: whole({ label: 'Number', help: 'The number of the modification, which routes name.', min: 1, max: 999 }),
    delete: whole({
      label: 'Digits to delete',
      help: 'How many digits are taken off in front. Of a shorter number nothing is left.',
      unit: 'digits',
      min: 0,
      max: 20,
      initial: 0,
    }),
    insert: text({
      label: 'Digits to insert',
      help: 'What is put in front of the rest, such as 0049. Blank: nothing.',
      initial: '',
      max: 20,
      pattern: /^\+?[0-9*#]+$|^\+$/,
      expects: 'digits, * and #, or a + in front of them',
    }),
  },
});
