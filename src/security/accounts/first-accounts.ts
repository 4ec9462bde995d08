// The two first accounts (ADM-7): the root administrator, who configures, and the security administrator, who alone edits the security settings.

import type { Secret } from '#base';
import type { Patch } from '#forms';
import { rootPolicy } from '../access/admin-policies.form.ts';
import { makeOneTimePassword } from '../passwords/one-time.ts';
import { securityLogin, userAuthorizationProfiles } from './user-authorization-profiles.form.ts';

/** A profile to add, and its password for the one time that it is shown. */
export interface FirstAccount {
  readonly loginId: string;
  readonly displayName: string;
  readonly oneTimePassword: Secret;
  readonly change: { readonly kind: 'add'; readonly form: string; readonly patch: Patch };
}

/** Both, with fresh one-time passwords, to be changed at the first login. */
export const makeFirstAccounts = (): readonly FirstAccount[] => [
  firstAccount('administrator', 'Root administrator', { userName: 'Root administrator', adminPolicy: rootPolicy }),
  firstAccount(securityLogin, 'Security administrator', { userName: 'Security admin' }),
];

function firstAccount(loginId: string, displayName: string, more: Patch): FirstAccount {
  const oneTimePassword = makeOneTimePassword();
  const patch = { loginId, ...more, password: oneTimePassword.reveal(), systemAdministration: true };
  return { loginId, displayName, oneTimePassword, change: { kind: 'add', form: userAuthorizationProfiles.id, patch } };
}
