// Accounts: who may log in, with what, and what happens to those who guess. The one door for every tool.

import type { Refusal, Result, Secret } from '#base';
import type { Actor } from '../actor.ts';
import type { ActiveSession, From, LoggedIn, Shown } from '../sessions/session.ts';
import type { Tool } from '../sessions/tool.ts';

export interface LoginWish {
  readonly loginId: string;
  readonly password: Secret;
  readonly tool: Tool;
  /** Needed while there is a banner. */
  readonly bannerAccepted?: boolean;
  /** A password to have from now on: needed where the answer was `security.password-must-change`. */
  readonly newPassword?: Secret;
  readonly from: From;
}

/** An account as the machine's owner sees it. */
export interface UserSummary {
  readonly loginId: string;
  readonly userName: string;
  readonly status: string;
  readonly policy: string;
  /** 0: never. */
  readonly lastLoginAtMs: number;
  readonly lastLoginFrom: string;
}

export interface Accounts {
  /** The text that must be accepted before a login; blank when there is none. */
  banner(): string;
  /** What a new password must be, in words, one rule each. */
  passwordRules(): readonly string[];
  /**
   * Refused: `security.banner-not-accepted`, `security.login-busy`, `security.login-refused` for every reason that a stranger
   * could ask about; only after the right password `security.password-must-change` (with the rules that a new one broke) and
   * `security.no-session-free`.
   */
  login(wish: LoginWish): Promise<Result<LoggedIn, readonly Refusal[]>>;
  /** The session that is shown. Refused: `security.no-session`, and with `changes` also `security.csrf`. Never waits. */
  session(shown: Shown, changes: boolean): Result<ActiveSession>;
  logout(shown: Shown): Promise<Result<void>>;
  /** One's own password. The session goes on under another token; all others of the account end. */
  changePassword(
    shown: Shown,
    current: Secret,
    next: Secret,
    from: From,
  ): Promise<Result<LoggedIn, readonly Refusal[]>>;
  users(): readonly UserSummary[];
  /** Takes back a lock, or a disabling; its timers begin anew. */
  unlock(actor: Actor, loginId: string): Promise<Result<void, readonly Refusal[]>>;
  /** A one-time password, to be changed at the next login; ends the sessions of the account. */
  resetPassword(actor: Actor, loginId: string): Promise<Result<Secret, readonly Refusal[]>>;
  close(): Promise<void>;
}
