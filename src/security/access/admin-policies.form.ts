// Admin Policies (ADM-6): which forms an administrator sees and changes. Only the root policy sees this form.

import type { Refusal } from '#base';
import { type AccessMap, access, choice, defineForm, type Look, text, yesNo } from '#forms';
import { securityCodes } from '../security.codes.ts';

/** The policy that may everything of the configuration: it cannot be changed, deleted or copied. */
export const rootPolicy = 'root';

const builtIn: readonly string[] = [rootPolicy, 'system', 'remote', 'no access'];
export const isBuiltIn = (policy: string): boolean => builtIn.includes(policy);

const levels = { none: 'No access', read: 'Read', write: 'Read/Write' } as const;

export const adminPolicies = defineForm({
  id: 'admin-policies',
  title: 'Admin Policies',
  group: 'Security',
  key: 'name',
  help: {
    purpose: 'Which forms and views the administrators with a policy may see and change.',
    conditions:
      'Only administrators with the policy root and the security administrator see this form; the latter changes Second Factor, of root too, and nothing else of it. Root may everything of the configuration; it cannot be changed otherwise, deleted or copied. System, remote and no access can be changed and copied, not deleted; further policies are free. A form without access does not exist for whoever has the policy: not in the tree, in search, in exports or in the audit trail. A change of a policy ends the sessions of those who have it. Where a second factor is required, whoever has none yet must set one up at their next login, before anything else. No policy gives access to this form, lets anyone change the security settings, or lets anyone grant System Administration.',
    recommendation:
      'Require a second factor of every policy that people have; give programs a policy of their own. Give each administrator the least that their work needs: copy no access and add what is needed, rather than take away from system. Delete profiles that were made for maintenance when it is done.',
  },
  first: [
    {
      name: rootPolicy,
      description: 'All of the configuration. It cannot be changed, deleted or copied.',
      defaultAccess: 'write',
    },
    { name: 'system', description: 'Administrators of this system.', defaultAccess: 'write' },
    { name: 'remote', description: 'Administrators from outside, such as a supplier.', defaultAccess: 'write' },
    { name: 'no access', description: 'Nothing, until something is added.', defaultAccess: 'none' },
  ],
  fields: {
    name: text({
      label: 'Policy Name',
      help: 'Names the policy in User Authorization Profiles.',
      max: 20,
      pattern: /^[a-z0-9]+([ -][a-z0-9]+)*$/,
      expects: 'at most 20 lower-case letters and digits, with single blanks or hyphens between them',
      tidy: (name) => name.toLowerCase().replace(/\s+/g, ' '),
    }),
    description: text({ label: 'Description', help: 'Whom it is for.', max: 100, initial: '' }),
    builtIn: yesNo({
      label: 'Default Policy',
      help: 'Whether the policy came with the system. It cannot be set.',
      initial: false,
    }),
    defaultAccess: choice({
      label: 'Default Access Type',
      help: 'For forms and views that the policy does not name, and for those that later versions bring.',
      of: levels,
      initial: 'none',
    }),
    secondFactor: yesNo({
      label: 'Second Factor',
      help: 'Whether those who have the policy must prove themselves with a one-time code or a passkey beside their password, at every login to every tool. Only the security administrator changes it.',
      duty: 'security',
      initial: false,
    }),
    members: access({
      label: 'Policy Members',
      help: 'The forms and views for which the policy says something of its own. Read: it is seen, not changed. Read/Write: it is seen and changed. No access: it does not exist.',
    }),
  },
  settle: (record) => ({ ...record, builtIn: isBuiltIn(record.name) }),
  rules: ({ members }, look) => checkMembers(members, look),
});

function checkMembers(members: AccessMap, look: Look): readonly Refusal[] {
  const known = new Set(look.formIds());
  const unknown = Object.keys(members).filter((id) => !known.has(id));
  return unknown.map((id) => securityCodes.refuse('security.policy-unknown-form', { id }, 'members'));
}
