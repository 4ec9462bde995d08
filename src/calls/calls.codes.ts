// Why a call, a registration or a request is refused.

import { defineCodes } from '#base';

export const callCodes = defineCodes('calls', {
  'calls.unknown-number': {
    words: 'The number {number} is not in use',
    remedy: 'Add it in Users and Services, or correct the number that was dialled.',
    sip: 404,
  },
  'calls.not-registered': {
    words: 'No phone of extension {number} is registered',
    remedy:
      'Look at the phone: its power, network, server address, secret and certificate trust. `ringfence audit list` tells refused registrations.',
    sip: 480,
  },
  'calls.do-not-disturb': {
    words: 'Extension {number} does not want to be disturbed',
    remedy: 'Dial the code for do not disturb off at that phone, or change it in Users and Services.',
    sip: 486,
  },
  'calls.not-encrypted': {
    words: 'The call must be encrypted: {why}',
    remedy: 'Let the phone use SIP over TLS and SRTP, or set media security of the extension to preferred.',
    sip: 488,
  },
  'calls.encryption-not-possible': {
    words: 'The phone demands SRTP and this call cannot have it: {why}',
    remedy: 'Let both phones use SIP over TLS and SRTP, or let the phone offer SRTP without demanding it.',
    sip: 488,
  },
  'calls.bad-description': {
    words: 'The session description cannot be used: {why}',
    remedy: 'Report the phone and its firmware; the call is refused rather than guessed at.',
    sip: 488,
  },
  'calls.no-answer': {
    words: 'Nobody answered',
    remedy: 'The ringing time is in System Options.',
    sip: 480,
  },
  'calls.unreachable': {
    words: 'The phone did not respond',
    remedy: 'Look at the phone and its network.',
    sip: 480,
  },
  'calls.self': {
    words: 'An extension cannot call itself',
    remedy: 'Dial another number.',
    sip: 486,
  },
  'calls.code-failed': {
    words: 'The feature code could not be carried out',
    remedy: 'Look at the log for the fault with the same time.',
    sip: 500,
  },
  'calls.too-many': {
    words: 'The system has as many calls as it may have',
    remedy: 'Wait for calls to end; if this is an attack, see the audit trail for its source.',
    sip: 503,
  },
  'calls.trunk-test-failed': {
    words: 'The test of trunk {name} found a fault. {words} {remedy}',
    remedy: 'Mend what it names and test again; `ringfence trunk test` shows every step.',
    http: 502,
  },
  'calls.trunk-test-long': {
    words: 'The test of trunk {name} has not ended after 20 seconds. So far: {words}',
    remedy: '`ringfence trunk test` shows every step to its end.',
    http: 504,
  },
  'calls.no-rule': {
    words: 'No rule lets this call through',
    remedy: 'Only extensions and feature codes can be dialled.',
    sip: 403,
  },
});
