// For walks through accounts: the product's own forms over a real database, the accounts of a new system, a clock that stands still.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Administration, type Change, type Changed, rowsSource } from '#administration';
import { type Clock, FakeClock, type Refusal, type Result, randomKey, Secret, silentLog } from '#base';
import { callForms, usersAndServices } from '#calls';
import { makeRegistry } from '#forms';
import {
  Accounts,
  type Actor,
  adminPolicies,
  type LoggedIn,
  type LoginWish,
  localActor,
  MasterKey,
  makeAccess,
  makeFirstAccounts,
  PasswordKeeper,
  Passwords,
  Sealer,
  type Shown,
  secondFactorsView,
  serviceSecurityLevels,
  sessionsView,
  systemActor,
  systemSecurityManagement,
  type Tool,
  tlsSecurityLevels,
  unsecuredInterfaces,
  userAuthorizationProfiles,
} from '#security';
import { announcements, autoAttendants, callQueues, conferences, pageZones } from '#services';
import { openStorage, type Storage } from '#storage';
import { voiceMailboxes } from '#voicemail';
import { PlainTrail } from './trail.ts';

export const minuteMs = 60_000;
export const dayMs = 86_400_000;
export const owner = localActor('walk');

/** Costs a tenth of a millisecond. */
const cheap = { memoryKib: 64, passes: 1, lanes: 1 };
const profiles = userAuthorizationProfiles.id;

const registry = makeRegistry(
  [
    ...callForms,
    // What Service Numbers refers to.
    ...[autoAttendants, announcements, conferences, callQueues, pageZones, voiceMailboxes],
    ...[userAuthorizationProfiles, adminPolicies, systemSecurityManagement],
    ...[unsecuredInterfaces, serviceSecurityLevels, tlsSecurityLevels],
  ],
  [sessionsView, secondFactorsView],
);

export function value<T>(result: Result<T, Refusal | readonly Refusal[]>): T {
  if (!result.ok) assert.fail(JSON.stringify(result.refusal));
  return result.value;
}

const codesOf = (result: Result<unknown, readonly Refusal[]>): readonly string[] =>
  result.ok ? ['ok'] : result.refusal.map(({ code, field }) => (field === undefined ? code : `${code} ${field}`));

/** How somebody logs in, beyond name and password. */
export interface Trying {
  readonly tool?: Tool;
  readonly next?: string;
  readonly address?: string;
  readonly bannerAccepted?: boolean;
  /** Where the page was opened. */
  readonly host?: string;
  readonly secondFactor?: NonNullable<LoginWish['secondFactor']>;
}

export const password = 'Walnut-Harbour-61';
export const otherPassword = 'Cobalt-Meadow-27';

/** How a bureau differs from most. */
export interface Manner {
  /** Default 0: refusals are not held back. */
  readonly answerEveryMs?: number;
  /** Default: one that stands still. */
  readonly clock?: Clock;
}

interface Running {
  readonly administration: Administration;
  readonly accounts: Accounts;
  readonly passwords: Passwords;
}

export class Bureau {
  readonly clock: FakeClock;
  readonly storage: Storage;
  readonly trail: PlainTrail;
  readonly oneTime: ReadonlyMap<string, string>;
  readonly #sealer = new Sealer(new MasterKey(randomKey(32)));
  readonly #manner: Manner;
  #running: Running | undefined;

  private constructor(storage: Storage, oneTime: ReadonlyMap<string, string>, manner: Manner) {
    this.storage = storage;
    this.#manner = manner;
    this.clock = new FakeClock();
    this.trail = new PlainTrail(storage);
    this.oneTime = oneTime;
  }

  /** A new system as it is after its first start. */
  static async open(directory: string, manner: Manner): Promise<Bureau> {
    const first = makeFirstAccounts();
    const oneTime = first.map(({ loginId, oneTimePassword }) => [loginId, oneTimePassword.reveal()] as const);
    const bureau = new Bureau(
      value(await openStorage({ dialect: 'sqlite', directory }, silentLog)),
      new Map(oneTime),
      manner,
    );
    await bureau.start();
    const { administration } = bureau;
    value(await administration.addFirstRecords(systemActor('Start')));
    const changes = first.map(({ change }) => change);
    value(await administration.change(systemActor('First start'), changes));
    await bureau.accounts.settled();
    return bureau;
  }

