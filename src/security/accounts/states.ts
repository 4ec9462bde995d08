// The eight states of an account (IAM-4): which one it is in now, by what is stored, what has passed since, and the settings.

import type { KeptPassword } from '../passwords/kept-password.ts';
import { endOfDayMs } from './day.ts';
import type { LoginState } from './login-book.ts';
import type { Profile, Status } from './profile-fields.ts';
import type { SecuritySettings } from './system-security-management.form.ts';

export interface Standing {
  readonly profile: Profile;
  readonly login: LoginState;
  readonly kept: KeptPassword | undefined;
  /** The security administrator and the last root: no lock that ends only by hand comes upon them. */
  readonly isSpared: boolean;
}

type Times = Pick<SecuritySettings, 'accountIdleDays' | 'passwordChangePeriodDays'>;

const dayMs = 86_400_000;
const byHandAlone: readonly Status[] = ['disabled', 'locked-password-error', 'locked-idle', 'locked-expired'];

/** The state at this moment; where it is not the stored one, the profile is due for a change. */
export function statusNow(standing: Standing, settings: Times, nowMs: number): Status {
  const { profile, login, isSpared } = standing;
  const { status, expiryDate } = profile;
  if (byHandAlone.includes(status)) return status;
  if (status === 'locked-temporary' && nowMs < login.lockedUntilMs) return status;
  if (expiryDate !== '' && nowMs >= endOfDayMs(expiryDate)) return 'locked-expired';
  const idleFromMs = Math.max(login.lastLoginAtMs, login.timersFromMs);
  if (!isSpared && isOver(idleFromMs, settings.accountIdleDays, nowMs)) return 'locked-idle';
  return passwordStatus(standing, settings, nowMs);
}

function passwordStatus({ profile, login, kept }: Standing, settings: Times, nowMs: number): Status {
  const before = profile.status === 'locked-temporary' ? login.statusBeforeLock : profile.status;
  if (before === 'force-new-password' || kept?.oneTime !== false) return 'force-new-password';
  const isOld = isOver(passwordFromMs(kept, login), settings.passwordChangePeriodDays, nowMs);
  return isOld || before === 'locked-password-expired' ? 'locked-password-expired' : 'enabled';
}

/** From when the password's age counts: enabling an account by hand begins all its timers anew. */
const passwordFromMs = (kept: KeptPassword, { timersFromMs }: LoginState): number =>
  Math.max(kept.setAtMs, timersFromMs);

/** `days` of 0 are never over. */
const isOver = (fromMs: number, days: number, nowMs: number): boolean => days > 0 && nowMs >= fromMs + days * dayMs;

/** The states in which the right password opens the account, once a new one is chosen where that is due. */
export const isOpen = (status: Status): boolean =>
  status === 'enabled' || status === 'force-new-password' || status === 'locked-password-expired';

/** The states in which sessions go on: guesses of others, which lock an account for a time, end nobody's work. */
export const keepsSessions = (status: Status): boolean => status === 'enabled' || status === 'locked-temporary';

/** Days until the password expires; -1 when it does not, or the reminder is not due. */
export function passwordExpiresInDays(standing: Standing, settings: SecuritySettings, nowMs: number): number {
  const { kept, login } = standing;
  const { passwordChangePeriodDays: days, expiryReminderDays } = settings;
  if (days === 0 || kept === undefined) return -1;
  return daysUntil(passwordFromMs(kept, login) + days * dayMs, nowMs, expiryReminderDays);
}

/** Days until the account expires, as above. */
export const accountExpiresInDays = (profile: Profile, { expiryReminderDays }: SecuritySettings, nowMs: number) =>
  profile.expiryDate === '' ? -1 : daysUntil(endOfDayMs(profile.expiryDate), nowMs, expiryReminderDays);

function daysUntil(endMs: number, nowMs: number, reminderDays: number): number {
  const days = Math.max(0, Math.floor((endMs - nowMs) / dayMs));
  return days <= reminderDays ? days : -1;
}
