// The form Syslog Receivers: where alarms and the audit trail are sent as syslog over TLS (RFC 5424, RFC 5425).

import { defineForm, type RecordOf, text, whole, yesNo } from '#forms';
import { fromSeverity, host } from './fields.ts';

export const syslogReceivers = defineForm({
  id: 'syslog-receivers',
  title: 'Syslog Receivers',
  group: 'Security',
  duty: 'security',
  key: 'name',
  help: {
    purpose:
      'Sends alarms, and every entry of the audit trail as it is written, to a syslog server on another machine, where nobody who breaks into this one can alter them.',
    conditions:
      'It is spoken over TLS alone (RFC 5425). The receiver must show a certificate of a public authority, or of one in Trusted Certificates whose purpose is outgoing. Entries arrive in order, each with its number and its hash in the chain; while the receiver is away they wait in the trail, and archives count as part of it. What may have arrived before a connection broke is sent again: the number tells. The names in a message are in docs/events.md.',
    recommendation:
      'Send the audit trail to a machine that other people administer. Send a test in Alarm Destinations, and watch there that nothing waits.',
  },
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the receiver here and in alarms.',
      max: 32,
      pattern: /^[a-z0-9][a-z0-9-]*$/,
      expects: '1 to 32 lower-case letters, digits and hyphens',
    }),
    server: host({ label: 'Server', help: 'Its name, which its certificate must bear, or its address.' }),
    port: whole({ label: 'Port', help: 'Usually 6514.', min: 1, max: 65_535, initial: 6_514 }),
    alarmsFrom: fromSeverity('Alarms From Severity', 'The least severity of alarms that are sent there.'),
    auditTrail: yesNo({
      label: 'Audit Trail',
      help: 'Whether every entry of the audit trail is sent there. A new receiver begins with the entries that are on line.',
      initial: false,
    }),
    clientCertificate: yesNo({
      label: 'Client Certificate',
      help: 'Whether the Device Certificate is shown to the receiver, for receivers that ask who sends.',
      initial: false,
    }),
    largestMessage: whole({
      label: 'Largest Message',
      help: 'What the receiver takes at most. The text of an entry that is longer is cut, and the message says how long it was. Every receiver takes 2,048; most take 8,192.',
      unit: 'bytes',
      min: 2_048,
      max: 131_072,
      initial: 8_192,
    }),
  },
});

export type SyslogReceiver = RecordOf<typeof syslogReceivers>;
