// The form VM Options: what holds for all mailboxes: passcodes, how long wrong ones lock, and how long messages are kept.

import { limits } from '#base';
import { defineForm, type RecordOf, whole, yesNo } from '#forms';

const passcodes = 'Passcodes';
const messages = 'Messages';

export const vmOptions = defineForm({
  id: 'vm-options',
  title: 'VM Options',
  group: 'Voicemail',
  help: {
    purpose:
      'Says what holds for all mailboxes: how long passcodes are, how wrong ones lock, and how long messages are kept.',
    conditions:
      'A change holds at once. A longer passcode is asked for when one is set the next time. A mailbox that is locked for good is opened by a new passcode in Voice Mail Mailboxes, or in Mailbox States.',
    recommendation: 'Ask for six digits or more. Keep the lock: guessing passcodes is how mailboxes are broken into.',
  },
  single: true,
  fields: {
    passcodeLength: whole({
      label: 'Passcode length',
      help: 'How many digits a passcode has at least.',
      section: passcodes,
      unit: 'digits',
      min: 4,
      max: 10,
      initial: 4,
    }),
    attempts: whole({
      label: 'Attempts before lock-out',
      help: 'How many wrong passcodes lock a mailbox.',
      section: passcodes,
      min: 1,
      max: 20,
      initial: 3,
    }),
    lockMinutes: whole({
      label: 'Mailbox lock-out',
      help: 'How long a mailbox stays locked. 0: until an administrator opens it or gives a new passcode.',
      section: passcodes,
      unit: 'minutes',
      min: 0,
      max: 60,
      initial: 3,
    }),
    heardDays: whole({
      label: 'Heard messages are kept',
      help: 'After so many days a message that was heard and not saved is deleted. 0: never.',
      section: messages,
      unit: 'days',
      min: 0,
      max: 3_650,
      initial: 30,
    }),
    savedDays: whole({
      label: 'Saved messages are kept',
      help: 'After so many days a saved message is deleted. 0: never.',
      section: messages,
      unit: 'days',
      min: 0,
      max: 3_650,
      initial: 0,
    }),
    newDays: whole({
      label: 'New messages are kept',
      help: 'After so many days a message that nobody has heard is deleted. 0: never.',
      section: messages,
      unit: 'days',
      min: 0,
      max: 3_650,
      initial: 0,
    }),
    fromOutside: yesNo({
      label: 'Messages from outside',
      help: 'Whether callers of the public network may leave messages.',
      section: messages,
      initial: true,
    }),
    messageSeconds: whole({
      label: 'Longest message',
      help: 'Of every mailbox; a mailbox may have less.',
      section: messages,
      unit: 'seconds',
      min: 10,
      max: limits.voicemail.messageSeconds,
      initial: 180,
    }),
  },
});

export type VmOptions = RecordOf<typeof vmOptions>;
