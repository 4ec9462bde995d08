// The form Voice Mail Mailboxes: whose messages are taken, how their owners prove themselves, and what a mailbox may do. Its law: a mailbox
// has a passcode, which only its owner knows after the first use, and no way out of it is open unless somebody opened it.

import { limits, type Refusal, type Secret, whyWeakPin } from '#base';
import { choice, defineForm, digits, type Look, type RecordOf, reference, secret, text, whole, yesNo } from '#forms';
import { voicemailCodes } from '../voicemail.codes.ts';
import { vmOptions } from './vm-options.form.ts';

const most = 10;
const messages = 'Messages';
const owner = 'Owner';
const waysOut = 'Ways out';
const email = 'Forward to email';

export const voiceMailboxes = defineForm({
  id: 'voice-mailboxes',
  title: 'Voice Mail Mailboxes',
  group: 'Voicemail',
  help: {
    purpose: 'Lists the mailboxes: for which extensions messages are taken, and what their owners may do with them.',
    conditions:
      'Calls come to a mailbox where the extension forwards to a number of Service Numbers that is voicemail. A new passcode opens a lock, and is to be changed by the owner at the next login. Messages of a mailbox that is deleted are deleted.',
    recommendation:
      'Give the passcode to the owner alone, who changes it at the first login. Leave call back, putting through and access from outside off unless they are needed: a mailbox whose passcode was guessed is then no way to the public network.',
  },
  key: 'number',
  fields: {
    number: digits({
      label: 'Extension',
      help: 'Whose mailbox it is.',
      section: 'Mailbox',
      min: 2,
      max: 7,
    }),
    enabled: yesNo({
      label: 'Enabled',
      help: 'No keeps its messages, takes no more, and lets nobody in.',
      section: 'Mailbox',
      initial: true,
    }),
    passcode: secret({
      label: 'Passcode',
      help: '4 to 10 digits that the owner proves themselves with: no repeated or running digits, and not the extension. An enabled mailbox has one.',
      section: owner,
      min: 4,
      max: most,
    }),
    mustChange: yesNo({
      label: 'Changed at next login',
      help: 'Whether the owner must choose another passcode before anything else. So whenever an administrator has set it.',
      section: owner,
      initial: true,
    }),
    remoteAccess: yesNo({
      label: 'Access from outside',
      help: 'Whether the owner may log in from a phone that is no extension.',
      section: owner,
      initial: false,
    }),
    greeting: choice({
      label: 'Greeting',
      help: 'What callers hear. The owner records a greeting and a name at the phone, and may change this there.',
      section: messages,
      of: {
        standard: 'Standard, with the extension',
        name: 'Standard, with the recorded name',
        personal: 'Personal: as the owner recorded it',
      },
      initial: 'standard',
    }),
    mostMessages: whole({
      label: 'Most messages',
      help: 'Who calls when there are so many hears that the mailbox is full.',
      section: messages,
      unit: 'messages',
      min: 1,
      max: limits.voicemail.messages,
      initial: 50,
    }),
    longestSeconds: whole({
      label: 'Longest message',
      help: 'A message ends by itself after so much. VM Options may say less.',
      section: messages,
      unit: 'seconds',
      min: 10,
      max: limits.voicemail.messageSeconds,
      initial: 180,
    }),
    operator: reference({
      label: 'Operator',
      help: 'The extension to which a caller gets with 0 while the greeting is heard. Blank: 0 does nothing.',
      section: messages,
      to: 'users-and-services',
      initial: '',
    }),
    emailForward: choice({
      label: 'Forward to email',
      help: 'Whether the owner is told of each message by mail, with its sound or without. Mail is read on its way and where it lies: what must stay private is better heard at the phone.',
      section: email,
      of: { none: 'No', notice: 'A notice, without the sound', attach: 'With the message attached' },
      initial: 'none',
    }),
    email: text({
      label: 'Email address',
      help: 'Where it is sent. The mail server is that of Alarm Delivery.',
      section: email,
      max: 254,
      initial: '',
      pattern: /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/,
      expects: 'an address such as anna@example.com',
    }),
    afterEmail: choice({
      label: 'After the mail',
      help: 'What becomes of the message once the mail server has taken the mail.',
      section: email,
      of: { keep: 'It stays new', heard: 'It counts as heard', delete: 'It is deleted' },
      initial: 'keep',
    }),
    callBack: yesNo({
      label: 'Call back',
      help: 'Whether the owner may have whoever left a message called from within the mailbox, at their own extension only, and with the permissions of the extension.',
      section: waysOut,
      initial: false,
    }),
  },
  secretRules: (_, clear, record, look) => passcodeFits(clear, record.number, look),
  settle: (_, { secrets }) => (secrets.includes('passcode') ? { mustChange: true } : {}),
  rules: (record, look) => [
    ...(record.emailForward === 'none' || record.email !== ''
      ? []
      : [voicemailCodes.refuse('voicemail.email-missing', {}, 'email')]),
    ...(look.keysWith('users-and-services', 'number', record.number).length > 0
      ? []
      : [voicemailCodes.refuse('voicemail.no-extension', { number: record.number }, 'number')]),
    ...(record.passcode || !record.enabled
      ? []
      : [voicemailCodes.refuse('voicemail.passcode-missing', { number: record.number }, 'passcode')]),
  ],
});

export type VoiceMailbox = RecordOf<typeof voiceMailboxes>;

const weak = { repeats: 'the same digits over and over', run: 'a run of digits', number: 'the extension' } as const;

/** Why digits cannot be the passcode of a mailbox; nothing of them is repeated. */
function passcodeFits(clear: Secret, number: string, look: Pick<Look, 'single'>): Refusal[] {
  const fewest = look.single(vmOptions).passcodeLength;
  const why = whyWeakPin(clear.reveal(), { fewest, most }, [number]);
  if (why === undefined) return [];
  return why === 'shape'
    ? [voicemailCodes.refuse('voicemail.short-passcode', { fewest }, 'passcode')]
    : [voicemailCodes.refuse('voicemail.weak-passcode', { why: weak[why] }, 'passcode')];
}
