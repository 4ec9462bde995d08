// The form Security Profile: which of the three profiles this site has adopted, against which it is checked all the time (SEC-7).

import { choice, defineForm, type RecordOf } from '#forms';

export const securityProfile = defineForm({
  id: 'security-profile',
  title: 'Security Profile',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose: 'The security profile that this site has adopted: what the system is checked against, all the time.',
    conditions:
      'Changing this form changes no other setting; "Apply profile" on the page Security Checks, or `ringfence security apply`, sets what a profile demands and adopts it, as one change that can be undone in one step. With every change of a security setting and once an hour each line of the adopted profile is looked at again, by connecting to what is open where that can tell. A line that was met and is not any more is an alarm that names the change and whose it was.',
    recommendation:
      'Medium for every site. Maximum where only machines with a recognised certificate may reach the tools; bring the certificates first. Minimum is for a system on a bench.',
  },
  fields: {
    profile: choice({
      label: 'Adopted profile',
      help: 'Minimum: passwords are changed and administration is encrypted. Medium: passwords are complex and age, nothing unencrypted is open. Maximum: only recognised certificates get in, and certificates are of a third party. None: nothing is an alarm.',
      of: { none: 'None', minimum: 'Minimum', medium: 'Medium', maximum: 'Maximum' },
      initial: 'medium',
    }),
  },
});

export type SecurityProfile = RecordOf<typeof securityProfile>;
