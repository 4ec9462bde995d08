// User Authorization Profiles (ADM-5): who may log in, to which tools, with which policy, and whether they may now.

import { limits, type Refusal } from '#base';
import { defineForm, type Look } from '#forms';
import { looksMade } from '../passwords/one-time.ts';
import { checkPassword } from '../passwords/rules.ts';
import { securityCodes } from '../security.codes.ts';
import { type Profile, profileFields, type Status } from './profile-fields.ts';
import { systemSecurityManagement } from './system-security-management.form.ts';

/** The login ID of the security administrator: there is one, from the first start on. */
export const securityLogin = 'security';

export const userAuthorizationProfiles = defineForm({
  id: 'user-authorization-profiles',
  title: 'User Authorization Profiles',
  group: 'Security',
  key: 'loginId',
  help: {
    purpose: 'The people and programs that may log in: to which tools, with which policy, and for how long.',
    conditions:
      'Only administrators with the policy root may grant System Administration or Application access, change profiles that have it, and import or export profiles; others manage the rest. A new profile without a password gets a one-time password, shown once. Whatever password somebody else has set must be changed at the next login. A change of status, tools, policy or password ends the sessions of the account. The security administrator cannot be deleted or disabled, and is changed by nobody else; neither can the last root administrator be lost.',
    recommendation:
      'One profile for each person, never a shared one. Leave the password blank and hand over what is shown. Give temporary profiles an expiry date, and delete all profiles of a person who leaves.',
  },
  fields: profileFields,
  settle: (record, { before, made }) => ({
    ...record,
    securityAdministrator: record.loginId === securityLogin,
    status: settleStatus(record.status, before === undefined, made.includes('password')),
  }),
  rules: (record, look) => [...checkTools(record), ...checkSecurity(record), ...checkNumber(look)],
  secretRules: (name, clear, { loginId }, look) =>
    looksMade(clear.reveal()) ? [] : checkPassword(clear, loginId, look.single(systemSecurityManagement), name),
});

const lasting: readonly Status[] = ['disabled', 'locked-idle', 'locked-expired'];

/** A one-time password takes back what wrong or old passwords have caused, and nothing else. A copy takes no lock over. */
function settleStatus(status: Status, isNew: boolean, isReset: boolean): Status {
  if (isNew && status.startsWith('locked-')) return 'force-new-password';
  return isReset && !lasting.includes(status) ? 'force-new-password' : status;
}

function checkTools(profile: Profile): readonly Refusal[] {
  const { systemAdministration, application, adminPolicy, securityAdministrator } = profile;
  const needed = (systemAdministration || application) && !securityAdministrator;
  return needed && adminPolicy === '' ? [securityCodes.refuse('security.policy-needed', {}, 'adminPolicy')] : [];
}

/** The security administrator has no right to the configuration, and can always come back. */
function checkSecurity(profile: Profile): readonly Refusal[] {
  if (!profile.securityAdministrator) return [];
  const wrong: [keyof Profile & string, boolean][] = [
    ['systemAdministration', !profile.systemAdministration],
    ['adminPolicy', profile.adminPolicy !== ''],
    ['groupAdministration', profile.groupAdministration],
    ['desktop', profile.desktop],
    ['application', profile.application],
    ['status', profile.status === 'disabled'],
    ['expiryDate', profile.expiryDate !== ''],
  ];
  return wrong.flatMap(([field, holds]) =>
    holds ? [securityCodes.refuse('security.security-administrator-stays', {}, field)] : [],
  );
}

function checkNumber(look: Look): readonly Refusal[] {
  const most = limits.accounts.profiles;
  const count = [...look.keys('user-authorization-profiles')].length;
  return count > most ? [securityCodes.refuse('security.too-many-profiles', { most })] : [];
}
