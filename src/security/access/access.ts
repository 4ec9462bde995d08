// Access: who may do what with which form (ADM-6, ADM-7). Pure functions of the configuration and of who asks.

import type { Configuration, Duty, FormOrView, Operation } from '#forms';
import type { Actor } from '../actor.ts';
import { adminPolicies } from './admin-policies.form.ts';
import type { Rights } from './rights.ts';

/** To whom a form is invisible, it does not exist. */
export type Verdict = 'allowed' | 'refused' | 'invisible';

/** What an actor has of a form: nothing, so that it does not exist; reading; changing some fields of what is there; all. */
type Level = 'none' | 'read' | 'fields' | 'write';

const reading: readonly Operation[] = ['read', 'export'];
const allowed: Readonly<Record<Level, readonly Operation[]>> = {
  none: [],
  read: reading,
  fields: [...reading, 'change'],
  write: [...reading, 'add', 'change', 'delete', 'import', 'act'],
};
const profiles = 'user-authorization-profiles';
/** What the security administrator also sees: what happened, and who is there. */
const watched: readonly string[] = ['audit-trail-logs', 'audit-archives', 'sessions', 'alarms', 'alarm-destinations'];

/** May a person with these rights do that with this form? */
export function accessOf(
  rights: Rights,
  form: FormOrView,
  operation: Operation,
  configuration: Configuration,
): Verdict {
  switch (rights.kind) {
    case 'root':
      return verdict(rootLevel(form), operation);
    case 'policy':
      return policyVerdict(rights, form, operation, configuration);
    case 'security':
      return verdict(securityLevel(form), operation);
    case 'own':
      return form.id === profiles && operation === 'change' ? 'allowed' : 'invisible';
    case 'none':
      return 'invisible';
  }
}

function verdict(level: Level, operation: Operation): Verdict {
  if (level === 'none') return 'invisible';
  return allowed[level].includes(operation) ? 'allowed' : 'refused';
}

const rootLevel = (form: FormOrView): Level => (form.duty === 'security' ? 'read' : 'write');

/** The forms that are its business, those with fields that are, and what there is to watch. */
function securityLevel(form: FormOrView): Level {
  if (form.duty === 'security' || watched.includes(form.id)) return 'write';
  return Object.values(form.fields).some(({ duty }) => duty === 'security') ? 'fields' : 'none';
}

function policyVerdict(
  { policy: name }: Rights,
  form: FormOrView,
  operation: Operation,
  configuration: Configuration,
): Verdict {
  const policy = configuration.records(adminPolicies).get(name);
  if (policy === undefined || form.id === adminPolicies.id) return 'invisible';
  const named = Object.hasOwn(policy.members, form.id) ? policy.members[form.id] : undefined;
  const given = named ?? policy.defaultAccess;
  const level = form.duty === 'security' && given === 'write' ? 'read' : given;
  const isRoots = form.id === profiles && (operation === 'import' || operation === 'export');
  return isRoots && level !== 'none' ? 'refused' : verdict(level, operation);
}

/** What a field must be for the actor to change it, in a form that they may change. */
export function dutiesOf({ rights, application }: Actor): readonly Duty[] {
  if (rights === undefined) return isTrusted(application) ? ['configuration', 'security'] : ['configuration'];
  return rights.kind === 'security' ? ['security'] : ['configuration'];
}

/** The owner of this machine's socket, whom the operating system has let in, and the system itself. */
export const isTrusted = (application: string): boolean => application === 'Command line' || application === 'System';

/** What a telephone may switch by its feature codes and keys, in one form. */
export interface PhoneSwitches {
  readonly form: string;
  readonly fields: readonly string[];
  /** Of its own extension's record and no other; otherwise the form is the settings of the whole site. */
  readonly isOwn: boolean;
}

/** May this actor, who has not logged in, do that with this form? */
export function accessByWayIn(
  { application }: Actor,
  form: FormOrView,
  operation: Operation,
  phone: readonly PhoneSwitches[],
) {
  if (isTrusted(application)) return 'allowed';
  return application === 'SIP' && phone.some((switches) => form.id === switches.form) && operation === 'change'
    ? 'allowed'
    : 'invisible';
}
