// Why a change to emergency numbers, or one that stands in their way, is refused; and what the self-test ends with.

import { defineCodes } from '#base';

export const emergencyCodes = defineCodes('calls', {
  'calls.emergency-hidden': {
    words: '{other} cannot be told from {dialled}, the emergency number {number}: one begins with the other.',
    remedy:
      'Choose another extension number, code or pattern; or take the prefix or the number out of Emergency Settings or Emergency Numbers.',
    http: 422,
  },
  'calls.emergency-always': {
    words: '{number} is an emergency number everywhere and cannot be switched off.',
    remedy: 'Leave it enabled. What is sent for it can be another number.',
    http: 422,
  },
  'calls.emergency-route-unknown': {
    words: 'There is no route and no route list {route}.',
    remedy: 'Name one that exists in Routes or Route Lists, or leave it blank for the first trunk that is up.',
    http: 422,
  },
  'calls.emergency-location-shared': {
    words: 'The {what} is already that of the location {other}.',
    remedy:
      'Give each location networks of its own, and mark one as the default. A smaller network in a larger one is no conflict.',
    http: 422,
  },
  'calls.emergency-offline': {
    words: 'Emergency calls are tested by the system that runs, and none does.',
    remedy: 'Start it: `ringfence start`.',
    http: 409,
  },
  'calls.emergency-test-failed': {
    words: 'Emergency calls are not as they should be: {why}',
    remedy: '`ringfence emergency test` tells each finding. Correct what it names and run it again.',
    http: 502,
  },
});
