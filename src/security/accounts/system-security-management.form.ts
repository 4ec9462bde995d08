// System Security Management: how people log in, what their passwords must be, what happens to guessers, how long sessions last.

import type { Refusal, Secret } from '#base';
import { choice, defineForm, type RecordOf, secret, text, whole, yesNo } from '#forms';
import { oneTimeLength } from '../passwords/one-time.ts';
import { securityCodes } from '../security.codes.ts';

const bannerText = `This is a private telephone system.
It is for authorised use only. What is done here is recorded and may be examined.
By going on you agree to that. If you are not authorised, leave now.`;

const login = 'Login';
const passwords = 'Passwords';
const failures = 'Failed logins';
const sessions = 'Sessions';

export const systemSecurityManagement = defineForm({
  id: 'system-security-management',
  title: 'System Security Management',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose:
      'How people log in to the tools: the banner, what a password must be, what happens after failed logins, and how long a session lasts.',
    conditions:
      'Only the security administrator changes this form. Rules for passwords apply to passwords that are set from then on; everything else applies at once. A password that meets a stronger rule meets every weaker one. Every login, logout and refused login is in the audit trail, whatever is set here.',
    recommendation:
      'Leave the initial values, or make them stricter: a strong password, and the banner that your security policy asks for. Forced changes of passwords at fixed times do little for security: they are initially as rare as the security profile Medium permits.',
  },
  fields: {
    loginBanner: yesNo({
      label: 'Login Banner',
      help: 'Whether the banner text must be accepted before the login page. It is shown again at logout.',
      section: login,
      initial: false,
    }),
    bannerText: text({
      label: 'Banner Text',
      help: 'What people accept. Take it from your security policy; this one is an example.',
      section: login,
      max: 2_000,
      lines: 40,
      blank: true,
      initial: bannerText,
    }),
    securityAdministratorSecondFactor: yesNo({
      label: 'Second Factor of the Security Administrator',
      help: 'Whether the security administrator must prove itself with a one-time code or a passkey beside its password. Of everybody else, Admin Policies say it.',
      section: login,
      initial: false,
    }),
    passwordStrength: choice({
      label: 'Password Strength',
      help: 'Weak: at least 6 characters. Medium: at least 7. Strong: at least 15, two each of upper-case letters, lower-case letters, digits and special characters. No password may hold the login ID, forwards or backwards, be the current one, or be one that many people use. Initially Medium, where others begin with Weak.',
      section: passwords,
      of: { weak: 'Weak', medium: 'Medium', strong: 'Strong' },
      initial: 'medium',
    }),
    passwordComplexity: choice({
      label: 'Minimum Password Complexity',
      help: 'Of how many kinds a password must have characters (upper case, lower case, digits, special characters). Low: any. Medium: two. High: three. With Medium and High no character may come twice in a row.',
      section: passwords,
      of: { low: 'Low', medium: 'Medium', high: 'High' },
      initial: 'medium',
    }),
    minimumPasswordLength: whole({
      label: 'Minimum Password Length',
      help: 'The least number of characters, where it is more than the password strength asks for.',
      section: passwords,
      min: 6,
      max: oneTimeLength,
      initial: 9,
      unit: 'characters',
    }),
    previousPasswordLimit: whole({
      label: 'Previous Password Limit',
      help: 'How many passwords before the current one may not be used again. 0: only the current one may not.',
      section: passwords,
      min: 0,
      max: 24,
      initial: 24,
      unit: 'passwords',
    }),
    passwordChangePeriodDays: whole({
      label: 'Password Expiry Interval',
      help: 'After how many days a password expires. Whoever logs in then must choose another at once; until that the account is "Locked - Password Expired". 0: never; the security profile Medium asks for any other number.',
      section: passwords,
      min: 0,
      max: 365,
      initial: 365,
      unit: 'days',
    }),
    expiryReminderDays: whole({
      label: 'Expiry Reminder Time',
      help: 'How many days before a password or an account expires its person is told at login.',
      section: passwords,
      min: 0,
      max: 365,
      initial: 28,
      unit: 'days',
    }),
    passwordRejectLimit: whole({
      label: 'Password Reject Limit',
      help: 'After how many failed logins of one account within ten minutes the reject action is taken. 0: never.',
      section: failures,
      min: 0,
      max: 255,
      initial: 3,
      unit: 'failed logins',
    }),
    passwordRejectAction: choice({
      label: 'Password Reject Action',
      help: 'What is done at the reject limit. To whoever tries, a locked account looks like a wrong password. The security administrator and the last root administrator are only ever locked for a time.',
      section: failures,
      of: {
        none: 'No Action',
        log: 'Log to Audit Trail',
        'log-disable-temporarily': 'Log and Temporary Disable',
        'log-disable': 'Log and Disable Account',
      },
      initial: 'log-disable-temporarily',
    }),
    temporaryLockMinutes: whole({
      label: 'Temporary Disable Time',
      help: 'How long Log and Temporary Disable locks an account.',
      section: failures,
      min: 1,
      max: 1_440,
      initial: 10,
      unit: 'minutes',
    }),
    accountIdleDays: whole({
      label: 'Account Idle Time',
      help: 'After how many days without a login an account is locked until an administrator enables it. 0: never; the security profile Medium asks for any other number. The security administrator and the last root administrator are spared.',
      section: failures,
      min: 0,
      max: 365,
      initial: 90,
      unit: 'days',
    }),
    userSessionInactivityMinutes: whole({
      label: 'User Session Inactivity Period',
      help: 'After how many minutes without anything done a session ends. However busy, it ends after a day.',
      section: sessions,
      min: 1,
      max: 1_440,
      initial: 15,
      unit: 'minutes',
    }),
    sessionsSystemAdministration: sessionLimit('System Administration Tool', 5),
    sessionsGroupAdministration: sessionLimit('Group Administration Tool', 5),
    sessionsDesktop: sessionLimit('Desktop Tool', 10),
    sessionsApplication: sessionLimit('Applications', 10),
    sessionsPerAccount: whole({
      label: 'Sessions per Account',
      help: 'How many sessions one account may have at once, of all tools.',
      section: sessions,
      min: 1,
      max: 100,
      initial: 5,
      unit: 'sessions',
    }),
    phoneAdministratorPasscode: secret({
      label: 'Phone Administrator Passcode',
      help: 'Protects the advanced settings on the telephones: 4 to 10 digits. Use all ten; a run such as 1234 or one digit over and over is refused. Blank: none is given to the telephones.',
      section: 'Telephones',
      min: 4,
      max: 10,
    }),
  },
  rules: ({ loginBanner, bannerText: words }) =>
    loginBanner && words === '' ? [securityCodes.refuse('security.banner-blank', {}, 'bannerText')] : [],
  secretRules: (name, clear) => checkPasscode(name, clear),
});

export type SecuritySettings = RecordOf<typeof systemSecurityManagement>;

function sessionLimit(tool: string, initial: number) {
  return whole({
    label: `Sessions: ${tool}`,
    help: `How many sessions of ${tool === 'Applications' ? 'applications' : `the ${tool}`} there may be at once.`,
    section: sessions,
    min: 1,
    max: 100,
    initial,
    unit: 'sessions',
  });
}

function checkPasscode(field: string, clear: Secret): readonly Refusal[] {
  const text = clear.reveal();
  if (!/^\d+$/.test(text)) return [securityCodes.refuse('security.passcode-not-digits', {}, field)];
  const steps = new Set([...text].slice(1).map((digit, index) => Number(digit) - Number(text[index])));
  const [step = 0] = steps;
  const simple = steps.size <= 1 && Math.abs(step) <= 1;
  return simple ? [securityCodes.refuse('security.passcode-simple', {}, field)] : [];
}
