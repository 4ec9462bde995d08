// The view of second factors (IAM-7): who has which; lost ones are removed here.

import { choice, defineView, moment, type RecordOf, text } from '#forms';

export const factorTitles = { totp: 'One-time code', passkey: 'Passkey', recovery: 'Recovery codes' } as const;

export const secondFactorsView = defineView({
  id: 'second-factors',
  title: 'Second Factors',
  group: 'Security',
  key: 'id',
  duty: 'security',
  help: {
    purpose: 'With what people prove themselves beside their password: one-time codes, passkeys, recovery codes.',
    conditions:
      'Everybody sets up their own in My account, where the password is asked for; nobody ever sees their secrets again. The security administrator removes what was lost, which ends the sessions of the account; its person is told at the next login, and where the policy requires a second factor must set up another one at once. The owner of the machine can do the same with ringfence user reset-factors.',
    recommendation:
      'Before you remove one, make sure that it is its person who asks: call back, or meet. Whoever asks may have the password already.',
  },
  fields: {
    id: text({ label: 'ID', help: 'Names it here and in the audit trail.', max: 32 }),
    user: text({ label: 'Login ID', help: 'Whose it is.', max: 20 }),
    kind: choice({ label: 'Kind', help: 'What it is.', of: factorTitles, initial: 'totp' }),
    name: text({ label: 'Name', help: 'How its person calls it.', max: 60, initial: '' }),
    made: moment({ label: 'Made', help: 'Since when it holds.' }),
    lastUsed: moment({ label: 'Last used', help: 'When somebody last logged in with it.', initial: '' }),
  },
  actions: {
    remove: {
      label: 'Remove',
      help: 'It is worth nothing from then on, and the sessions of the account end.',
      confirm: 'Remove this second factor? Its person is told at the next login.',
    },
  },
});

export type SecondFactorRecord = RecordOf<typeof secondFactorsView>;
