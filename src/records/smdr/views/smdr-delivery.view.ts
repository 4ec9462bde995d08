// The view SMDR Delivery: who gets the records now, how far they have got, and what waits or was lost.

import { choice, defineView, moment, type RecordOf, text, whole } from '#forms';

const most = Number.MAX_SAFE_INTEGER;

export const smdrDelivery = defineView({
  id: 'smdr-delivery',
  title: 'SMDR Delivery',
  group: 'Records',
  key: 'way',
  help: {
    purpose: 'Shows who gets SMDR records now, how far they have got, and what waits for a reader or was lost.',
    conditions:
      'The first row is the buffer. A record counts as arrived when the connection has survived it for a minute, or when the reader has ended the connection in good order; what may not have arrived is sent again to the next reader. Records are lost when more come than are kept before anybody has read them; what the collector of the client mode does not take is given up beyond 3,000.',
    recommendation: 'Look here when the accounts lack calls: something waits, or was lost.',
  },
  fields: {
    way: text({ label: 'Way', help: 'The buffer, a reader by its address and port, or the collector.', max: 100 }),
    kind: choice({
      label: 'Kind',
      help: 'What it is.',
      of: { buffer: 'Buffer', reader: 'Reader', collector: 'Collector' },
    }),
    state: choice({
      label: 'State',
      help: 'Waiting: nobody takes the records. Failing: the last attempt failed.',
      of: { connected: 'Connected', waiting: 'Waiting', failing: 'Failing' },
      marks: { connected: 'proven', waiting: 'off', failing: 'broken' },
    }),
    security: text({ label: 'Security', help: 'How the connection is protected.', initial: '' }),
    since: moment({ label: 'Since', help: 'When the reader came, or something last arrived.', initial: '' }),
    sent: whole({ label: 'Sent up to', help: 'The number of the last record that was sent there.', min: 0, max: most }),
    arrived: whole({
      label: 'Arrived up to',
      help: 'The number of the last record that is known to have arrived.',
      min: 0,
      max: most,
    }),
    waiting: whole({
      label: 'Waiting',
      help: 'Records that are not known to have arrived.',
      unit: 'records',
      min: 0,
      max: most,
    }),
    lost: whole({
      label: 'Lost',
      help: 'Records that were given up before they arrived.',
      unit: 'records',
      min: 0,
      max: most,
    }),
    trouble: text({ label: 'Trouble', help: 'Why the last attempt failed.', max: 1_000, initial: '' }),
  },
});

export type SmdrDeliveryRecord = RecordOf<typeof smdrDelivery>;
