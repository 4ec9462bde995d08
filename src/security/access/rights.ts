// Rights: what kind of administrator acts. Resolved from the configuration with every request, never kept.

export type RightsKind =
  /** The root policy: all of the configuration. */
  | 'root'
  /** A named policy of Admin Policies. */
  | 'policy'
  /** The security administrator: the security settings and nothing else (ADM-7). */
  | 'security'
  /** One's own password, and nothing else. */
  | 'own'
  /** Nothing of the configuration. */
  | 'none';

export interface Rights {
  readonly kind: RightsKind;
  /** The name of the policy; blank where there is none. */
  readonly policy: string;
}

export const noRights: Rights = Object.freeze({ kind: 'none', policy: '' });
export const securityRights: Rights = Object.freeze({ kind: 'security', policy: '' });
export const ownRights: Rights = Object.freeze({ kind: 'own', policy: '' });