  get administration(): Administration {
    assert.ok(this.#running);
    return this.#running.administration;
  }

  get accounts(): Accounts {
    assert.ok(this.#running);
    return this.#running.accounts;
  }

  /** Password hashes made since the start. */
  get hashes(): number {
    return this.#running?.passwords.made ?? 0;
  }

  /** Begins, or begins again as a restart would. */
  async start(): Promise<void> {
    await this.#running?.accounts.close();
    const { storage, trail } = this;
    const { answerEveryMs = 0, clock = this.clock } = this.#manner;
    const configuration = () => administration.configuration;
    const passwords = new Passwords(cheap);
    const previousPasswordLimit = () => configuration().single(systemSecurityManagement).previousPasswordLimit;
    const keeper = new PasswordKeeper({ passwords, clock, previousPasswordLimit });
    const phone = [{ form: usersAndServices.id, fields: ['doNotDisturb'], isOwn: true }];
    const { may, duties, guard } = makeAccess({ configuration, clock, phone });
    const common = { storage, trail, clock, log: silentLog };
    const administration: Administration = new Administration({
      ...{ ...common, registry, sealer: this.#sealer, may, duties, guard },
      hashed: keeper,
    });
    value(await administration.load());
    const accounts = await Accounts.open({
      ...{ ...common, desk: administration, passwords, keeper, answerEveryMs, sealer: this.#sealer },
      ...{ systemName: () => 'Office', names: () => ['pbx.example.org', '192.0.2.1'] },
    });
    const { factors } = accounts;
    const remove = (actor: Actor, _: string, id: string) => factors.removeOther(actor, id);
    administration.source(
      secondFactorsView,
      rowsSource(secondFactorsView, () => factors.records(), remove),
    );
    this.#running = { administration, accounts, passwords };
  }

  async close(): Promise<void> {
    await this.accounts.close();
    await this.storage.close();
  }

  login(loginId: string, clear: string, trying: Trying = {}): Promise<Result<LoggedIn, readonly Refusal[]>> {
    const { tool = 'system-administration', next, address = '192.0.2.9', bannerAccepted, host, secondFactor } = trying;
    return this.accounts.login({
      ...{
        loginId,
        password: new Secret(clear),
        tool,
        from: { address, agent: 'Test/1.0', ...(host === undefined ? {} : { host }) },
      },
      ...(next === undefined ? {} : { newPassword: new Secret(next) }),
      ...(bannerAccepted === undefined ? {} : { bannerAccepted }),
      ...(secondFactor === undefined ? {} : { secondFactor }),
    });
  }

  /** The codes of a login: `ok`, or why not. */
  async tries(loginId: string, clear: string, trying: Trying = {}): Promise<readonly string[]> {
    return codesOf(await this.login(loginId, clear, trying));
  }

  /** Logs in for the first time: with `password` from then on. */
  async firstLogin(loginId: string, trying: Trying = {}): Promise<Shown> {
    const oneTime = this.oneTime.get(loginId);
    assert.ok(oneTime !== undefined);
    return shownOf(value(await this.login(loginId, oneTime, { next: password, ...trying })));
  }

  /** Adds a profile through `actor` and logs in for the first time: with `password` from then on. */
  async person(loginId: string, patch: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const made = await this.done({ kind: 'add', form: profiles, patch: { loginId, userName: loginId, ...patch } });
    const oneTime = made.records[0]?.made.password?.reveal() ?? '';
    const tool = patch.systemAdministration === true ? 'system-administration' : 'desktop';
    const { token, session } = value(await this.login(loginId, oneTime, { tool, next: password }));
    value(await this.accounts.logout({ token, tool, csrf: session.csrf }));
  }

  async done(...changes: readonly Change[]): Promise<Changed> {
    const changed = value(await this.administration.change(owner, changes));
    await this.accounts.settled();
    return changed;
  }

  /** Changes a profile as the owner of the machine. */
  set(loginId: string, patch: Readonly<Record<string, unknown>>): Promise<Changed> {
    return this.done({ kind: 'change', form: profiles, key: loginId, patch });
  }

  settings(patch: Readonly<Record<string, unknown>>): Promise<Changed> {
    return this.done({ kind: 'change', form: systemSecurityManagement.id, patch });
  }

  /** What `actor` is told when they change something: `ok`, or codes. */
  async asks(actor: Actor, ...changes: readonly Change[]): Promise<readonly string[]> {
    const result = codesOf(await this.administration.change(actor, changes));
    await this.accounts.settled();
    return result;
  }

  /** As it is stored. */
  status(loginId: string): string {
    const profile = this.administration.configuration.records(userAuthorizationProfiles).get(loginId);
    return profile?.status ?? 'none';
  }

  holds(shown: Shown): boolean {
    return this.accounts.session(shown, false).ok;
  }

  /** Time goes on, and what it brings about is done. */
  async passes(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.accounts.look();
    await this.accounts.settled();
  }
}

export const shownOf = ({ token, session }: LoggedIn): Shown => ({ token, tool: session.tool, csrf: session.csrf });

/** The actor of a session. */
export const actorOf = (bureau: Bureau, shown: Shown): Actor =>
  value(bureau.accounts.session(shown, false)).actor('walk');

/** A new system in a temporary directory, which is removed after `work`. */
export async function withBureau(work: (bureau: Bureau) => Promise<void>, manner: Manner = {}): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'ringfence-accounts-'));
  try {
    const bureau = await Bureau.open(directory, manner);
    await work(bureau);
    await bureau.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
}
