// Private Authority (SEC-4): how the authority of this system issues certificates and takes them back.

import { defineForm, type RecordOf, text, whole } from '#forms';

export const privateAuthority = defineForm({
  id: 'private-authority',
  title: 'Private Authority',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose:
      'The certificate authority of this system, which phones and administrators’ machines trust: what it issues, and how it takes back what it issued.',
    conditions:
      'It was made at the first start and signs with P-256. Its own certificate stays as it is, since phones trust it as it is; what is set here holds for certificates and revocation lists that are issued from then on. What it has issued is in the view Issued Certificates, where it is revoked.',
    recommendation:
      'Issue one certificate to each machine, never one for several. Revoke it on the day when the machine is lost or its owner leaves.',
  },
  fields: {
    name: text({
      label: 'Organization',
      help: 'Stands as organization in the certificates that it issues. Blank: none.',
      max: 64,
      initial: '',
      pattern: /^[A-Za-z0-9][A-Za-z0-9 .,&'()+/:_-]*$/,
      expects: "at most 64 letters, digits, blanks and . , & ' ( ) + / : _ -",
    }),
    issuedDays: whole({
      label: 'Issued For',
      help: 'How long a certificate is good that is issued to a phone, a Manager, a machine or a controller.',
      min: 1,
      max: 825,
      initial: 397,
      unit: 'days',
    }),
    crlLifetimeDays: whole({
      label: 'Revocation List Good For',
      help: 'After how many days a revocation list is no longer good. It is signed anew after half of this time, and at once when something is revoked.',
      section: 'Revocation',
      min: 1,
      max: 30,
      initial: 7,
      unit: 'days',
    }),
    crlAddress: text({
      label: 'Address of the Revocation List',
      help: 'Where others fetch the list, such as http://pbx.example.com/crl: the listener http serves it. It is written into certificates that are issued from then on. Blank: this system alone goes by the list.',
      section: 'Revocation',
      max: 200,
      initial: '',
      pattern: /^http:\/\/[A-Za-z0-9.[\]:-]+\/[A-Za-z0-9._/-]*$/,
      expects: 'an address that begins with http://',
    }),
  },
});

export type PrivateAuthority = RecordOf<typeof privateAuthority>;
