// Telephony Certificate (SEC-4): what phones and trunks are shown by SIP over TLS.

import { defineForm } from '#forms';
import { sourceField, uploadConditions, uploadedIsThere, uploadFields } from './fields.ts';

export const telephonyCertificate = defineForm({
  id: 'telephony-certificate',
  title: 'Telephony Certificate',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose: 'The certificate that this system shows to phones and trunks by SIP over TLS, and where it is from.',
    conditions: `${uploadConditions} Phones that trust only the authority of this system refuse a certificate of another: give them the other authority first.`,
    recommendation:
      'Leave it to the authority of this system, whose certificate phones are given when they are set up. Trunks of a provider may ask for a public one.',
  },
  fields: {
    source: sourceField,
    ...uploadFields,
  },
  rules: uploadedIsThere,
});
