// The view Alarm Destinations: where alarms and the audit trail are sent, and whether they arrive.

import { choice, defineView, moment, type RecordOf, text, whole } from '#forms';

export const destinationsView = defineView({
  id: 'alarm-destinations',
  title: 'Alarm Destinations',
  group: 'Security',
  key: 'destination',
  help: {
    purpose: 'Where alarms and the audit trail are sent, and whether they arrive there.',
    conditions:
      'A destination that cannot be reached is tried again, first after seconds, later every five minutes; what is to be told waits, and that is an alarm by itself. Of alarms the newest 1,000 events wait; the audit trail waits in the trail itself, so that nothing of it is lost. What may have arrived already is sent again after a connection broke: its number or ID tells.',
    recommendation: 'Send a test after each change of Alarm Delivery or Syslog Receivers, and see that it arrived.',
  },
  fields: {
    destination: text({ label: 'Destination', help: 'Email, webhook, or a syslog receiver by its name.', max: 60 }),
    sends: choice({
      label: 'Sends',
      help: 'What is sent there.',
      of: { alarms: 'Alarms', 'audit-trail': 'Audit trail' },
    }),
    state: choice({
      label: 'State',
      help: 'Working: the last attempt arrived, or there was nothing to send yet. Failing: it did not, and is tried again.',
      of: { working: 'Working', failing: 'Failing' },
      marks: { working: 'proven', failing: 'broken' },
    }),
    waiting: whole({
      label: 'Waiting',
      help: 'How much has not arrived yet.',
      unit: 'events',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    }),
    position: whole({
      label: 'Arrived Up To',
      help: 'The number of the last event or entry that is known to have arrived.',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    }),
    lastArrived: moment({ label: 'Last Arrived', help: 'When something last arrived.', initial: '' }),
    trouble: text({ label: 'Trouble', help: 'Why the last attempt failed.', max: 1_000, initial: '' }),
  },
  actions: {
    test: {
      label: 'Send a test',
      help: 'Sends a test alarm there now, and says whether it arrived.',
      confirm: 'Send a test alarm to this destination?',
    },
  },
});

export type DestinationRecord = RecordOf<typeof destinationsView>;
