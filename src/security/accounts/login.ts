// The walk of a login: who may, with which password and second factor, into which tool; every outcome on record, or refused anyway.

import { type Clock, type Log, no, ok, type Refusal, type Result, type Secret } from '#base';
import type { AuditFact } from '#records';
import type { Tx } from '#storage';
import type { Actor } from '../actor.ts';
import type { FactorBook } from '../factors/factor-book.ts';
import { factorsCodes } from '../factors/factors.codes.ts';
import type { PasskeyPlace } from '../factors/passkeys.ts';
import type { FactorOffer, FactorWish, Judgement, SecondFactors } from '../factors/second-factors.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { securityCodes } from '../security.codes.ts';
import type { From } from '../sessions/session.ts';
import type { Sessions, Written } from '../sessions/sessions.ts';
import { type Tool, toolTitles } from '../sessions/tool.ts';
import { askedFact, factorFact, lockFact, loginActor, loginFact, refusedFact, unknownUser } from './facts.ts';
import { afterFailure } from './failures.ts';
import { opens, type People } from './people.ts';
import { type Profile, type Status, statusTitles } from './profile-fields.ts';
import { SessionRoom } from './session-room.ts';
import { isOpen } from './states.ts';
import type { Writer } from './writer.ts';

export interface LoginWish {
  readonly loginId: string;
  readonly password: Secret;
  readonly tool: Tool;
  /** Needed while there is a banner. */
  readonly bannerAccepted?: boolean;
  /** A password to have from now on: needed where the answer was `security.password-must-change`. */
  readonly newPassword?: Secret;
  /** Needed where the answer was `security.second-factor-needed`. */
  readonly secondFactor?: FactorWish;
  readonly from: From;
}

export interface LoginParts {
  readonly people: People;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly writer: Writer;
  readonly factors: SecondFactors;
  readonly factorBook: FactorBook;
  /** Where a page was opened, by its Host header, where passkeys hold there. */
  readonly place: (host: string | undefined) => PasskeyPlace | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Sets the person's own password; refused with everything that is wrong with it. */
  readonly setPassword: (
    profile: Profile,
    next: Secret,
    actor: Actor,
    field: string,
  ) => Promise<Result<void, readonly Refusal[]>>;
}

/** What came of it, and whether it counts against its source. */
export interface Attempt {
  readonly result: Result<{ readonly loggedIn: Written; readonly profile: Profile }, readonly Refusal[]>;
  readonly isFailure: boolean;
}

export const refuseLogin = (): Refusal => securityCodes.refuse('security.login-refused');
const busy: Attempt = { result: no([securityCodes.refuse('security.login-busy')]), isFailure: false };
const refused: Attempt = { result: no([refuseLogin()]), isFailure: true };
const wrongFactor: Attempt = { result: no([factorsCodes.refuse('security.second-factor-wrong')]), isFailure: true };

type Wrong = Extract<Judgement, { readonly kind: 'wrong' }>;
type Right = Extract<Judgement, { readonly kind: 'right' }>;

export class LoginWalk {
  readonly #parts: LoginParts;
  readonly #room: SessionRoom;
  /** The end of the last decision of each account: they are made one after another. */
  readonly #deciding = new Map<string, Promise<unknown>>();

  constructor(parts: LoginParts) {
    this.#parts = parts;
    this.#room = new SessionRoom(parts.sessions);
  }

