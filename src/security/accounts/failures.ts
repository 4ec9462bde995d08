// What a wrong password or second factor does to an account (IAM-3): counted within ten minutes, and at the limit one of four actions.

import type { LoginState } from './login-book.ts';
import { failureWindowMs } from './login-sources.ts';
import type { Status } from './profile-fields.ts';
import { isOpen, type Standing } from './states.ts';
import type { SecuritySettings } from './system-security-management.form.ts';

export interface Failed {
  readonly login: LoginState;
  /** Where the account comes into another state. */
  readonly to?: Status;
  /** For the audit trail. */
  readonly comments: string;
  /** What is done at the limit, for the audit trail; blank before it. */
  readonly atLimit: string;
}

const minuteMs = 60_000;

/** `status`: the state in which the account is at this moment; `what` was wrong. */
export function afterFailure(
  standing: Standing,
  status: Status,
  settings: SecuritySettings,
  nowMs: number,
  what = 'wrong password',
): Failed {
  const login = { ...standing.login, failuresSince: standing.login.failuresSince + 1 };
  if (!isOpen(status)) return { login, comments: `${what}; the account is ${status}`, atLimit: '' };
  const { passwordRejectLimit: limit, passwordRejectAction: action } = settings;
  const recent = login.failures.filter((atMs) => atMs > nowMs - failureWindowMs && atMs <= nowMs);
  const failures = [...recent, nowMs];
  const comments = limit === 0 ? what : `${what}, ${failures.length} of ${limit}`;
  if (limit === 0 || action === 'none' || failures.length < limit)
    return { login: { ...login, failures: failures.slice(-Math.max(limit, 1)) }, comments, atLimit: '' };
  return { ...atLimit(standing, { ...login, failures: [] }, settings, nowMs), comments };
}

function atLimit(
  { profile, isSpared }: Standing,
  login: LoginState,
  { passwordRejectAction: action, temporaryLockMinutes: minutes }: SecuritySettings,
  nowMs: number,
): Omit<Failed, 'comments'> {
  if (action === 'log') return { login, atLimit: 'logged' };
  if (action === 'log-disable' && !isSpared) return { login, to: 'locked-password-error', atLimit: 'account locked' };
  // A lock that has just ended by itself is still in the profile.
  const statusBeforeLock = profile.status === 'locked-temporary' ? login.statusBeforeLock : profile.status;
  const locked = { ...login, statusBeforeLock, lockedUntilMs: nowMs + minutes * minuteMs };
  return { login: locked, to: 'locked-temporary', atLimit: `account locked for ${minutes} minutes` };
}
