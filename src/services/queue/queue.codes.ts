// Why a change to queues of waiting calls is refused.

import { defineCodes } from '#base';

export const queueCodes = defineCodes('services', {
  'services.queue-agents': {
    words: 'A queue has a hunt group or agents, one of both: {given}.',
    remedy: 'Name the hunt group that answers, or agents, and leave the other blank.',
    http: 422,
  },
  'services.queue-group-overflows': {
    words: 'Hunt group {group} overflows to {target}, so callers would leave the queue unasked.',
    remedy: 'Take the overflow away from the group, and give the queue one.',
    http: 422,
  },
  'services.queue-target': {
    words: '{number} is no extension, group or service.',
    remedy: 'Name a number inside. Queues lead nowhere else.',
    http: 422,
  },
  'services.queue-overflow-missing': {
    words: 'Callers are to go to the overflow when nobody is there, and there is none.',
    remedy: 'Name the overflow, or choose something else to happen.',
    http: 422,
  },
});
