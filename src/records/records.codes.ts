// What records refuses, and what the administrator does about it.

import { defineCodes } from '#base';

export const recordsCodes = defineCodes('records', {
  'records.trail-damaged': {
    words: 'The audit trail is damaged: {words}.',
    remedy:
      'Keep the database and the exports as evidence, find out who could write to them, and restore from a backup.',
    http: 409,
  },
});
