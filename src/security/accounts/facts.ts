// What the audit trail is told of logins, sessions and locks (IAM-3, REC-1). No password, and no name that is no account's.

import type { AuditFact } from '#records';
import type { SessionRow } from '#storage';
import type { Actor } from '../actor.ts';
import type { From } from '../sessions/session.ts';
import { type Tool, toolTitles } from '../sessions/tool.ts';

/** Stands for a name that is no account's: people type their password into the wrong field. */
export const unknownUser = '(unknown)';
const context = 'LoginLogout Security Audit';

export const loginActor = (user: string, tool: Tool, { address }: From): Actor => ({
  user,
  sourceIp: address,
  application: toolTitles[tool],
  context,
});

export function loginFact(actor: Actor, sessionId: string, policy: string, comments: string): AuditFact {
  const data = `User Validated: true; Session Available: true; Session ID: ${sessionId}; System Admin Policy: ${policy}`;
  return { level: 'low', actor, action: 'login', data: `${data}; Comments: ${comments}` };
}

/** `validated`: whether the password was right. */
export const refusedFact = (actor: Actor, validated: boolean, comments: string): AuditFact => ({
  level: 'medium',
  actor,
  action: 'login refused',
  data: `User Validated: ${validated}; Comments: ${comments}`,
});

/** The first half of a login: the password was right. */
export const askedFact = (actor: Actor, may: readonly string[]): AuditFact => ({
  level: 'low',
  actor,
  action: 'second factor asked',
  data: `User Validated: true; Comments: ${may.length === 0 ? 'none can be used' : may.join(', ')}`,
});

/** Something was done with the second factors of an account, by its person or by somebody else. */
export const factorFact = (actor: Actor, action: string, loginId: string, about: string): AuditFact => ({
  level: 'medium',
  actor,
  action,
  data: `User: ${loginId}; ${about}`,
});

export const lockFact = (actor: Actor, data: string): AuditFact => ({
  level: 'high',
  actor,
  action: 'password reject limit',
  data,
});

export const logoutFact = (actor: Actor, { id }: SessionRow): AuditFact => ({
  level: 'low',
  actor,
  action: 'logout',
  data: `User Validated: true; Session ID: ${id}; Comments: `,
});

/** A session that ended without its person leaving. */
export const endedFact = (actor: Actor, { id, loginId }: SessionRow, why: string): AuditFact => ({
  level: 'low',
  actor,
  action: 'session ended',
  data: `Session ID: ${id}; User: ${loginId}; Comments: ${why}`,
});

export const csrfFact = (actor: Actor, { id }: SessionRow): AuditFact => ({
  level: 'high',
  actor,
  action: 'request refused',
  data: `Session ID: ${id}; Comments: the request does not show the CSRF token of its session`,
});
