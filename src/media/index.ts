// The door of media.

export { mediaCodes } from './media.codes.ts';
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
export { type Suite, suiteNamed, suites } from './suites.ts';
