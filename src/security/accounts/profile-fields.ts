// The fields of a profile: who it is, which tools it opens, and the state of the account.

import { choice, type RecordWith, reference, secret, text, yesNo } from '#forms';
import { makeOneTimePassword } from '../passwords/one-time.ts';
import { isDay } from './day.ts';

/** Users of the audit trail that are no accounts. */
const taken: readonly string[] = ['local', 'system'];

/** The eight states of an account (IAM-4). The first three are set by hand, the others come about. */
export const statusTitles = {
  enabled: 'Enabled',
  'force-new-password': 'Force New Password',
  disabled: 'Disabled',
  'locked-password-error': 'Locked - Password Error',
  'locked-temporary': 'Locked - Temporary',
  'locked-idle': 'Locked - Idle',
  'locked-expired': 'Locked - Expired',
  'locked-password-expired': 'Locked - Password Expired',
} as const;

export type Status = keyof typeof statusTitles;

const tools = 'Access to tools';
const state = 'State';

export const profileFields = {
  loginId: text({
    label: 'Login ID',
    help: 'What is typed at login, in upper or lower case.',
    max: 20,
    pattern: /^[a-z0-9]([a-z0-9._@-]*[a-z0-9])?$/,
    expects: 'at most 20 lower-case letters and digits, with . _ - @ within, and not "local" or "system"',
    tidy: (loginId) => loginId.toLowerCase(),
    holds: (loginId) => !taken.includes(loginId),
  }),
  userName: text({
    label: 'User Name',
    help: 'The name of the person, as in the directory.',
    max: 21,
    pattern: /^[^|]*$/,
    expects: 'text of 1 to 21 characters without |',
  }),
  password: secret({
    label: 'Password',
    help: 'Blank: a one-time password is made, and shown once. It is never shown again, to nobody.',
    min: 1,
    max: 128,
    kept: 'hashed',
    made: () => makeOneTimePassword().reveal(),
  }),
  email: text({
    label: 'Email',
    help: 'Where the person can be reached.',
    max: 254,
    pattern: /^[^\s@]+@[^\s@]+$/,
    expects: 'an address such as anne@example.com',
    initial: '',
  }),
  systemAdministration: yesNo({
    label: 'System Administration',
    help: 'Whether the person may log in to the System Administration Tool. Only root may grant it.',
    section: tools,
    initial: false,
  }),
  adminPolicy: reference({
    label: 'Policy Name',
    help: 'Which forms they see and change there. Needed with System Administration and with Application.',
    section: tools,
    to: 'admin-policies',
    initial: '',
  }),
  groupAdministration: yesNo({
    label: 'Group Administration',
    help: 'Whether the person may log in to the Group Administration Tool.',
    section: tools,
    initial: false,
  }),
  desktop: yesNo({
    label: 'Desktop Tool',
    help: 'Whether the person may log in to the Desktop Tool.',
    section: tools,
    initial: false,
  }),
  application: yesNo({
    label: 'Application',
    help: 'Whether a program may log in with this profile; it sees and changes what the policy says. Only root may grant it.',
    section: tools,
    initial: false,
  }),
  status: choice({
    label: 'Account Status',
    help: 'Enabled, Force New Password and Disabled are set by hand; the locked states come about. Temporary ends by itself, Password Expired with a new password, the others when an administrator sets the account to Enabled; all its timers then begin anew.',
    section: state,
    of: statusTitles,
    marks: {
      'force-new-password': 'weak',
      disabled: 'off',
      'locked-password-error': 'broken',
      'locked-temporary': 'weak',
      'locked-idle': 'broken',
      'locked-expired': 'broken',
      'locked-password-expired': 'weak',
    },
    initial: 'force-new-password',
  }),
  expiryDate: text({
    label: 'Account Expiry Date',
    help: 'The last day on which the account can be used, until 23:59:59 at the place of the system; then it is locked. Blank: none.',
    section: state,
    max: 10,
    pattern: /^\d{4}-\d\d-\d\d$/,
    expects: 'a day such as 2027-01-31',
    holds: isDay,
    initial: '',
  }),
  securityAdministrator: yesNo({
    label: 'Security Administrator',
    help: 'Whether this is the security administrator, who alone changes the security settings and nothing else. It cannot be set.',
    section: state,
    initial: false,
  }),
};

export type Profile = RecordWith<typeof profileFields>;
