// The door of voicemail.

export { type MailboxState, mailboxStates } from './mailboxes/mailbox-states.view.ts';
export { type VmOptions, vmOptions } from './mailboxes/vm-options.form.ts';
export { type VoiceMailbox, voiceMailboxes } from './mailboxes/voice-mailboxes.form.ts';
export { type Kept, KeptSounds } from './store/kept-sounds.ts';
export type { VoicemailParts, VoicemailSpeech } from './stories/parts.ts';
export { voicemailCodes } from './voicemail.codes.ts';
export { Voicemail } from './voicemail.ts';
