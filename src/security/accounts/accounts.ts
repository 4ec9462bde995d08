// Accounts: who may log in, with what, and what happens to those who guess. The one door for every tool.

import { type Clock, type Log, limits, no, ok, type Refusal, type Result, type Secret } from '#base';
import type { AuditTrail } from '#records';
import type { Storage } from '#storage';
import type { Actor } from '../actor.ts';
import { FactorBook } from '../factors/factor-book.ts';
import { httpsPort, type PasskeyPlace, passkeyPlace } from '../factors/passkeys.ts';
import { SecondFactors } from '../factors/second-factors.ts';
import type { PasswordKeeper } from '../passwords/keeper.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { passwordRules } from '../passwords/rules.ts';
import type { Sealer } from '../sealer.ts';
import { securityCodes } from '../security.codes.ts';
import type { ActiveSession, From, LoggedIn, Shown } from '../sessions/session.ts';
import { Sessions } from '../sessions/sessions.ts';
import type { SessionRecord } from '../sessions/sessions.view.ts';
import type { Desk } from './desk.ts';
import { FactorDesk } from './factor-desk.ts';
import { loginActor } from './facts.ts';
import { LoginWalk, type LoginWish, refuseLogin } from './login.ts';
import { LoginBook } from './login-book.ts';
import { LoginSources, sourceOf } from './login-sources.ts';
import { setOwnPassword } from './own-password.ts';
import { OwnProof } from './own-proof.ts';
import { People } from './people.ts';
import { SessionDoor } from './session-door.ts';
import { userAuthorizationProfiles } from './user-authorization-profiles.form.ts';
import { AccountWatch } from './watch.ts';
import { Writer } from './writer.ts';

export interface AccountsOptions {
  readonly desk: Desk;
  readonly storage: Pick<Storage, 'attempt' | 'transaction' | 'loginStates' | 'sessions' | 'secondFactors'>;
  readonly trail: Pick<AuditTrail, 'append' | 'note'>;
  readonly passwords: Passwords;
  readonly keeper: PasswordKeeper;
  /** Under it the secrets of second factors are sealed. */
  readonly sealer: Sealer;
  /** How authenticator apps call this system, and the names under which its pages are opened. */
  readonly systemName: () => string;
  readonly names: () => readonly string[];
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
  readonly factors: FactorBook;
  readonly place: (host: string | undefined) => PasskeyPlace | undefined;
  readonly served: Served;
  readonly people: People;
  readonly sessions: Sessions;
  readonly writer: Writer;
};

/** Where the tools are served; known once their listeners are open. */
interface Served {
  ports: () => Iterable<number>;
}

const minuteMs = 60_000;

export class Accounts {
  readonly #parts: Parts;
  readonly #walk: LoginWalk;
  readonly #watch: AccountWatch;
  readonly #door: SessionDoor;
  readonly #sources: LoginSources;
  readonly #proof: OwnProof;
  /** One's own second factors, and those of others. */
  readonly factors: FactorDesk;
  #underWay = 0;

  private constructor(parts: Parts) {
    const { desk, keeper, clock, factors } = parts;
    this.#parts = parts;
    this.#sources = new LoginSources(clock);
    this.#walk = new LoginWalk({
      ...{ ...parts, factorBook: factors, factors: new SecondFactors(factors, clock) },
      setPassword: (_, next, actor, field) => setOwnPassword(desk, keeper, actor, next, field),
    });
    this.#watch = new AccountWatch({ ...parts, alone: (loginId, work) => this.#walk.alone(loginId, work) });
    this.#door = new SessionDoor({ ...parts, watch: this.#watch });
    const joined = { ...parts, door: this.#door, watch: this.#watch, walk: this.#walk };
    this.#proof = new OwnProof(joined);
    this.factors = new FactorDesk({ ...joined, proof: this.#proof });
  }

  /** Opens what is kept of logins and sessions, once the configuration is loaded, and watches over the accounts. */
  static async open(options: AccountsOptions): Promise<Accounts> {
    const { desk, storage, clock, log, answerEveryMs = limits.accounts.answerEveryMs } = options;
    const book = await LoginBook.open(storage);
    const factors = await FactorBook.open(options);
    const people = new People(desk, book, factors, clock);
    const inactivityMs = () => people.settings.userSessionInactivityMinutes * minuteMs;
    const sessions = await Sessions.open({ storage, clock, log, inactivityMs });
    const writer = new Writer({ ...options, book });
    const served: Served = { ports: () => [] };
    const place = (host = ''): PasskeyPlace | undefined =>
      passkeyPlace(host, options.names(), new Set([httpsPort, ...served.ports()]));
    const parts = { ...options, answerEveryMs, book, factors, people, sessions, writer, place, served };
    const accounts = new Accounts(parts);
    await accounts.#watch.start();
    return accounts;
  }

  /** Passkeys hold on pages that are served at these ports, and at that of HTTPS, which may be led to one of them. */
  servedAt(ports: () => Iterable<number>): void {
    this.#parts.served.ports = ports;
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
   * could ask about; only after the right password `security.password-must-change` (with the rules that a new one broke),
   * `security.second-factor-needed` (with what may be used), `security.second-factor-wrong` and `security.no-session-free`.
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
    return ok({ token: loggedIn.token, session: this.#door.view(loggedIn.row, profile, loggedIn.token) });
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
    return this.#door.open(shown, changes);
  }

  /** Ends the session at once; refused only when that could not be recorded. */
  logout(shown: Shown): Promise<Result<void>> {
    return this.#door.logout(shown);
  }

  /** One's own password. The session goes on under another token; all others of the account end. */
  async changePassword(
    shown: Shown,
    current: Secret,
    next: Secret,
    from: From,
  ): Promise<Result<LoggedIn, readonly Refusal[]>> {
    return this.#proof.run(shown, current, from, 'current', async ({ row }, actor) => {
      const { desk, keeper } = this.#parts;
      return this.#watch.rotating(row, async () => {
        const set = await setOwnPassword(desk, keeper, actor, next, 'new');
        if (!set.ok) return set;
        const rotated = await this.#door.rotate(row);
        return rotated.ok ? rotated : no([rotated.refusal]);
      });
    });
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
    return this.#door.records(actor);
  }

  get sessionCount(): number {
    return this.#parts.sessions.rows.length;
  }

  /** Ends a session by its public id; on record with it. */
  endSession(actor: Actor, id: string): Promise<Result<void>> {
    return this.#door.endById(actor, id);
  }

  /** Refused logins from an address are not held against it any more: what came from there was the system itself. */
  forgive(address: string): void {
    this.#sources.forgive(sourceOf(address));
  }

  /** Ends the sessions that are bound to a client certificate (SHA-256). */
  endBound(certificate: string, why: string): void {
    const { sessions } = this.#parts;
    sessions.end(
      sessions.rows.filter((row) => row.certificate === certificate),
      why,
    );
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
