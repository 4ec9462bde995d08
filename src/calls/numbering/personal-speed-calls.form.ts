// The form Personal Speed Calls: numbers that one extension dials by two digits.

import { defineForm, text } from '#forms';
import { entryField, entryFits, ofExtension } from '../stations/entries.ts';
import { speedNumber } from './speed-calls.form.ts';

export const personalSpeedCalls = defineForm({
  id: 'personal-speed-calls',
  title: 'Personal Speed Calls',
  group: 'Phones and people',
  help: {
    purpose: 'Lists numbers that one extension can dial by a code and two digits.',
    conditions:
      'The code for personal speed calls of Numbering is dialled, and the two digits. The call is then what it would be if the number had been dialled. An extension can be deleted once it has no entries here. A change applies to the next call.',
    recommendation: 'Keep numbers that everybody calls in Speed Calls instead.',
  },
  key: 'entry',
  fields: {
    entry: entryField({
      help: 'The extension, a dash and the two digits that are dialled after the code: 201-05.',
      place: /[0-9]{2}/,
      expects: 'an extension, a dash and two digits, such as 201-05',
    }),
    extension: ofExtension('Whose entry it is: the extension in front of the dash.'),
    name: text({ label: 'Name', help: 'Who is called.', max: 64, initial: '' }),
    number: speedNumber,
  },
  rules: entryFits,
});
