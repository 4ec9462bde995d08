// The codes of the room voicemail.

import { defineCodes } from '#base';

export const voicemailCodes = defineCodes('voicemail', {
  'voicemail.weak-passcode': {
    words: 'A passcode must not be {why}.',
    remedy: 'Choose digits that nobody would try first: not repeated, no run, not the extension.',
  },
  'voicemail.short-passcode': {
    words: 'A passcode has {fewest} to 10 digits.',
    remedy: 'Choose more digits; VM Options says how many are needed.',
  },
  'voicemail.no-extension': {
    words: 'There is no extension {number}.',
    remedy: 'Add the extension in Users and Services first.',
  },
  'voicemail.passcode-missing': {
    words: 'Mailbox {number} has no passcode.',
    remedy: 'Give one, which its owner changes at the first use; or let one be made.',
  },
  'voicemail.email-missing': {
    words: 'It is not said where the mail goes.',
    remedy: 'Give an email address, or forward nothing.',
  },
  'voicemail.no-mail-server': {
    words: 'No mail server is set.',
    remedy: 'Give its name and the sender in Alarm Delivery.',
  },
  'voicemail.full': {
    words: 'Mailbox {number} is full.',
    remedy: 'Let its owner delete messages, or allow more of them.',
  },
  'voicemail.not-kept': {
    words: 'The message could not be kept ({why}).',
    remedy: 'See that the disk of the data directory has space and can be written.',
  },
});
