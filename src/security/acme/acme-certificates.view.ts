// The view ACME Certificates: what came from an ACME authority for each place, when it is renewed, what went wrong last.

import { choice, defineView, moment, type RecordOf, text } from '#forms';

export const acmeCertificates = defineView({
  id: 'acme-certificates',
  title: 'ACME Certificates',
  group: 'Security',
  duty: 'security',
  key: 'place',
  help: {
    purpose:
      'The certificates that come by themselves (ACME): of each place what was issued, when it is renewed, and how the last order went.',
    conditions:
      'One line for each place that Automatic Certificates names. A certificate is shown to others where the form of that place has ACME as its source. After a failed order the next one waits an hour, then longer each time up to a day, or as long as the authority says.',
    recommendation: 'Order a certificate here once after setting it up, to see that it works.',
  },
  fields: {
    place: text({ label: 'Place', help: 'Where the certificate belongs.' }),
    state: choice({
      label: 'State',
      help: 'How it stands: in order, none yet, being ordered, or the last order failed.',
      of: { good: 'In order', none: 'None yet', ordering: 'Being ordered', failed: 'The last order failed' },
      initial: 'none',
      marks: { good: 'proven', none: 'off', ordering: 'weak', failed: 'broken' },
    }),
    names: text({ label: 'Names', help: 'For which names it was issued.', max: 2_000, initial: '' }),
    issuer: text({ label: 'Issuer', help: 'Who signed it.', initial: '' }),
    ends: moment({ label: 'Ends', help: 'The last moment of its life.', initial: '' }),
    renewal: moment({ label: 'Next Order', help: 'When it is ordered anew.', initial: '' }),
    lastTry: moment({ label: 'Last Order', help: 'When the last order began.', initial: '' }),
    words: text({
      label: 'What Happened',
      help: 'The step that failed and why; blank after a success.',
      max: 1_000,
      initial: '',
    }),
  },
  actions: {
    order: {
      label: 'Order Now',
      help: 'Orders a certificate for this place now, whatever is left of the present one.',
      confirm: 'Order a certificate for this place now? Public authorities allow a few for the same names each week.',
    },
  },
});

export type AcmeCertificate = RecordOf<typeof acmeCertificates>;
