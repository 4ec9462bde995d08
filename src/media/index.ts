// The door of media.

export { type Codec, frameMs, frameSamples, pcma, pcmu, samplesPerSecond } from './codec/g711.ts';
export { type EngineCounts, MediaEngine, type MediaEngineOptions } from './engine/media-engine.ts';
export type { ClipPlaces } from './engine/protocol.ts';
export type {
  EngineCodec,
  KeptSound,
  MediaSession,
  OpenSession,
  PlayItem,
  RecordEnd,
  RecordOptions,
  RoomPart,
  SessionListener,
  SessionPlan,
  SessionStatistics,
} from './engine/session.ts';
export { mediaCodes } from './media.codes.ts';
export { printPack, readPack } from './prompts/pack.ts';
export { parseSentences, type Sentence } from './prompts/sentences.ts';
export { sayCount, sayDigits, sayMoment } from './prompts/speech.ts';
export { parseRtp, printRtp, type RtpPacket } from './rtp/packet.ts';
export { type Remote, RtpSocket, type RtpSocketOptions } from './rtp/rtp-socket.ts';
export { composeSdp, type RtpMap, rtpMaps, type SectionPlan } from './sdp/compose.ts';
export { type CryptoLine, type InlineKey, keyAndSalt, printCrypto } from './sdp/crypto.ts';
export type { Attribute, Connection, Direction, MediaSection, Origin, SessionDescription } from './sdp/description.ts';
export {
  type AnswerSecurity,
  answerSecurity,
  audioDirection,
  isHold,
  type OfferSecurity,
  offerSecurity,
  withoutKeys,
  withoutPlain,
} from './sdp/policy.ts';
export { printSdp, withOrigin } from './sdp/print.ts';
export { readSdp } from './sdp/read.ts';
export { answerOfNobody, silenced } from './sdp/silence.ts';
export { SrtpReceiver, type SrtpRefusal } from './srtp/receiver.ts';
export { SrtpSender } from './srtp/sender.ts';
export { AudioStream, type AudioStreamOptions, type StreamPlan, type StreamStatistics } from './stream/audio-stream.ts';
export type { StreamKey } from './stream/protection.ts';
export { type Suite, suiteNamed, suites } from './suites.ts';
export { type SampleSource, silence, sine, ToneDetector } from './tone/tone.ts';
export { printWav } from './wav/wav.ts';
