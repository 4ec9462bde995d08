// Accounts: who may log in, with what, and what happens to those who guess. The one door for every tool.

import { type Clock, type Log, limits, no, ok, type Refusal, type Result, type Secret } from '#base';
import type { AuditTrail } from '#records';
import type { SessionRow, Storage } from '#storage';
import type { Actor } from '../actor.ts';
import type { PasswordKeeper } from '../passwords/keeper.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { passwordRules } from '../passwords/rules.ts';
import { securityCodes } from '../security.codes.ts';
import type { ActiveSession, From, LoggedIn, SessionView, Shown } from '../sessions/session.ts';
import { isCsrf, Sessions } from '../sessions/sessions.ts';
import type { SessionRecord } from '../sessions/sessions.view.ts';
import { csrfOf } from '../sessions/token.ts';
import { isTool, type Tool, toolTitles } from '../sessions/tool.ts';
import type { Desk } from './desk.ts';
import { csrfFact, endedFact, loginActor, logoutFact } from './facts.ts';
import { LoginWalk, type LoginWish, refuseLogin } from './login.ts';
import { LoginBook } from './login-book.ts';
import { LoginSources, sourceOf } from './login-sources.ts';
import { setOwnPassword } from './own-password.ts';
import { People, rightsOf } from './people.ts';
import type { Profile } from './profile-fields.ts';
import { accountExpiresInDays, passwordExpiresInDays } from './states.ts';
import { userAuthorizationProfiles } from './user-authorization-profiles.form.ts';
import { AccountWatch } from './watch.ts';
import { Writer } from './writer.ts';

export interface AccountsOptions {
  readonly desk: Desk;
  readonly storage: Pick<Storage, 'attempt' | 'transaction' | 'loginStates' | 'sessions'>;
  readonly trail: Pick<AuditTrail, 'append' | 'note'>;
  readonly passwords: Passwords;
  readonly keeper: PasswordKeeper;
  readonly clock: Clock;
  readonly log: Log;
  /** Logins are answered at multiples of this. Default: as in base/limits.ts; 0 in tests that do not measure. */
  readonly answerEveryMs?: number;
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

type Parts = Omit<AccountsOptions, 'answerEveryMs'> & {
  readonly answerEveryMs: number;
  readonly book: LoginBook;
  readonly people: People;
  readonly sessions: Sessions;
  readonly writer: Writer;
};

const minuteMs = 60_000;

export class Accounts {
  readonly #parts: Parts;
  readonly #walk: LoginWalk;
  readonly #watch: AccountWatch;
  readonly #sources: LoginSources;
  #underWay = 0;

