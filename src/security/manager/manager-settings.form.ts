// Manager Settings (SEC-6): what a computer must be set to before anybody manages this system from it.

import { choice, defineForm, type RecordOf, whole, yesNo } from '#forms';

export const managerSettings = defineForm({
  id: 'manager-settings',
  title: 'Manager Settings',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose:
      'What the command line on an administrator’s own computer, the Manager, must be set to before anybody logs in to this system with it.',
    conditions:
      'A Manager tells its preferences at each login, and one that is set to less is refused with what to change. That a Manager tells the truth rests on whoever installed it: its preferences can be fixed for all users of a computer in /etc/ringfence/manager.json. Whether a client certificate is needed to connect at all is set in Service Security Levels.',
    recommendation:
      'High: then a Manager talks to this system alone, known by its authority since the enrolment, and to nobody who stands in between.',
  },
  fields: {
    leastCheckLevel: choice({
      label: 'Least Certificate Check Level',
      help: 'How a Manager must check the certificate of this system. Low: any is taken, and told. Medium: one that it does not know is shown to the person, who decides. High: it must be known already.',
      of: { low: 'Low', medium: 'Medium', high: 'High' },
      marks: { low: 'broken', medium: 'weak', high: 'proven' },
      initial: 'high',
    }),
    offerCertificate: yesNo({
      label: 'Certificate Offered',
      help: 'Whether a Manager must offer its own certificate.',
      initial: true,
    }),
    idleTimer: yesNo({
      label: 'Idle Timer',
      help: 'Whether a Manager must forget a login with which nothing was done for five minutes.',
      initial: true,
    }),
    certificateDays: whole({
      label: 'Certificate Lifetime',
      help: 'How long the certificate of a Manager holds. It is renewed by itself when somebody logs out during its last 60 days.',
      min: 90,
      max: 825,
      initial: 397,
      unit: 'days',
    }),
  },
});

export type ManagerSettings = RecordOf<typeof managerSettings>;