  /** Equal work for every name, then the decision. */
  async attempt(wish: LoginWish, source: string): Promise<Attempt> {
    const { people, passwords, log } = this.#parts;
    const loginId = wish.loginId.trim().toLowerCase();
    const kept = people.profiles.has(loginId) ? people.kept(loginId) : undefined;
    const verified = await passwords.verify(kept?.hash, wish.password, source);
    if (!verified.ok && verified.refusal.code === 'security.passwords-busy') return busy;
    if (!verified.ok && verified.refusal.code === 'security.stored-password-damaged')
      log.error('the stored password of an account is damaged', { loginId });
    const isRight = verified.ok && verified.value;
    return this.alone(loginId, () => this.#decide(wish, loginId, source, isRight ? kept?.hash : undefined));
  }

  /** Runs what changes an account's logins after everything before it that does. */
  async alone<T>(loginId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#deciding.get(loginId) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#deciding.set(loginId, mine);
    try {
      return await mine;
    } finally {
      if (this.#deciding.get(loginId) === mine) this.#deciding.delete(loginId);
    }
  }

  /** A wrong password or second factor, counted against its account. False when that could not be recorded. */
  async failed(profile: Profile, actor: Actor, wrong?: Wrong): Promise<boolean> {
    const { people, writer, clock, factorBook } = this.#parts;
    const standing = people.standing(profile);
    const status = people.status(profile);
    const nowMs = clock.nowMs();
    const {
      login,
      to = status,
      comments,
      atLimit,
    } = afterFailure(...[standing, status, people.settings, nowMs, wrong?.why]);
    const facts: AuditFact[] = [refusedFact(actor, wrong !== undefined, comments)];
    if (atLimit !== '') facts.push(lockFact(actor, atLimit));
    if (wrong?.stopped === true) facts.push(factorFact(actor, 'second factor stopped', profile.loginId, wrong.why));
    this.#log(actor, comments);
    const also = async (tx: Tx): Promise<void> => {
      if (wrong?.row !== undefined) await factorBook.put(tx, wrong.row);
    };
    return writer.write({ ...this.#change(profile, to), login, facts, also });
  }

  /** `rightHash`: the stored password that was right; undefined when none was. */
  async #decide(wish: LoginWish, loginId: string, source: string, rightHash: string | undefined): Promise<Attempt> {
    const { people } = this.#parts;
    const profile = people.profiles.get(loginId);
    if (profile === undefined) return this.#refuseUnknown(wish);
    const actor = loginActor(loginId, wish.tool, wish.from);
    // It may have been changed while it was checked.
    if (rightHash === undefined || people.kept(loginId)?.hash !== rightHash) {
      await this.failed(profile, actor);
      return refused;
    }
    const status = people.status(profile);
    if (!isOpen(status)) return this.#refuse(profile, actor, `the account is ${statusTitles[status]}`);
    if (!opens(profile, wish.tool)) return this.#refuse(profile, actor, `no access to the ${toolTitles[wish.tool]}`);
    const leave = this.#room.enter(loginId, wish.tool, people.settings);
    if (!leave.ok) return this.#tellRight(profile, actor, [leave.refusal], 'no session is free');
    try {
      return await this.#prove(wish, profile, actor, source);
    } finally {
      leave.value();
    }
  }

  /** The right password, of an account that is open for this tool, with room for a session: its second factor, where it has one. */
  async #prove(wish: LoginWish, profile: Profile, actor: Actor, source: string): Promise<Attempt> {
    const { people, factors, place } = this.#parts;
    const { loginId } = profile;
    // Who must choose a password is told so first: a one-time code is not spent on being told.
    if (people.status(profile) !== 'enabled' && wish.newPassword === undefined)
      return this.#enter(wish, profile, actor);
    const claim = { loginId, tool: wish.tool, source, place: place(wish.from.host) };
    const judged = await factors.judge(claim, wish.secondFactor);
    if (judged.kind === 'needed') return this.#ask(profile, actor, judged.offer);
    if (judged.kind === 'wrong') return (await this.failed(profile, actor, judged)) ? wrongFactor : refused;
    return this.#enter(wish, profile, actor, judged.kind === 'right' ? judged : undefined);
  }

  async #ask(profile: Profile, actor: Actor, offer: FactorOffer): Promise<Attempt> {
    const { people, writer } = this.#parts;
    const status = this.#change(profile, people.status(profile));
    const needed = { ...factorsCodes.refuse('security.second-factor-needed'), secondFactor: offer };
    const recorded = await writer.write({ ...status, facts: [askedFact(actor, offer.may)] });
    return recorded ? { result: no([needed]), isFailure: false } : refused;
  }

  /** All that was asked for was right, but the password may have to be changed. */
  async #enter(wish: LoginWish, profile: Profile, actor: Actor, proof?: Right): Promise<Attempt> {
    const { newPassword } = wish;
    const status = this.#parts.people.status(profile);
    const mustChange = status === 'enabled' ? [] : [securityCodes.refuse('security.password-must-change')];
    if (newPassword === undefined)
      return mustChange.length > 0
        ? this.#tellRight(profile, actor, mustChange, 'the password must be changed')
        : this.#begin(wish, profile, actor, proof);
    const set = await this.#parts.setPassword(profile, newPassword, actor, 'newPassword');
    if (set.ok) return this.#begin(wish, this.#parts.people.profiles.get(profile.loginId) ?? profile, actor, proof);
    if (set.refusal.some(({ code }) => code === 'security.passwords-busy')) return busy;
    if (set.refusal.some(({ code }) => !code.startsWith('security.password-'))) return refused;
    return this.#tellRight(profile, actor, [...mustChange, ...set.refusal], 'the new password was refused');
  }

