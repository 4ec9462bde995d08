// Watches over accounts: states that come about with time, sessions whose account or policy has changed, those that nobody uses.

import { type Cancel, type Clock, type Log, limits, Pace } from '#base';
import type { AuditTrail } from '#records';
import type { SessionRow, Storage, Tx } from '#storage';
import { adminPolicies } from '../access/admin-policies.form.ts';
import { systemActor } from '../actor.ts';
import type { FactorBook } from '../factors/factor-book.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Desk, DeskEvent } from './desk.ts';
import { endedFact } from './facts.ts';
import { freshState, type LoginBook, type LoginState, renewed } from './login-book.ts';
import type { People } from './people.ts';
import type { Profile, Status } from './profile-fields.ts';
import { lastingRoots } from './roots.ts';
import { keepsSessions } from './states.ts';
import { systemSecurityManagement } from './system-security-management.form.ts';
import { userAuthorizationProfiles } from './user-authorization-profiles.form.ts';
import type { Writer } from './writer.ts';

export interface WatchParts {
  readonly desk: Pick<Desk, 'onChange'>;
  readonly storage: Pick<Storage, 'transaction'>;
  readonly trail: Pick<AuditTrail, 'note'>;
  readonly people: People;
  readonly book: LoginBook;
  readonly factors: FactorBook;
  readonly sessions: Sessions;
  readonly writer: Writer;
  /** Runs what changes an account's logins after everything before it that does. */
  readonly alone: <T>(loginId: string, work: () => Promise<T>) => Promise<T>;
  readonly clock: Clock;
  readonly log: Log;
}

export class AccountWatch {
  readonly #parts: WatchParts;
  readonly #endings: (() => void)[] = [];
  /** Sessions that are getting another token at this moment. */
  readonly #rotating = new Set<string>();
  #later: Cancel | undefined;
  #hasStopped = false;
  #work: Promise<unknown> = Promise.resolve();

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  /** Follows changes from now on, and looks once. */
  async start(): Promise<void> {
    const { desk, people, book, factors, clock } = this.#parts;
    this.#endings.push(
      desk.onChange(userAuthorizationProfiles, (event) => this.#changed(event)),
      desk.onChange(adminPolicies, () => this.#recheck(this.#parts.sessions.rows, 'its policy was changed')),
      desk.onChange(systemSecurityManagement, () =>
        this.#recheck(this.#parts.sessions.rows, 'the security settings were changed'),
      ),
    );
    for (const loginId of people.profiles.keys())
      if (!book.has(loginId)) this.#keep(freshState(loginId, clock.nowMs()));
    for (const loginId of new Set([...book.loginIds, ...factors.loginIds]))
      if (!people.profiles.has(loginId)) this.#forget(loginId);
    await this.settled();
    await this.look();
    this.#again();
  }

  /** Whether a session still stands for what its account may do. */
  holds({ loginId, stamp }: SessionRow): boolean {
    const { people } = this.#parts;
    const profile = people.profiles.get(loginId);
    return profile !== undefined && stamp === people.stamp(profile) && keepsSessions(people.status(profile));
  }

  /** A second factor has come or gone: sessions of before end. */
  factorsChanged(loginId: string): void {
    const own = this.#parts.sessions.rows.filter((row) => row.loginId === loginId);
    this.#recheck(own, 'its second factors were changed');
  }

  isRotating({ tokenHash }: SessionRow): boolean {
    return this.#rotating.has(tokenHash);
  }

  /** While `work` gives a session another token, the change of its password does not end it. */
  async rotating<T>({ tokenHash }: SessionRow, work: () => Promise<T>): Promise<T> {
    this.#rotating.add(tokenHash);
    try {
      return await work();
    } finally {
      this.#rotating.delete(tokenHash);
    }
  }

  /** Brings every account into the state that time has put it in, and ends what is over. */
  async look(): Promise<void> {
    const { people, sessions, trail } = this.#parts;
    for (const row of await sessions.sweep()) trail.note(endedFact(systemActor('Sessions'), row, 'its time is over'));
    this.#recheck(sessions.rows, 'its account was changed');
    const pace = new Pace();
    const roots = lastingRoots(people.profiles.values());
    for (const [loginId, profile] of people.profiles) {
      if (people.status(profile, roots) !== profile.status) await this.#reconcile(loginId);
      await pace.step();
    }
  }

  /** Returns when what was begun is done. */
  async settled(): Promise<void> {
    for (let work: unknown; work !== this.#work; ) {
      work = this.#work;
      await this.#work;
    }
  }

  async stop(): Promise<void> {
    this.#hasStopped = true;
    this.#later?.();
    for (const end of this.#endings.splice(0)) end();
    await this.settled();
    await this.#parts.sessions.sweep(true);
  }

  #again(): void {
    if (this.#hasStopped) return;
    this.#later = this.#parts.clock.after(limits.accounts.lookEveryMs, () => {
      this.#begin('accounts could not be looked after', () => this.look());
      void this.#work.then(() => this.#again());
    });
  }

  #changed({ key, before, after }: DeskEvent<Profile>): void {
    const { people, book, sessions, writer, clock } = this.#parts;
    people.forget(key);
    if (after === undefined) this.#forget(key);
    else if (before === undefined) this.#keep(freshState(key, clock.nowMs()));
    else if (!writer.isChanging(key) && wasEnabled(before.status, after.status))
      this.#keep(renewed(book.get(key, clock.nowMs()), clock.nowMs()));
    const own = sessions.rows.filter(({ loginId }) => loginId === key);
    this.#recheck(own, after === undefined ? 'its account was deleted' : 'its account was changed');
    if (after !== undefined && people.status(after) !== after.status)
      this.#begin('an account could not come into its state', () => this.#reconcile(key));
  }

  #recheck(rows: readonly SessionRow[], why: string): void {
    const { sessions, trail } = this.#parts;
    const over = rows.filter((row) => !this.isRotating(row) && !this.holds(row));
    if (over.length === 0) return;
    sessions.end(over, why);
    for (const row of over) trail.note(endedFact(systemActor('Sessions'), row, why));
    this.#begin('ended sessions could not be deleted', () => sessions.sweep());
  }

  async #reconcile(loginId: string): Promise<void> {
    const { people, writer } = this.#parts;
    await this.#parts.alone(loginId, async () => {
      const profile = people.profiles.get(loginId);
      if (profile === undefined) return;
      const to = people.status(profile);
      if (to !== profile.status) await writer.write({ status: { loginId, to }, facts: [] });
    });
  }

  #keep(state: LoginState): void {
    const { storage, book } = this.#parts;
    this.#begin('a login state could not be kept', () => storage.transaction((tx) => book.put(tx, state)));
  }

  #forget(loginId: string): void {
    const { storage, book, factors } = this.#parts;
    const forget = async (tx: Tx): Promise<void> => {
      await book.delete(tx, loginId);
      await factors.forget(tx, loginId);
    };
    this.#begin('what was known of an account could not be deleted', () => storage.transaction(forget));
  }

  #begin(words: string, work: () => Promise<unknown>): void {
    this.#work = this.#work.then(work).catch((fault: unknown) => this.#parts.log.fault(words, fault));
  }
}

/** By hand, out of a lock or a disabling. */
const wasEnabled = (before: Status, after: Status): boolean =>
  (after === 'enabled' || after === 'force-new-password') && (before === 'disabled' || before.startsWith('locked-'));
