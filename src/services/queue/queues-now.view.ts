// The view Queues Now: how many wait in each queue, how long the first of them does, and who is there to answer.

import { defineView, type RecordOf, text, whole, yesNo } from '#forms';

const count = (label: string, help: string, unit?: string) =>
  whole({ label, help, min: 0, max: 1_000_000, initial: 0, ...(unit === undefined ? {} : { unit }) });

export const queuesNow = defineView({
  id: 'queues-now',
  title: 'Queues Now',
  group: 'Phones and people',
  help: {
    purpose:
      'Shows how many callers wait in each queue now, how long the first of them has, and how many agents are free.',
    conditions:
      'Callers who are being put through still count as waiting: they may come back. An agent who is away is not registered, disabled, not to be disturbed or has left the groups.',
    recommendation:
      'Where many wait while agents are away, ask these to come back, or set the overflow to somebody who answers.',
  },
  key: 'queue',
  fields: {
    queue: text({ label: 'Queue', help: 'The name of the queue.' }),
    open: yesNo({ label: 'Open', help: 'Whether it takes callers in the mode that is now.', initial: true }),
    waiting: count('Waiting', 'How many callers are in it.', 'callers'),
    ringing: count('Being put through', 'How many of them an agent’s phone rings for.', 'callers'),
    longestSeconds: count('Longest wait', 'How long the first of them has waited.', 'seconds'),
    free: count('Free', 'Agents who could take a caller now.', 'agents'),
    busy: count('Busy', 'Agents who have a call.', 'agents'),
    away: count('Away', 'Agents who are not there.', 'agents'),
  },
});

export type QueueRow = RecordOf<typeof queuesNow>;
