// The view Registrations: the devices that are registered now, and how each is secured.

import { choice, defineView, digits, moment, type RecordOf, text } from '#forms';

export const registrations = defineView({
  id: 'registrations',
  title: 'Registrations',
  group: 'Phones and people',
  help: {
    purpose: 'Shows the devices that are registered now, one line each, and how the way to each is secured.',
    conditions:
      'A registration ends when its time is over, its connection closes, or its extension is changed, disabled or deleted. Devices at a fixed address do not register and are not shown.',
    recommendation:
      'End a registration whose address you do not know, and change the SIP secret of its extension: ended alone, the device registers again.',
  },
  key: 'id',
  fields: {
    id: text({ label: 'Registration', help: 'Names the registration as long as the device refreshes it.' }),
    extension: digits({
      label: 'Extension',
      help: 'The number under which the device is registered.',
      min: 1,
      max: 15,
    }),
    name: text({ label: 'Name', help: 'The name of the extension.', initial: '' }),
    security: choice({
      label: 'Security',
      help: 'Whether signalling between the device and the system is encrypted.',
      of: { secure: 'Encrypted', insecure: 'Not encrypted' },
      marks: { secure: 'proven', insecure: 'weak' },
    }),
    transport: text({ label: 'Transport', help: 'TLS, TCP or UDP.' }),
    tls: text({ label: 'TLS', help: 'The version of TLS and its cipher suite; blank without TLS.', initial: '' }),
    address: text({ label: 'Address', help: 'Where the device is, as the system sees it.' }),
    contact: text({ label: 'Contact', help: 'The address that the device itself has given.', max: 2_000 }),
    device: text({ label: 'Device', help: 'What the device says that it is.', initial: '' }),
    expires: moment({ label: 'Expires', help: 'When it ends unless the device refreshes it.' }),
  },
  actions: {
    checkSync: {
      label: 'Check configuration',
      help: 'The device looks whether its configuration has changed, where it knows the event check-sync; most start again when it has.',
      confirm: 'Let the device look for a new configuration? It may start again when it is not in use.',
    },
    end: {
      label: 'End registration',
      help: 'The device gets no call until it registers again, which most do by themselves within their time.',
      confirm: 'End this registration? The device gets no call until it registers again.',
    },
  },
});

export type RegistrationRecord = RecordOf<typeof registrations>;
