// The form Speed Calls: numbers that everybody dials by three digits. What may be called stays what it is.

import { defineForm, digits, text } from '#forms';
import { dialledNumber, NUMBER_AS_DIALLED } from './dialled-number.ts';

/** The number of a speed call, in both forms alike. */
export const speedNumber = text({
  label: 'Number',
  help: 'What is dialled: an extension, or a number of the public network as it would be dialled.',
  max: 24,
  pattern: dialledNumber,
  expects: NUMBER_AS_DIALLED,
});

export const speedCalls = defineForm({
  id: 'speed-calls',
  title: 'Speed Calls',
  group: 'Calls and routing',
  help: {
    purpose: 'Lists numbers that every extension can dial by a code and three digits.',
    conditions:
      'The code for speed calls of Numbering is dialled, and the three digits. The call is then what it would be if the number had been dialled by whoever calls: their class of restriction, account codes and the toll guard hold for it. A change applies to the next call.',
    recommendation: 'List what many people call. A number that a class is barred from stays barred to it here.',
  },
  key: 'index',
  fields: {
    index: digits({ label: 'Digits', help: 'What is dialled after the code: 000 to 999.', min: 3, max: 3 }),
    name: text({ label: 'Name', help: 'Who is called.', max: 64, initial: '' }),
    number: speedNumber,
  },
});
