// The guard: what else is asked of each record that somebody wants changed, beyond which form it is (ADM-5 to ADM-7).

import type { Refusal } from '#base';
import type { AnyRecord, Form, Look, RecordOf } from '#forms';
import { endOfDayMs } from '../accounts/day.ts';
import { type Profile, type Status, statusTitles } from '../accounts/profile-fields.ts';
import { lastingRoots } from '../accounts/roots.ts';
import { userAuthorizationProfiles } from '../accounts/user-authorization-profiles.form.ts';
import type { Actor } from '../actor.ts';
import { guardTrusted } from '../certificates/trusted/guard-trusted.ts';
import { trustedCertificates } from '../certificates/trusted/trusted-certificates.form.ts';
import { unsecuredInterfaces } from '../interfaces/unsecured-interfaces.form.ts';
import { securityCodes } from '../security.codes.ts';
import { guardLockout, lockingForms } from '../tls/lockout.ts';
import { tlsCodes } from '../tls/tls.codes.ts';
import { isTrusted, type PhoneSwitches } from './access.ts';
import { adminPolicies, isBuiltIn, rootPolicy } from './admin-policies.form.ts';

/** One record that somebody wants changed, as the guard sees it. */
export interface Wish {
  readonly actor: Actor;
  readonly form: Form;
  readonly operation: 'add' | 'change' | 'delete' | 'copy';
  readonly key: string;
  /** Undefined of an add. */
  readonly before: AnyRecord | undefined;
  /** Undefined of a delete. */
  readonly after: AnyRecord | undefined;
  /** The secrets that get another value. */
  readonly secrets: readonly string[];
  /** The key of the record that is copied. */
  readonly copyOf?: string;
  /** Configuration as it would be after the whole change. */
  readonly look: Look;
}

export function guardWish(wish: Wish, phone: readonly PhoneSwitches[], nowMs: number): readonly Refusal[] {
  const { actor, form } = wish;
  if (actor.rights === undefined && !isTrusted(actor.application)) return guardPhone(wish, phone);
  if (form.id === adminPolicies.id) return guardPolicy(wish);
  if (form.id === userAuthorizationProfiles.id) return guardProfile(wish, nowMs);
  if (form.id === trustedCertificates.id) return guardTrusted(wish.before, wish.after, nowMs);
  if (form.id === unsecuredInterfaces.id) return guardInterface(wish);
  if (lockingForms.includes(form.id)) return guardLockout(actor, wish.look);
  return [];
}

function guardPhone({ actor, form, key, before, after }: Wish, phone: readonly PhoneSwitches[]): readonly Refusal[] {
  const { fields = [], isOwn: isOfOwn = true } = phone.find((switches) => switches.form === form.id) ?? {};
  const changed = Object.keys(after ?? {}).filter((name) => before?.[name] !== after?.[name]);
  const isOwn = (!isOfOwn || key === actor.user) && changed.every((name) => fields.includes(name));
  return isOwn ? [] : [securityCodes.refuse('security.only-own-switch')];
}

const factorField = 'secondFactor' satisfies keyof RecordOf<typeof adminPolicies>;

function guardPolicy({ operation, key, copyOf, before, after }: Wish): readonly Refusal[] {
  // Whether root must have a second factor is the one thing that is changed of it; whose business that is, the field says.
  const changed = Object.keys(after ?? {}).filter((name) => before?.[name] !== after?.[name]);
  if (operation === 'change' && changed.every((name) => name === factorField)) return [];
  const ofRoot = operation === 'copy' ? copyOf === rootPolicy : operation !== 'add' && key === rootPolicy;
  if (ofRoot) return [securityCodes.refuse('security.policy-root-fixed')];
  if (operation !== 'delete' || !isBuiltIn(key)) return [];
  return [securityCodes.refuse('security.policy-built-in', { name: key })];
}

function guardProfile(wish: Wish, nowMs: number): readonly Refusal[] {
  const { actor, key, look } = wish;
  // Administration gives records of the form that it names.
  const before = wish.before as Profile | undefined;
  const after = wish.after as Profile | undefined;
  if (actor.rights?.kind === 'own') return guardOwn(actor, key, before, after);
  return [
    ...guardSecurity(actor, before, after),
    ...guardPrivilege(actor, before, after),
    ...(actor.application === 'System' ? [] : guardStatus(before, after, nowMs)),
    ...guardLastRoot(before, after, look),
  ];
}

/** The list of them is that of the program: the system itself adds to it. */
function guardInterface({ actor, operation }: Wish): readonly Refusal[] {
  if (operation === 'change' || actor.application === 'System') return [];
  return [tlsCodes.refuse('security.interface-stays')];
}

const ownFields: readonly string[] = ['password', 'status'] satisfies (keyof RecordOf<
  typeof userAuthorizationProfiles
>)[];

/** One's own password, and that one may come in again for having changed it. */
function guardOwn(
  actor: Actor,
  key: string,
  before: Profile | undefined,
  after: Profile | undefined,
): readonly Refusal[] {
  const old: AnyRecord = before ?? {};
  const changed = Object.entries(after ?? {}).filter(([name, value]) => old[name] !== value);
  const isOwn = key === actor.user && before !== undefined && after?.status === 'enabled';
  if (isOwn && changed.every(([name]) => ownFields.includes(name))) return [];
  return [securityCodes.refuse('security.only-root')];
}

function guardSecurity(actor: Actor, before: Profile | undefined, after: Profile | undefined): readonly Refusal[] {
  if (!isSecurity(before) && !isSecurity(after)) return [];
  if (after === undefined) return [securityCodes.refuse('security.security-administrator-stays')];
  const trusted = actor.rights === undefined && isTrusted(actor.application);
  return trusted ? [] : [securityCodes.refuse('security.security-administrator-fixed')];
}

const isSecurity = (profile: Profile | undefined): boolean => profile?.securityAdministrator ?? false;

/** Only root grants administration, and changes who has it. */
function guardPrivilege(
  { rights }: Actor,
  before: Profile | undefined,
  after: Profile | undefined,
): readonly Refusal[] {
  if (rights === undefined || rights.kind === 'root') return [];
  return isPrivileged(before) || isPrivileged(after) ? [securityCodes.refuse('security.only-root')] : [];
}

const isPrivileged = (profile: Profile | undefined): boolean =>
  profile !== undefined &&
  (profile.systemAdministration || profile.application || profile.adminPolicy !== '') &&
  !profile.securityAdministrator;

const byHand: readonly Status[] = ['enabled', 'force-new-password', 'disabled'];

function guardStatus(before: Profile | undefined, after: Profile | undefined, nowMs: number): readonly Refusal[] {
  if (after === undefined) return [];
  const { status, expiryDate } = after;
  if (status !== before?.status && !byHand.includes(status))
    return [securityCodes.refuse('security.status-comes-about', { status: statusTitles[status] }, 'status')];
  const isOpen = status === 'enabled' || status === 'force-new-password';
  if (!isOpen || expiryDate === '' || endOfDayMs(expiryDate) > nowMs) return [];
  return [securityCodes.refuse('security.expiry-date-past', {}, 'expiryDate')];
}

function guardLastRoot(before: Profile | undefined, after: Profile | undefined, look: Look): readonly Refusal[] {
  const wasOne = before !== undefined && lastingRoots([before]).length > 0;
  if (!wasOne || (after !== undefined && lastingRoots([after]).length > 0)) return [];
  if (lastingRoots(look.records(userAuthorizationProfiles).values()).length > 0) return [];
  return [securityCodes.refuse('security.last-root', { name: before.loginId })];
}
