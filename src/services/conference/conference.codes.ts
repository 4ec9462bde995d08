// Why a change to conferences is refused.

import { defineCodes } from '#base';

export const conferenceCodes = defineCodes('services', {
  'services.conference-pin-shape': {
    words: 'A PIN of a conference has {fewest} to {most} digits and nothing else.',
    remedy: 'Give digits alone.',
    http: 422,
  },
  'services.conference-pin-weak': {
    words: 'The PIN is easy to guess: the same digits over and over, or a run of digits.',
    remedy: 'Choose digits without a pattern.',
    http: 422,
  },
  'services.conference-pin-missing': {
    words: 'Extensions are to give a PIN, and there is none.',
    remedy: 'Set the PIN, or let extensions come in without one.',
    http: 422,
  },
  'services.conference-without-moderator': {
    words: 'The conference waits for a moderator or ends with one, and nobody can be it.',
    remedy: 'Set the moderator PIN or name extensions as moderators.',
    http: 422,
  },
});
