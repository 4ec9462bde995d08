// The view Outgoing Mail: mail about messages that the mail server has not taken yet, or will not take.

import { choice, defineView, moment, text, whole } from '#forms';

export const outgoingMail = defineView({
  id: 'outgoing-mail',
  title: 'Outgoing Mail',
  group: 'Voicemail',
  help: {
    purpose:
      'Shows mail about voice messages that waits, and mail that was refused for good. What was taken is not here any more.',
    conditions:
      'Mail is tried again after 1, 2, 4 … minutes and then every hour, for five days. What was refused for good stays here until somebody sends it again or drops it; the message itself stays in its mailbox.',
    recommendation:
      'Look at what the mail server said. Correct the address in Voice Mail Mailboxes or the server in Alarm Delivery, then send again.',
  },
  key: 'id',
  fields: {
    id: text({ label: 'Mail', help: 'Names the mail here.' }),
    mailbox: text({ label: 'Mailbox', help: 'Whose message it is about.' }),
    to: text({ label: 'To', help: 'Where it goes.' }),
    state: choice({
      label: 'State',
      help: 'Whether it is tried again.',
      of: { waiting: 'Waiting', failed: 'Failed' },
      marks: { waiting: 'proven', failed: 'broken' },
    }),
    since: moment({ label: 'Since', help: 'When the message came.' }),
    attempts: whole({ label: 'Attempts', help: 'How often it was tried.', min: 0, max: 100_000 }),
    last: text({ label: 'Last answer', help: 'What became of the last attempt.', initial: '' }),
  },
  actions: {
    again: { label: 'Send again', help: 'Tries it at once.', confirm: 'Send this mail again?' },
    drop: { label: 'Drop', help: 'It is not sent any more. The message stays.', confirm: 'Send this mail no more?' },
  },
});
