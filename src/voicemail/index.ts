// The door of voicemail.

export { afterwards, forwardToEmail } from './forward/forwarding.ts';
export type { Letter } from './forward/letter.ts';
export { mailOf } from './forward/mail-of.ts';
export { Outbox } from './forward/outbox.ts';
export { outgoingMail } from './forward/outgoing-mail.view.ts';
export { type MailboxState, mailboxStates } from './mailboxes/mailbox-states.view.ts';
export { type VmOptions, vmOptions } from './mailboxes/vm-options.form.ts';
export { type VoiceMailbox, voiceMailboxes } from './mailboxes/voice-mailboxes.form.ts';
export { type Kept, KeptSounds } from './store/kept-sounds.ts';
export type { VoicemailParts, VoicemailSpeech } from './stories/parts.ts';
export { voicemailCodes } from './voicemail.codes.ts';
export { Voicemail } from './voicemail.ts';
