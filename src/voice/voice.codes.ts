// The codes of the room voice.

import { defineCodes } from '#base';

export const voiceCodes = defineCodes('voice', {
  'voice.not-a-number': {
    words: 'What a caller was to be put through to is no number.',
    remedy: 'Correct the number where the service has it.',
  },
  'voice.full': {
    words: 'The system talks to as many callers as it can.',
    remedy: 'Wait for calls to end; if this is an attack, see Calls in Progress for where they come from.',
    sip: 503,
  },
  'voice.no-service': {
    words: 'Service {number} is not there to call anybody.',
    remedy: 'Enable the number in Service Numbers.',
  },
  'voice.not-reached': {
    words: '{number} was not reached: {why}.',
    remedy: 'See Call History for the call and what became of it.',
  },
});
