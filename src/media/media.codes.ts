// The refusal codes of media.

import { defineCodes } from '#base';

export const mediaCodes = defineCodes('media', {
  'media.sdp-too-large': {
    words: 'The session description is larger than {limit}.',
    remedy: 'Switch off codecs, suites or candidates that the phone does not need.',
    sip: 413,
  },
  'media.sdp-malformed': {
    words: 'The session description is malformed at line {line}: {what}.',
    remedy: 'Update the firmware of the phone, or report the fault to its maker.',
    sip: 400,
  },
  'media.keys-needed': {
    words: 'The {kind} stream can only be encrypted, and an unencrypted one is wanted.',
    remedy: 'Allow SRTP for both extensions, or switch it off or to optional at the phone that demands it.',
    sip: 488,
  },
  'media.keys-missing': {
    words: 'The {kind} stream cannot be encrypted, and it must be.',
    remedy: 'Switch SRTP on at the phone, with one of the suites that this system knows.',
    sip: 488,
  },
  'media.answer-mismatch': {
    words: 'The answer does not fit the offer: {what}.',
    remedy: 'Update the firmware of the answering phone, or report the fault to its maker.',
    sip: 488,
  },
  'media.answer-key': {
    words: 'The answer has no valid SRTP key for its {kind} stream: {what}.',
    remedy: 'Update the firmware of the answering phone, or let both phones use the same SRTP suites.',
    sip: 488,
  },
  'media.no-port': {
    words: 'No UDP port of {address} is free between {from} and {to}.',
    remedy: 'Widen the range of media ports.',
    sip: 500,
  },
  'media.address-not-available': {
    words: 'The address {address} is not one of this machine.',
    remedy: 'Choose an address that a network interface of this machine has.',
    sip: 500,
  },
  'media.too-many-sessions': {
    words: 'The system itself already has {count} streams of sound at once.',
    remedy: 'Wait for calls to end; if this is an attack, see Calls in Progress for where they come from.',
    sip: 503,
  },
  'media.engine-ended': {
    words: 'The part of the system that handles sound is not running.',
    remedy: 'Look at the log for why it ended; it is started again by itself within a second.',
    sip: 503,
  },
  'media.no-clips': {
    words: 'What the system says is not there: {path} ({why}).',
    remedy: 'Start with `npm start`, which makes it; until then callers hear tones in place of sentences.',
  },
});
