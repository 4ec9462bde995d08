// The people as accounts see them: profile, password, logins and rights of each, as they are at this moment.

import { hash } from 'node:crypto';
import type { Clock } from '#base';
import { adminPolicies, rootPolicy } from '../access/admin-policies.form.ts';
import { noRights, type Rights, securityRights } from '../access/rights.ts';
import type { FactorBook } from '../factors/factor-book.ts';
import { type KeptPassword, readKept } from '../passwords/kept-password.ts';
import type { Tool } from '../sessions/tool.ts';
import type { Desk } from './desk.ts';
import type { LoginBook } from './login-book.ts';
import type { Profile, Status } from './profile-fields.ts';
import { lastingRoots } from './roots.ts';
import { type Standing, statusNow } from './states.ts';
import { type SecuritySettings, systemSecurityManagement } from './system-security-management.form.ts';
import { userAuthorizationProfiles } from './user-authorization-profiles.form.ts';

interface Read {
  readonly text: string;
  readonly kept: KeptPassword | undefined;
}

interface Stamped {
  readonly made: readonly unknown[];
  readonly stamp: string;
}

export class People {
  readonly #desk: Pick<Desk, 'configuration' | 'kept'>;
  readonly #book: LoginBook;
  readonly #factors: FactorBook;
  readonly #clock: Clock;
  /** Read once for each text. */
  readonly #kept = new Map<string, Read>();
  readonly #stamps = new Map<string, Stamped>();

  constructor(desk: Pick<Desk, 'configuration' | 'kept'>, book: LoginBook, factors: FactorBook, clock: Clock) {
    this.#desk = desk;
    this.#book = book;
    this.#factors = factors;
    this.#clock = clock;
  }

  get settings(): SecuritySettings {
    return this.#desk.configuration.single(systemSecurityManagement);
  }

  get profiles(): ReadonlyMap<string, Profile> {
    return this.#desk.configuration.records(userAuthorizationProfiles);
  }

  kept(loginId: string): KeptPassword | undefined {
    const text = this.#desk.kept(userAuthorizationProfiles, loginId, 'password');
    if (text === undefined) return undefined;
    const known = this.#kept.get(loginId);
    if (known?.text === text) return known.kept;
    const kept = readKept(text);
    this.#kept.set(loginId, { text, kept });
    return kept;
  }

  /** `roots`: those on whom one can count, where many are asked about. */
  standing(profile: Profile, roots: readonly string[] = lastingRoots(this.profiles.values())): Standing {
    const { loginId, securityAdministrator } = profile;
    const login = this.#book.get(loginId, this.#clock.nowMs());
    const isLastRoot = roots.length === 1 && roots[0] === loginId;
    return { profile, login, kept: this.kept(loginId), isSpared: securityAdministrator || isLastRoot };
  }

  status(profile: Profile, roots?: readonly string[]): Status {
    return statusNow(this.standing(profile, roots), this.settings, this.#clock.nowMs());
  }

  /** Whether the account must have a second factor: its policy says so, of the security administrator the security settings. */
  mustHaveFactor({ securityAdministrator, adminPolicy }: Profile): boolean {
    if (securityAdministrator) return this.settings.securityAdministratorSecondFactor;
    return this.#desk.configuration.records(adminPolicies).get(adminPolicy)?.secondFactor ?? false;
  }

  /** It must have one and has none: its sessions may set one up, and nothing else. */
  mustEnrol(profile: Profile): boolean {
    return this.mustHaveFactor(profile) && !this.#factors.has(profile.loginId);
  }

  /** What changes whenever the account is allowed something else, or has another password or second factor. */
  stamp(profile: Profile): string {
    const { loginId, adminPolicy } = profile;
    const kept = this.#desk.kept(userAuthorizationProfiles, loginId, 'password') ?? '';
    const policy = this.#desk.configuration.records(adminPolicies).get(adminPolicy);
    const known = this.#stamps.get(loginId);
    const factors = this.#factors.stamp(loginId);
    const made = [profile, kept, policy, factors, this.mustHaveFactor(profile)];
    if (known !== undefined && made.every((part, index) => known.made[index] === part)) return known.stamp;
    const { systemAdministration, groupAdministration, desktop, application, securityAdministrator } = profile;
    const tools = [systemAdministration, groupAdministration, desktop, application, securityAdministrator];
    const rights = [adminPolicy, policy?.defaultAccess, policy?.members];
    const parts = [loginId, kept, ...tools, ...rights, factors, this.mustHaveFactor(profile)];
    const stamp = hash('sha256', JSON.stringify(parts), 'base64url');
    this.#stamps.set(loginId, { made, stamp });
    return stamp;
  }

  forget(loginId: string): void {
    this.#kept.delete(loginId);
    this.#stamps.delete(loginId);
  }
}

/** Whether the profile opens this tool. */
export function opens(profile: Profile, tool: Tool): boolean {
  switch (tool) {
    case 'system-administration':
      return profile.systemAdministration;
    case 'group-administration':
      return profile.groupAdministration;
    case 'desktop':
      return profile.desktop;
    case 'application':
      return profile.application;
  }
}

/** What a session of this tool may do with the configuration. */
export function rightsOf(profile: Profile, tool: Tool): Rights {
  const administers = tool === 'system-administration' || tool === 'application';
  if (!administers || !opens(profile, tool)) return noRights;
  if (profile.securityAdministrator) return securityRights;
  const { adminPolicy: policy } = profile;
  return policy === '' ? noRights : { kind: policy === rootPolicy ? 'root' : 'policy', policy };
}
