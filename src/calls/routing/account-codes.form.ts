// The form Account Codes: codes that people dial in front of a number, for whom or what a call is made.

import { randomSecret } from '#base';
import { defineForm, secret, whole, yesNo } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { CLASSES_OF_RESTRICTION, CLASSES_OF_SERVICE } from '../restriction/permissions.ts';
import { nameField } from './names.ts';

const madeDigits = 8;

export const accountCodes = defineForm({
  id: 'account-codes',
  title: 'Account Codes',
  group: 'Calls and routing',
  help: {
    purpose:
      'Lists the account codes that are known: who dials one makes the call on its account, and with its permissions where it has any.',
    conditions:
      'The access code of Numbering is dialled, the account code, * and the number. Which classes of service need a code is said there. Records show the name of a code, never the code. A code counts for the call of whoever dialled it alone, not for one that an extension forwards. A change applies to the next call.',
    recommendation:
      'Let the system make the code, one for each person, and switch off those that nobody uses any more. Two records must not have the same code.',
  },
  key: 'name',
  fields: {
    name: nameField({ help: 'Names the account in records of calls.' }),
    enabled: yesNo({ label: 'Enabled', help: 'No makes the code unknown.', initial: true }),
    code: secret({
      label: 'Code',
      help: '4 to 12 digits. Made at random and shown once when none is given; setting it to blank makes a new one.',
      min: 4,
      max: 12,
      made: () => randomSecret(madeDigits, '0123456789'),
    }),
    serviceClass: whole({
      label: 'Class of service',
      help: 'What counts instead of the class of whoever dials. 0: theirs does.',
      min: 0,
      max: CLASSES_OF_SERVICE,
      initial: 0,
    }),
    restrictionClass: whole({
      label: 'Class of restriction',
      help: 'What counts instead of the class of whoever dials. 0: theirs does.',
      min: 0,
      max: CLASSES_OF_RESTRICTION,
      initial: 0,
    }),
  },
  secretRules: (_, clear) =>
    /^\d{4,12}$/.test(clear.reveal()) ? [] : [callsFormCodes.refuse('calls.account-code-shape', {}, 'code')],
});
