// Device Certificate (SEC-4, CLU-3): by what this system is known to other controllers.

import { choice, defineForm } from '#forms';
import { uploadConditions, uploadedIsThere, uploadFields } from './fields.ts';

export const deviceCertificate = defineForm({
  id: 'device-certificate',
  title: 'Device Certificate',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose: 'The certificate by which this system is known to other controllers, and where it is from.',
    conditions: `${uploadConditions} Controllers show it when they call each other, too: a public authority seldom issues for both, the own one does.`,
    recommendation:
      'Leave it to the authority of this system. Reuse the web server’s where your rules ask for one certificate per machine.',
  },
  fields: {
    source: choice({
      label: 'Source',
      help: 'Where the certificate is from. An upload chooses Uploaded by itself.',
      of: {
        authority: 'The authority of this system',
        uploaded: 'Uploaded',
        web: 'That of the web server',
      },
      initial: 'authority',
    }),
    ...uploadFields,
  },
  rules: uploadedIsThere,
});
