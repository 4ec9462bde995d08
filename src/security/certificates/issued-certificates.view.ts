// The view Issued Certificates (SEC-4): what the private authority has issued, to whom, until when, and what it took back.

import { choice, defineView, moment, type RecordOf, text } from '#forms';

export const issuedKinds = {
  person: 'Administrator’s machine',
  phone: 'Phone',
  manager: 'Manager',
  controller: 'Controller',
  own: 'This system',
} as const;

/** For whom a certificate is. */
export type IssuedKind = keyof typeof issuedKinds;

export const issuedCertificates = defineView({
  id: 'issued-certificates',
  title: 'Issued Certificates',
  group: 'Security',
  duty: 'security',
  key: 'serial',
  help: {
    purpose:
      'The certificates that the private authority of this system has issued and that have not been forgotten yet.',
    conditions:
      'A revoked certificate is refused here at once, and by others as soon as they have the new revocation list. It cannot be taken back into use. A certificate that has ended is forgotten after 90 days; whether it was revoked no longer matters then.',
    recommendation: 'Revoke what was lost, what nobody uses, and what you cannot explain.',
  },
  fields: {
    serial: text({ label: 'Serial Number', help: 'By which the revocation list names it.', max: 40 }),
    name: text({ label: 'Name', help: 'Whose it is: the common name in it.', max: 64 }),
    kind: choice({ label: 'Kind', help: 'For whom it is.', of: issuedKinds }),
    issued: moment({ label: 'Issued', help: 'When it was issued.' }),
    issuedBy: text({ label: 'Issued By', help: 'Who had it issued.', max: 64, initial: '' }),
    ends: moment({ label: 'Ends', help: 'Its last moment.' }),
    state: choice({
      label: 'State',
      help: 'Whether it is taken.',
      of: { good: 'Good', ended: 'Has ended', revoked: 'Revoked' },
      marks: { good: 'proven', ended: 'off', revoked: 'broken' },
    }),
    revoked: moment({ label: 'Revoked', help: 'When it was revoked.', initial: '' }),
    reason: choice({
      label: 'Reason',
      help: 'Why it was revoked.',
      of: {
        none: 'Not revoked',
        unused: 'No longer needed',
        stolen: 'Key lost or stolen',
        replaced: 'Replaced by another',
      },
    }),
    fingerprint: text({ label: 'Fingerprint', help: 'SHA-256 over the certificate.', max: 100 }),
  },
  actions: {
    revoke: {
      label: 'Revoke: no longer needed',
      help: 'Takes the certificate back for good, because its machine or its owner no longer needs it.',
      confirm: 'Revoke this certificate? It cannot be taken back into use.',
    },
    revokeStolen: {
      label: 'Revoke: key lost or stolen',
      help: 'Takes the certificate back for good, because somebody else may have its key.',
      confirm: 'Revoke this certificate as stolen? It cannot be taken back into use.',
    },
    revokeReplaced: {
      label: 'Revoke: replaced',
      help: 'Takes the certificate back for good, because another one is used instead.',
      confirm: 'Revoke this certificate as replaced? It cannot be taken back into use.',
    },
  },
});

export type IssuedCertificate = RecordOf<typeof issuedCertificates>;