  private constructor(parts: Parts) {
    const { desk, keeper, clock } = parts;
    this.#parts = parts;
    this.#sources = new LoginSources(clock);
    this.#walk = new LoginWalk({
      ...parts,
      setPassword: (_, next, actor, field) => setOwnPassword(desk, keeper, actor, next, field),
    });
    this.#watch = new AccountWatch({ ...parts, alone: (loginId, work) => this.#walk.alone(loginId, work) });
  }

  /** Opens what is kept of logins and sessions, once the configuration is loaded, and watches over the accounts. */
  static async open(options: AccountsOptions): Promise<Accounts> {
    const { desk, storage, clock, log, answerEveryMs = limits.accounts.answerEveryMs } = options;
    const book = await LoginBook.open(storage);
    const people = new People(desk, book, clock);
    const inactivityMs = () => people.settings.userSessionInactivityMinutes * minuteMs;
    const sessions = await Sessions.open({ storage, clock, log, inactivityMs });
    const writer = new Writer({ ...options, book });
    const accounts = new Accounts({ ...options, answerEveryMs, book, people, sessions, writer });
    await accounts.#watch.start();
    return accounts;
  }

  /** The text that must be accepted before a login; blank when there is none. */
  banner(): string {
    const { loginBanner, bannerText } = this.#parts.people.settings;
    return loginBanner ? bannerText : '';
  }

  /** What a new password must be, in words, one rule each. */
  passwordRules(): readonly string[] {
    const { settings } = this.#parts.people;
    return passwordRules(settings, settings.previousPasswordLimit);
  }

  /**
   * Refused: `security.banner-not-accepted`, `security.login-busy`, `security.login-refused` for every reason that a stranger
   * could ask about; only after the right password `security.password-must-change` (with the rules that a new one broke) and
   * `security.no-session-free`.
   */
  async login(wish: LoginWish): Promise<Result<LoggedIn, readonly Refusal[]>> {
    if (this.banner() !== '' && wish.bannerAccepted !== true)
      return no([securityCodes.refuse('security.banner-not-accepted')]);
    if (this.#underWay >= limits.accounts.held) return no([securityCodes.refuse('security.login-busy')]);
    this.#underWay++;
    const sinceMs = this.#parts.clock.steadyMs();
    try {
      const outcome = await this.#login(wish);
      await this.#hold(sinceMs);
      return outcome;
    } finally {
      this.#underWay--;
    }
  }

  async #login(wish: LoginWish): Promise<Result<LoggedIn, readonly Refusal[]>> {
    const { trail } = this.#parts;
    const source = sourceOf(wish.from.address);
    if (!this.#sources.admits(source)) {
      const actor = loginActor('', wish.tool, wish.from);
      trail.note({ level: 'high', actor, action: 'login refused', data: 'Comments: too many failures of this source' });
      return no([refuseLogin()]);
    }
    const { result, isFailure } = await this.#walk.attempt(wish, source);
    if (isFailure) this.#sources.failed(source);
    if (!result.ok) return result;
    const { loggedIn, profile } = result.value;
    return ok({ token: loggedIn.token, session: this.#view(loggedIn.row, profile, loggedIn.token) });
  }

  /** What was done after the hashing must not be told by the time of the answer. */
  async #hold(sinceMs: number): Promise<void> {
    const { clock, answerEveryMs: everyMs } = this.#parts;
    if (everyMs === 0) return;
    const tookMs = clock.steadyMs() - sinceMs;
    const leftMs = Math.max(1, Math.ceil(tookMs / everyMs)) * everyMs - tookMs;
    await new Promise<void>((resolve) => clock.after(leftMs, resolve));
  }

  /** The session that is shown. Refused: `security.no-session`, and with `changes` also `security.csrf`. Never waits. */
  session(shown: Shown, changes: boolean): Result<ActiveSession> {
    const found = this.#find(shown);
    if (!found.ok) return found;
    const { row, profile } = found.value;
    if (changes && !isCsrf(shown)) {
      this.#parts.trail.note(csrfFact(this.#actorOf(row, profile, 'Sessions'), row));
      return no(securityCodes.refuse('security.csrf'));
    }
    return ok({
      session: this.#view(row, profile, shown.token),
      actor: (context) => this.#actorOf(row, profile, context),
      onEnd: (ended) => this.#parts.sessions.onEnd(row, ended),
    });
  }

  #find(shown: Shown): Result<{ readonly row: SessionRow; readonly profile: Profile }> {
    const { sessions, people } = this.#parts;
    const row = sessions.find(shown);
    const profile = row && people.profiles.get(row.loginId);
    if (row !== undefined && profile !== undefined && this.#watch.holds(row)) return ok({ row, profile });
    if (row !== undefined && !this.#watch.isRotating(row)) sessions.end([row], 'its account was changed');
    return no(securityCodes.refuse('security.no-session'));
  }

  #actorOf({ id, tool, source }: SessionRow, profile: Profile, context: string): Actor {
    const own = toolOf(tool);
    const rights = rightsOf(profile, own);
    return { user: profile.loginId, sourceIp: source, application: toolTitles[own], context, rights, session: id };
  }

  #view(row: SessionRow, profile: Profile, token: string): SessionView {
    const { people, sessions, clock } = this.#parts;
    const { settings } = people;
    const { id, loginId, startedAtMs, lastLoginAtMs, lastLoginFrom, failuresSince } = row;
    return {
      ...{ id, loginId, startedAtMs, lastLoginAtMs, lastLoginFrom, failuresSince },
      userName: profile.userName,
      tool: toolOf(row.tool),
      policy: profile.adminPolicy,
      csrf: csrfOf(token),
      endsAtMs: sessions.endsAtMs(row),
      inactivityMinutes: settings.userSessionInactivityMinutes,
      passwordExpiresInDays: passwordExpiresInDays(people.standing(profile), settings, clock.nowMs()),
      accountExpiresInDays: accountExpiresInDays(profile, settings, clock.nowMs()),
    };
  }

  /** Ends the session at once; refused only when that could not be recorded. */
  async logout(shown: Shown): Promise<Result<void>> {
    const { sessions, storage, writer } = this.#parts;
    const found = this.#find(shown);
    if (!found.ok) return found;
    const { row, profile } = found.value;
    sessions.end([row], 'logged out');
    const actor = loginActor(profile.loginId, toolOf(row.tool), { address: row.source, agent: row.agent });
    const facts = [logoutFact(actor, row)];
    const recorded = await writer.write({ facts, also: (tx) => storage.sessions.delete(tx, [row.tokenHash]) });
    return recorded ? ok(undefined) : no(securityCodes.refuse('security.not-recorded'));
  }

  /** One's own password. The session goes on under another token; all others of the account end. */
  async changePassword(
    shown: Shown,
    current: Secret,
    next: Secret,
    from: From,
  ): Promise<Result<LoggedIn, readonly Refusal[]>> {
    const { passwords, people } = this.#parts;
    const active = this.session(shown, true);
    if (!active.ok) return no([active.refusal]);
    const { loginId } = active.value.session;
    const hash = people.kept(loginId)?.hash;
    const verified = await passwords.verify(hash, current, sourceOf(from.address));
    if (!verified.ok && verified.refusal.code === 'security.passwords-busy') return no([verified.refusal]);
    const isRight = verified.ok && verified.value;
    return this.#walk.alone(loginId, () => this.#changePassword(shown, isRight ? hash : undefined, next, from));
  }

  async #changePassword(
    shown: Shown,
    rightHash: string | undefined,
    next: Secret,
    from: From,
  ): Promise<Result<LoggedIn, readonly Refusal[]>> {
    const { people, desk, keeper } = this.#parts;
    const found = this.#find(shown);
    if (!found.ok) return no([found.refusal]);
    const { row, profile } = found.value;
    const actor = loginActor(profile.loginId, toolOf(row.tool), from);
    const isOpen = people.status(profile) === 'enabled';
    if (!isOpen || rightHash === undefined || people.kept(profile.loginId)?.hash !== rightHash) {
      await this.#walk.failed(profile, actor);
      return no([securityCodes.refuse('security.current-password-wrong', {}, 'current')]);
    }
    return this.#watch.rotating(row, async () => {
      const set = await setOwnPassword(desk, keeper, actor, next, 'new');
      return set.ok ? this.#rotate(row) : set;
    });
  }

  async #rotate(row: SessionRow): Promise<Result<LoggedIn, readonly Refusal[]>> {
    const { people, sessions, storage, log } = this.#parts;
    const profile = people.profiles.get(row.loginId);
    try {
      if (profile !== undefined) {
        const fresh = await storage.transaction((tx) => sessions.rewrite(tx, row, people.stamp(profile)));
        sessions.replace(row, fresh);
        return ok({ token: fresh.token, session: this.#view(fresh.row, profile, fresh.token) });
      }
    } catch (fault) {
      log.fault('a session could not go on after its password was changed', fault);
    }
    sessions.end([row], 'its password was changed');
    return no([securityCodes.refuse('security.no-session')]);
  }

  users(): readonly UserSummary[] {
    const { people, book, clock } = this.#parts;
    return [...people.profiles.values()].map((profile) => {
      const { loginId, userName, adminPolicy: policy } = profile;
      const { lastLoginAtMs, lastLoginFrom } = book.get(loginId, clock.nowMs());
      return { loginId, userName, status: people.status(profile), policy, lastLoginAtMs, lastLoginFrom };
    });
  }

  /** Takes back a lock, or a disabling; its timers begin anew. */
  async unlock(actor: Actor, loginId: string): Promise<Result<void, readonly Refusal[]>> {
    const changed = await this.#change(actor, loginId, { status: 'enabled' });
    return changed.ok ? ok(undefined) : changed;
  }

  /** A one-time password, to be changed at the next login; ends the sessions of the account. */
  async resetPassword(actor: Actor, loginId: string): Promise<Result<Secret, readonly Refusal[]>> {
    const changed = await this.#change(actor, loginId, { password: '' });
    if (!changed.ok) return changed;
    const made = changed.value.records[0]?.made.password;
    if (made === undefined) throw new Error('no password was made');
    return ok(made);
  }

  #change(actor: Actor, loginId: string, patch: Readonly<Record<string, string>>) {
    const key = loginId.trim().toLowerCase();
    return this.#parts.desk.change(actor, [{ kind: 'change', form: userAuthorizationProfiles.id, key, patch }]);
  }

  /** The records of the view of sessions, as `actor` sees them. */
  sessionRecords(actor: Actor): readonly SessionRecord[] {
    return this.#parts.sessions.rows.filter((row) => this.#watch.holds(row)).map((row) => recordOf(row, actor));
  }

  get sessionCount(): number {
    return this.#parts.sessions.rows.length;
  }

  /** Ends a session by its public id; on record with it. */
  async endSession(actor: Actor, id: string): Promise<Result<void>> {
    const { sessions, storage, writer } = this.#parts;
    const row = sessions.rows.find((one) => one.id === id);
    if (row === undefined) return no(securityCodes.refuse('security.no-such-session', { id: id.slice(0, 40) }));
    sessions.end([row], `ended by ${actor.user}`);
    const facts = [endedFact(actor, row, `ended by ${actor.user}`)];
    const recorded = await writer.write({ facts, also: (tx) => storage.sessions.delete(tx, [row.tokenHash]) });
    return recorded ? ok(undefined) : no(securityCodes.refuse('security.not-recorded'));
  }

  /** Brings every account into the state that time has put it in, now. Otherwise done each minute. */
  look(): Promise<void> {
    return this.#watch.look();
  }

  /** Returns when what followed from changes is done. */
  settled(): Promise<void> {
    return this.#watch.settled();
  }

  close(): Promise<void> {
    return this.#watch.stop();
  }
}

/** A tool that this version does not know comes from a newer one's database, and opens nothing. */
const toolOf = (tool: string): Tool => (isTool(tool) ? tool : 'desktop');

const recordOf = (row: SessionRow, actor: Actor): SessionRecord => ({
  id: row.id,
  user: row.loginId,
  tool: toolTitles[toolOf(row.tool)],
  from: row.source,
  browser: row.agent,
  started: momentOf(row.startedAtMs),
  lastUsed: momentOf(row.usedAtMs),
  thisOne: row.id === actor.session,
});

const momentOf = (atMs: number): string => Temporal.Instant.fromEpochMilliseconds(atMs).toString();
