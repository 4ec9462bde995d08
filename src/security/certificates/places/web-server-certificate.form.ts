// Web Server Certificate (SEC-4): what browsers and programs are shown, and how long before its end somebody is told.

import { defineForm, whole } from '#forms';
import { sourceField, uploadConditions, uploadedIsThere, uploadFields } from './fields.ts';

export const webServerCertificate = defineForm({
  id: 'web-server-certificate',
  title: 'Web Server Certificate',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose: 'The certificate that this system shows to browsers and programs, and where it is from.',
    conditions: `${uploadConditions} While ACME is chosen and has brought none yet, the certificate of the own authority is shown.`,
    recommendation:
      'For people with ordinary browsers use a certificate of a public authority, by ACME if you can: it renews itself. In a closed network, let the machines trust the own authority.',
  },
  fields: {
    source: sourceField,
    ...uploadFields,
    expiryWarningDays: whole({
      label: 'Expiry Warning',
      help: 'How many days before the end of any certificate of this system an alarm is raised. In the last seven days it is critical. Certificates that renew themselves are told only when that has failed.',
      section: 'Expiry',
      min: 30,
      max: 180,
      initial: 60,
      unit: 'days',
    }),
  },
  rules: uploadedIsThere,
});
