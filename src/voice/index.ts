// The door of voice.

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
