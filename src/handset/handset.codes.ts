// Why a built-in phone could not do what it was told.

import { defineCodes } from '#base';

export const handsetCodes = defineCodes('handset', {
  'handset.timed-out': {
    words: '{what} did not come within {seconds} s.',
    remedy: 'Look at the system that the phone talks to, and at the network between.',
  },
  'handset.unreachable': {
    words: 'The server {server} could not be reached: {why}.',
    remedy:
      'Compare address, port and transport with the open listeners, and the trusted authority with the certificate.',
  },
  'handset.registration-refused': {
    words: 'Extension {number} could not register: {status} {reason}.',
    remedy: 'Compare the secret and what the extension is bound to; `ringfence audit list` tells the true reason.',
  },
  'handset.call-ended': {
    words: 'The call with {number} ended before: {status} {reason}.',
    remedy: 'The reason is the one that the other side gave.',
  },
  'handset.change-refused': {
    words: 'The change of the call with {number} was refused: {status} {reason}.',
    remedy: 'The reason is the one that the other side gave; the call goes on as it was.',
  },
  'handset.transfer-refused': {
    words: 'The transfer of {number} came to nothing: {status} {reason}.',
    remedy: 'The reason is the one that the other side gave; the call goes on as it was, unless it has ended.',
  },
  'handset.subscription-refused': {
    words: 'What {number} does ({event}) cannot be watched: {status} {reason}.',
    remedy: 'Look at what the class of service lets the extension watch.',
  },
  'handset.not-acceptable': {
    words: 'The media cannot be agreed on: {why}.',
    remedy: 'Compare media security and SRTP suites of both phones.',
    sip: 488,
  },
  'handset.wrong-state': {
    words: 'A call that is {state} cannot be {wanted}.',
    remedy: 'Wait until the call is established, or begin another.',
  },
  'handset.closed': {
    words: 'The phone was closed.',
    remedy: 'Nothing is to be done.',
  },
});
