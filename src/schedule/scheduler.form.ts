// The form Scheduler: what the system does by itself at set times.

import { choice, choices, defineForm, type RecordOf, text, yesNo } from '#forms';

export const scheduler = defineForm({
  id: 'scheduler',
  title: 'Scheduler',
  group: 'System',
  key: 'name',
  help: {
    purpose: 'What the system does by itself at set times: each task with its time of day and its days.',
    conditions:
      'Times are those of the clock on the wall where the system stands. A task that was due while the system did not run is done once soon after the next start. Each run is on record with its outcome; one that fails is an alarm until the same line succeeds. Scheduled Runs shows the last run of each line and runs it now.',
    recommendation:
      'Leave the renewal of certificates on, at a quiet hour, and the emergency self-test, at an hour when somebody is there. Switch on the export of archives where something fetches them from the directory exports.',
  },
  first: [
    { name: 'certificates', task: 'certificate-renewal', at: '03:10', enabled: true },
    { name: 'audit-archives', task: 'audit-archive-export', at: '02:30', enabled: false },
    { name: 'emergency', task: 'emergency-self-test', at: '09:10', enabled: true },
  ],
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the line in lists and in the audit trail.',
      max: 32,
      pattern: /^[a-z0-9][a-z0-9-]*$/,
      expects: '1 to 32 lower-case letters, digits and hyphens',
    }),
    task: choice({
      label: 'Task',
      help: 'Certificate renewal: own certificates that end soon, and those of ACME that are due. Audit archive export: archives of the audit trail that are not there yet, readable, into the directory exports of the data directory. Emergency self-test: whether everybody would reach each emergency number; nobody is called.',
      of: {
        'certificate-renewal': 'Certificate renewal',
        'audit-archive-export': 'Audit archive export',
        'emergency-self-test': 'Emergency self-test',
      },
    }),
    at: text({
      label: 'Time',
      help: 'The time of day, such as 03:10.',
      max: 5,
      initial: '03:00',
      blank: false,
      pattern: /^([01]\d|2[0-3]):[0-5]\d$/,
      expects: 'a time of day from 00:00 to 23:59',
      tidy: (value) => (/^\d:\d\d$/.test(value) ? `0${value}` : value),
    }),
    days: choices({
      label: 'Days',
      help: 'On which days of the week.',
      of: {
        monday: 'Monday',
        tuesday: 'Tuesday',
        wednesday: 'Wednesday',
        thursday: 'Thursday',
        friday: 'Friday',
        saturday: 'Saturday',
        sunday: 'Sunday',
      },
      initial: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
      min: 1,
    }),
    enabled: yesNo({
      label: 'Enabled',
      help: 'Whether it is done by itself. Run Now works either way.',
      initial: true,
    }),
  },
});

export type Schedule = RecordOf<typeof scheduler>;
export type TaskName = Schedule['task'];
