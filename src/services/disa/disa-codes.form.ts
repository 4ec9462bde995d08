// The form DISA Codes: who may dial on from outside, each with a code of their own. Its law: whoever uses a code calls with the permissions of its
// owner, and no two are the same person's unless somebody made them so.

import { type Refusal, type Secret, whyWeakPin } from '#base';
import { defineForm, type RecordOf, reference, secret, text, yesNo } from '#forms';
import { attendantCodes } from '../attendant/attendant.codes.ts';

const shape = { fewest: 6, most: 12 } as const;
const section = 'Code';

export const disaCodes = defineForm({
  id: 'disa-codes',
  title: 'DISA Codes',
  group: 'Voicemail',
  help: {
    purpose: 'Lists the codes of people who may dial on from outside.',
    conditions:
      'A code stands for an extension: its calls go out with the class of service and of restriction of that extension, under its limits of the toll guard. A disabled extension has no code.',
    recommendation: 'Give each person a code of their own with eight digits or more, and delete it when they leave.',
  },
  key: 'name',
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the code to administrators and in the audit trail.',
      section,
      max: 32,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      expects: '1 to 32 letters, digits and . _ -, the first a letter or digit',
    }),
    owner: reference({
      label: 'Owner',
      help: 'The extension with whose permissions calls are made.',
      section,
      to: 'users-and-services',
    }),
    code: secret({
      label: 'Code',
      help: '6 to 12 digits: not repeated, no run, not the extension.',
      section,
      min: shape.fewest,
      max: shape.most,
    }),
    enabled: yesNo({ label: 'Enabled', help: 'No keeps the code, and takes it from nobody.', section, initial: true }),
  },
  secretRules: (_, clear, { owner }) => codeFits(clear, owner),
  rules: ({ code, enabled }) =>
    code || !enabled ? [] : [attendantCodes.refuse('services.disa-code-missing', {}, 'code')],
});

export type DisaCode = RecordOf<typeof disaCodes>;

const weak = {
  ...{ shape: 'anything but 6 to 12 digits', repeats: 'the same digits over and over' },
  ...{ run: 'a run of digits', number: 'the extension' },
} as const;

function codeFits(clear: Secret, owner: string): Refusal[] {
  const why = whyWeakPin(clear.reveal(), shape, [owner]);
  return why === undefined ? [] : [attendantCodes.refuse('services.disa-code-weak', { why: weak[why] }, 'code')];
}
