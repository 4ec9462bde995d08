// The refusal codes of schedule.

import { defineCodes } from '#base';

export const scheduleCodes = defineCodes('schedule', {
  'schedule.already-running': {
    words: '{name} is running already.',
    remedy: 'Wait until it has ended; Scheduled Runs shows it.',
    http: 409,
  },
  'schedule.failed': {
    words: '{name} failed: {why}',
    remedy: 'Correct what it says, then run it again. The audit trail has every run.',
    http: 502,
  },
  'schedule.unknown': {
    words: 'The scheduler has no line {name}.',
    remedy: '`ringfence schedule list` shows all lines.',
    http: 404,
  },
});