  async #begin(wish: LoginWish, profile: Profile, actor: Actor, proof: Right | undefined): Promise<Attempt> {
    const { people, sessions, writer, clock } = this.#parts;
    const { login: before } = people.standing(profile);
    const { lastLoginAtMs, lastLoginFrom, failuresSince } = before;
    const { loginId, adminPolicy } = profile;
    const login = {
      ...before,
      ...{ failures: [], failuresSince: 0, statusBeforeLock: '', lockedUntilMs: 0 },
      ...{ lastLoginAtMs: clock.nowMs(), lastLoginFrom: wish.from.address },
    };
    const beginning = {
      ...{ loginId, tool: wish.tool, from: wish.from, stamp: people.stamp(profile) },
      ...{ lastLoginAtMs, lastLoginFrom, failuresSince },
    };
    const banner = people.settings.loginBanner ? ['the banner was accepted'] : [];
    const comments = [...banner, ...(proof === undefined ? [] : [`with a ${proof.how}`])].join(', ');
    const begun: { written?: Written } = {};
    const recorded = await writer.write({
      ...this.#change(profile, people.status(profile)),
      login,
      facts: [],
      also: async (tx) => {
        await this.#spend(tx, loginId, actor, proof);
        begun.written = await sessions.write(tx, beginning);
        await writer.append(tx, loginFact(actor, begun.written.row.id, adminPolicy, comments));
      },
    });
    if (!recorded || begun.written === undefined) return refused;
    sessions.enter(begun.written);
    return { result: ok({ loggedIn: begun.written, profile }), isFailure: false };
  }

  /** What was shown is not taken a second time. */
  async #spend(tx: Tx, loginId: string, actor: Actor, proof: Right | undefined): Promise<void> {
    const { factorBook, writer } = this.#parts;
    if (proof === undefined) return;
    await factorBook.put(tx, proof.row);
    if (proof.tell === undefined) return;
    await factorBook.tell(tx, loginId, proof.tell);
    await writer.append(tx, factorFact(actor, 'recovery code used', loginId, proof.tell));
  }

  /** Told only after the right password, and only when that is on record. */
  async #tellRight(profile: Profile, actor: Actor, refusals: readonly Refusal[], comments: string): Promise<Attempt> {
    const { people, writer } = this.#parts;
    const status = this.#change(profile, people.status(profile));
    const recorded = await writer.write({ ...status, facts: [refusedFact(actor, true, comments)] });
    return recorded ? { result: no(refusals), isFailure: false } : refused;
  }

  /** The right password of an account that may not be used: to whoever asks it is a wrong one. */
  async #refuse(profile: Profile, actor: Actor, comments: string): Promise<Attempt> {
    const { people, writer } = this.#parts;
    const { login } = people.standing(profile);
    this.#log(actor, comments);
    await writer.write({
      ...this.#change(profile, people.status(profile)),
      login: { ...login, failuresSince: login.failuresSince + 1 },
      facts: [refusedFact(actor, true, comments)],
    });
    return refused;
  }

  async #refuseUnknown({ tool, from, loginId }: LoginWish): Promise<Attempt> {
    const comments = `no such login ID (${loginId.length} characters)`;
    const actor = loginActor(unknownUser, tool, from);
    this.#log(actor, comments);
    await this.#parts.writer.write({ facts: [refusedFact(actor, false, comments)] });
    return refused;
  }

  /** The log, beside the audit trail, for whoever watches over the machine (IAM-3). */
  #log({ user, sourceIp: source }: Actor, why: string): void {
    this.#parts.log.warn('a login was refused', { user, source, why });
  }

  /** The state that the account is found to be in, where the profile does not say so yet. */
  #change({ loginId, status }: Profile, to: Status) {
    return status === to ? {} : { status: { loginId, to } };
  }
}
