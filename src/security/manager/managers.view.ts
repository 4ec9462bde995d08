// The view of Managers (SEC-6): the computers from which this system is managed, each with its certificate and its preferences.

import { defineView, moment, type RecordOf, text } from '#forms';

export const managersView = defineView({
  id: 'managers',
  title: 'Managers',
  group: 'Security',
  duty: 'security',
  key: 'name',
  help: {
    purpose:
      'The computers from which this system is managed with the command line: their certificates, when they were last seen, and what they told of their preferences.',
    conditions:
      'A computer gets here by an enrolment code (made on the page Security, or by `ringfence manager invite NAME` on this machine or from a Manager), which holds for 15 minutes and once. A copy of its certificate is in Trusted Certificates. Whoever logs in there has the rights of their own account, no others.',
    recommendation:
      'Shut out what is lost, given away or not seen for months. One code for each computer: certificates that are copied around prove nothing.',
  },
  fields: {
    name: text({ label: 'Name', help: 'Names the computer.', max: 40 }),
    lastSeen: moment({ label: 'Last seen', help: 'When somebody last logged in there.', initial: '' }),
    lastUser: text({ label: 'Last login ID', help: 'Who that was.', max: 20, initial: '' }),
    lastFrom: text({ label: 'Last address', help: 'Where it came from.', max: 60, initial: '' }),
    version: text({ label: 'Version', help: 'Of the command line, as it says.', max: 40, initial: '' }),
    checkLevel: text({
      label: 'Certificate check level',
      help: 'How it checks the certificates of systems, as it says: low, medium or high.',
      max: 10,
      initial: '',
    }),
    offersCertificate: text({
      label: 'Offers its certificate',
      help: 'Whether it does, as it says: yes or no.',
      max: 3,
      initial: '',
    }),
    idleTimer: text({
      label: 'Idle timer',
      help: 'Whether it forgets a login after five minutes, as it says: yes or no.',
      max: 3,
      initial: '',
    }),
    fixed: text({
      label: 'Preferences fixed',
      help: 'Which of them whoever installed the computer has fixed, as it says.',
      max: 100,
      initial: '',
    }),
    enrolled: moment({ label: 'Enrolled', help: 'When it got its certificate.' }),
    enrolledBy: text({ label: 'Enrolled by', help: 'Who made its code.', max: 60 }),
    ends: moment({ label: 'Certificate ends', help: 'Its last moment.' }),
    fingerprint: text({ label: 'Fingerprint', help: 'SHA-256 over its certificate.', max: 100 }),
  },
  actions: {
    shutOut: {
      label: 'Shut out',
      help: 'Revokes the certificate, takes it out of Trusted Certificates, and ends the sessions that were begun with it.',
      confirm: 'Shut this computer out? To manage the system again it needs a new code.',
    },
  },
});

export type ManagerRecord = RecordOf<typeof managersView>;
