// Lines about accounts and their passwords: System Security Management, and the passwords that came with the system.

import { type Demand, met, toDo } from '../line.ts';
import { numberOf, textOf } from '../world.ts';
import { choiceAtLeast, wholeAtLeast } from './setting.ts';

const form = 'system-security-management';
const profiles = 'user-authorization-profiles';

/** "Change the default passwords of all service users and the security administrator." */
export const defaultPasswords: Demand = {
  statement: 'Change the default passwords of all service users and the security administrator.',
  severity: 'critical',
  wanted: 'no first account has its one-time password any more',
  why: 'Whoever has seen the paper or the screen of the installation can log in with what stands there.',
  remedy:
    'Log in once with each first account and choose a password; `ringfence user reset-password` makes a new one-time password where it is lost.',
  mayBreak: 'Nothing.',
  form: profiles,
  watches: [profiles],
  look: ({ firstAccounts }) => {
    const open = firstAccounts.filter(({ status }) => status === 'force-new-password').map(({ loginId }) => loginId);
    const all = firstAccounts.map(({ loginId, status }) => `${loginId}: ${status}`).join(', ');
    if (open.length > 0)
      return toDo(`not changed: ${open.join(', ')}`, `The one-time password of ${open.join(' and ')} still holds.`);
    return met('changed', `First accounts and their states: ${all === '' ? 'none is left' : all}.`);
  },
  mend: () => [],
};

/** The four actions, from the laxest; locking for a time is stricter than a log entry, for good is the strictest. */
const actions = ['none', 'log', 'log-disable-temporarily', 'log-disable'];

export const rejectAction = (wanted: 'log' | 'log-disable'): Demand =>
  choiceAtLeast(
    {
      statement: `${wanted === 'log' ? 'Leave' : 'Set'} the system service user Password Reject Action ${wanted === 'log' ? 'set to Log to Audit Trail' : 'to Log and Disable Account'}.`,
      severity: 'major',
      label: 'Password Reject Action',
      field: 'passwordRejectAction',
      why: 'Guessing that nobody notices, or that nothing stops, succeeds in the end.',
      remedy: 'Choose it in System Security Management.',
      mayBreak:
        wanted === 'log'
          ? 'Nothing.'
          : 'Somebody who mistypes a password too often must wait for an administrator. The security administrator and the last root are only ever locked for a time.',
      form,
      ...(wanted === 'log' ? { wanted: 'Log to Audit Trail, or stricter' } : { wanted: 'Log and Disable Account' }),
    },
    actions,
    wanted,
  );

export const passwordComplexity = (wanted: 'low' | 'medium' | 'high'): Demand =>
  choiceAtLeast(
    {
      statement: `${wanted === 'low' ? 'Leave' : 'Set'} the system Minimum Password Complexity ${wanted === 'low' ? 'set to Low' : `to ${wanted === 'medium' ? 'Medium' : 'High'}`}.`,
      severity: 'major',
      label: 'Minimum Password Complexity',
      field: 'passwordComplexity',
      why: 'Simple passwords are among the first that are guessed.',
      remedy: 'Choose it in System Security Management; it holds for passwords that are set from then on.',
      mayBreak: 'Nothing at once; the next password that somebody chooses must meet it.',
      form,
      wanted: { low: 'Low, or stricter', medium: 'Medium, or stricter', high: 'High' }[wanted],
    },
    ['low', 'medium', 'high'],
    wanted,
  );

const leastOf: Readonly<Record<string, number>> = { weak: 6, medium: 7, strong: 15 };

/** "Set the system Minimum Password Length to greater than 8." A strength that asks for more counts. */
export const passwordLength: Demand = {
  ...wholeAtLeast(
    {
      statement: 'Set the system Minimum Password Length to greater than 8.',
      severity: 'major',
      label: 'Minimum Password Length',
      field: 'minimumPasswordLength',
      wanted: 'more than 8',
      why: 'Each further character makes guessing many times as long.',
      remedy: 'Set it in System Security Management; it holds for passwords that are set from then on.',
      mayBreak: 'Nothing at once; the next password that somebody chooses must meet it.',
      form,
    },
    9,
    9,
  ),
  look: ({ settings }) => {
    const record = settings.single(form);
    const strength = textOf(record, 'passwordStrength');
    const length = numberOf(record, 'minimumPasswordLength');
    const least = Math.max(length, leastOf[strength] ?? 0);
    const evidence = `Minimum Password Length is ${length} and Password Strength ${settings.word(form, 'passwordStrength', strength)} in ${settings.title(form)}: at least ${least}.`;
    return { state: least > 8 ? 'met' : 'not-met', current: String(least), evidence };
  },
  mend: ({ settings }) => {
    const record = settings.single(form);
    const least = Math.max(numberOf(record, 'minimumPasswordLength'), leastOf[textOf(record, 'passwordStrength')] ?? 0);
    return least > 8 ? [] : [{ form, patch: { minimumPasswordLength: 9 } }];
  },
};

export const previousPasswords = (statement: string, least: number, wanted: string): Demand =>
  wholeAtLeast(
    {
      statement,
      severity: 'minor',
      label: 'Previous Password Limit',
      field: 'previousPasswordLimit',
      wanted,
      why: 'Without it a forced change ends with the old password again.',
      remedy: 'Set it in System Security Management.',
      mayBreak: 'Nothing.',
      form,
    },
    least,
    Math.max(least, 6),
  );

export const passwordChangePeriod = (statement: string, least: 0 | 1): Demand =>
  wholeAtLeast(
    {
      statement,
      severity: 'minor',
      label: 'Password Expiry Interval',
      field: 'passwordChangePeriodDays',
      wanted: least === 0 ? '0, or any number of days' : 'any number of days but 0',
      why: 'A password that leaked unnoticed is worth nothing after some time.',
      remedy: 'Set it in System Security Management; 365 days are the gentlest that meets it.',
      mayBreak:
        'Whoever has not changed their password for longer must choose another at the next login; programs that log in cannot, so give theirs anew in time.',
      form,
    },
    least,
    365,
  );

export const accountIdleTime = (statement: string, least: 0 | 1): Demand =>
  wholeAtLeast(
    {
      statement,
      severity: 'minor',
      label: 'Account Idle Time',
      field: 'accountIdleDays',
      wanted: least === 0 ? '0, or any number of days' : 'any number of days but 0',
      why: 'Accounts of people who have left are open until somebody thinks of them.',
      remedy: 'Set it in System Security Management; 90 days spare holidays.',
      mayBreak:
        'An account that nobody used for longer is locked until an administrator enables it. The security administrator and the last root are spared.',
      form,
    },
    least,
    90,
  );
