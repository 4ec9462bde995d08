// What somebody should look at in the voice services: what wrong codes have locked, and mail that its server does not take.

import type { Condition } from '#alarms';

export interface VoiceTroubles {
  readonly mailboxes: readonly string[];
  /** Numbers of DISA, and names of conferences. */
  readonly disa: readonly string[];
  readonly conferences: readonly string[];
  /** Mails that were tried in vain. */
  readonly mails: number;
}

const locked = (what: string, names: readonly string[]): string =>
  `${what} ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;

/** Each by a name that stays the same as long as it is the same thing. */
export function conditionsOfVoices({ mailboxes, disa, conferences, mails }: VoiceTroubles): Map<string, Condition> {
  const conditions = new Map<string, Condition>();
  if (mailboxes.length > 0)
    conditions.set('mailboxes', {
      severity: 'minor',
      words: `Too many wrong passcodes were given for ${locked('mailbox', mailboxes)}: none is taken.`,
      remedy: 'Ask the owners. If it was not they, see in the audit trail who called. Mailbox States opens them.',
      ...{ form: 'mailbox-states', extent: mailboxes.length },
    });
  if (disa.length > 0)
    conditions.set('disa', {
      severity: 'major',
      words: `Too many wrong codes were given at ${locked('DISA number', disa)}: none is taken for a time.`,
      remedy: 'Somebody is trying codes. See in the audit trail who called; disable the number if it goes on.',
      ...{ form: 'service-numbers', extent: disa.length },
    });
  if (conferences.length > 0)
    conditions.set('conferences', {
      severity: 'minor',
      words: `Too many wrong PINs were given for ${locked('conference', conferences)}: none is taken for a time.`,
      remedy: 'See in the audit trail who called. Extensions come in without a PIN where the conference lets them.',
      ...{ form: 'conferences', extent: conferences.length },
    });
  if (mails > 0)
    conditions.set('mail', {
      severity: 'minor',
      words: 'Mail about voice messages is not taken by the mail server.',
      remedy: 'See in Outgoing Mail what the server says; the messages themselves are in their mailboxes.',
      ...{ form: 'outgoing-mail', extent: mails },
    });
  return conditions;
}
