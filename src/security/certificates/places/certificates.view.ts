// The view Certificates (SEC-4): what is in force at each place, whose it is and when it ends.

import { choice, defineView, moment, type RecordOf, text, whole } from '#forms';

export const certificatesView = defineView({
  id: 'certificates',
  title: 'Certificates',
  group: 'Security',
  duty: 'security',
  key: 'place',
  help: {
    purpose: 'The certificates that this system shows at this moment, at each place, and the authority of its own.',
    conditions:
      'Own certificates are renewed by themselves 60 days before they end, and when a name of the system changes. Those of the kind RSA are there only while a TLS level asks for old suites.',
    recommendation: 'Compare the fingerprint with what a phone or browser shows when you doubt whom it talks to.',
  },
  fields: {
    place: text({ label: 'Place', help: 'Where it is shown.', max: 40 }),
    subject: text({ label: 'Subject', help: 'Whom it names.', max: 300, initial: '' }),
    names: text({ label: 'Names', help: 'The names and addresses that it is for.', max: 8_000, initial: '' }),
    issuer: text({ label: 'Issuer', help: 'Who issued it.', max: 300, initial: '' }),
    keyKind: text({ label: 'Key', help: 'The kind of its key.', max: 40, initial: '' }),
    ends: moment({ label: 'Ends', help: 'Its last moment.' }),
    daysLeft: whole({ label: 'Days Left', help: 'Whole days until then.', min: -100_000, max: 100_000, unit: 'days' }),
    source: choice({
      label: 'Source',
      help: 'Where it is from.',
      of: { authority: 'Own authority', uploaded: 'Uploaded', acme: 'ACME', web: 'That of the web server' },
    }),
    state: choice({
      label: 'State',
      help: 'Whether it is good for long enough.',
      of: { good: 'Good', soon: 'Ends soon', ended: 'Has ended' },
      marks: { good: 'proven', soon: 'weak', ended: 'broken' },
    }),
    fingerprint: text({ label: 'Fingerprint', help: 'SHA-256 over the certificate.', max: 100 }),
    serial: text({ label: 'Serial Number', help: 'By which its issuer names it.', max: 80 }),
  },
  actions: {
    renewNow: {
      label: 'Renew now',
      help: 'Issues the own certificate of this place anew, with another key. The old one is revoked.',
      confirm: 'Issue this certificate anew?',
    },
    makeRequest: {
      label: 'Make signing request',
      help: 'Makes a key and a request for an authority to sign; both stay in the form of this place until the answer is uploaded. An open request is replaced.',
      confirm: 'Make a signing request for this place?',
    },
  },
});

export type CertificateRow = RecordOf<typeof certificatesView>;
