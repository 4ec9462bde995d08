// The view Mailbox States: how many messages wait in each mailbox, and which are locked. What they say nobody but their owners hears.

import { defineView, type RecordOf, text, whole, yesNo } from '#forms';

export const mailboxStates = defineView({
  id: 'mailbox-states',
  title: 'Mailbox States',
  group: 'Voicemail',
  help: {
    purpose: 'Shows how many messages each mailbox has, and which mailboxes wrong passcodes have locked.',
    conditions: 'A lock ends after the time of VM Options, by a new passcode, or here.',
    recommendation: 'Before a mailbox is opened, ask its owner whether the wrong passcodes were theirs.',
  },
  key: 'number',
  fields: {
    number: text({ label: 'Extension', help: 'Whose mailbox it is.' }),
    name: text({ label: 'Name', help: 'Who has the extension.', initial: '' }),
    fresh: whole({ label: 'New', help: 'Messages that nobody has heard.', min: 0, max: 1_000_000 }),
    heard: whole({ label: 'Heard', help: 'Messages that were heard or saved.', min: 0, max: 1_000_000 }),
    seconds: whole({
      label: 'Sound',
      help: 'Of all its messages together.',
      unit: 'seconds',
      min: 0,
      max: 1_000_000_000,
    }),
    locked: yesNo({ label: 'Locked', help: 'Whether no passcode is taken now.', initial: false }),
  },
  actions: {
    open: {
      label: 'Open',
      help: 'Forgets the wrong passcodes: the right one is taken again.',
      confirm: 'Take passcodes of this mailbox again?',
    },
  },
});

export type MailboxState = RecordOf<typeof mailboxStates>;
