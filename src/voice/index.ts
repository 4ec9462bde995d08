// The door of voice.

export type { OpenOwnSession } from './own-sound.ts';
export type { OwnFlow } from './own-way.ts';
export { voiceCodes } from './voice.codes.ts';
export { Voice, type VoiceOptions } from './voice.ts';
export {
  CallOver,
  type Dialling,
  type DigitsOptions,
  type Playing,
  type Recorded,
  type RecordingOptions,
  type SayOptions,
  type TransferOptions,
  type VoiceCall,
  type VoiceCaller,
  type VoiceForward,
  type VoiceService,
} from './voice-call.ts';
