// The root administrators on whom one can count: there is always one of them.

import { rootPolicy } from '../access/admin-policies.form.ts';
import type { Profile, Status } from './profile-fields.ts';

/** The states from which a login is possible, now or when some time has passed. */
const open: readonly Status[] = ['enabled', 'force-new-password', 'locked-temporary', 'locked-password-expired'];

/** The login IDs of those who may log in as root and do not expire. */
export function lastingRoots(profiles: Iterable<Profile>): readonly string[] {
  const roots: string[] = [];
  for (const profile of profiles) if (isLastingRoot(profile)) roots.push(profile.loginId);
  return roots;
}

const isLastingRoot = ({ systemAdministration, adminPolicy, status, expiryDate }: Profile): boolean =>
  systemAdministration && adminPolicy === rootPolicy && expiryDate === '' && open.includes(status);
