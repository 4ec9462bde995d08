// Refusal codes of proof.

import { defineCodes } from '#base';

export const proofCodes = defineCodes('proof', {
  'proof.no-such-profile': {
    words: 'There is no security profile "{profile}".',
    remedy: 'Profiles are minimum, medium, maximum and session-management-srg.',
    http: 404,
  },
  'proof.no-such-line': {
    words: 'The profile {profile} has no line "{line}".',
    remedy: '`ringfence security check PROFILE` shows its lines.',
    http: 404,
  },
  'proof.locks-out': {
    words:
      'This would lock you out: your session shows no client certificate that is recognised at the level which {profile} asks for.',
    remedy:
      'Put a copy of your computer’s certificate into Trusted Certificates with the purpose Management, log in with it, and apply again. On the machine itself `ringfence security apply` always works.',
    http: 409,
  },
  'proof.drill-busy': {
    words: 'A drill is going on, or has ended just now.',
    remedy: 'Drills are made one after the other, {seconds} seconds apart: try again then.',
    http: 409,
  },
  'proof.drill-offline': {
    words: 'The system does not run: there is no door that could be attacked.',
    remedy: 'Start it, and drill then.',
    http: 409,
  },
  'proof.nothing-to-mend': {
    words: 'The system cannot mend {line} by itself: it is met already, or only a person can bring it.',
    remedy: '`ringfence security check` says what to do.',
    http: 409,
  },
});
