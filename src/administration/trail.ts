// What the audit trail is told of a change: which record, and each field from its old value to the new one. Secrets are masked.

import type { FormOrView } from '#forms';
import type { AuditFact, AuditTrail } from '#records';
import type { Actor } from '#security';
import type { Operation } from './access.ts';
import type { Planned } from './propose.ts';
import type { ImportMode } from './requests.ts';

/** The part of the audit trail that administration needs. */
export type Trail = Pick<AuditTrail, 'append' | 'appendMany' | 'note'>;

export function factOf(actor: Actor, { kind, form, key, differences }: Planned): AuditFact {
  const fields = differences.map(({ label, old, new: now }) => {
    if (kind === 'add') return `${label}: ${quote(now)}`;
    return kind === 'delete' ? `${label}: ${quote(old)}` : `${label}: ${quote(old)} → ${quote(now)}`;
  });
  return { level: 'medium', actor, action: kind, data: [...placeOf(form, key), ...fields].join('; ') };
}

export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
}

/** The entry that stands before those of an import's records. */
export function importFact(
  actor: Actor,
  form: FormOrView,
  mode: ImportMode,
  { added, changed, deleted }: Counts,
): AuditFact {
  const counts = [`Added: ${added}`, `Changed: ${changed}`, `Deleted: ${deleted}`];
  const data = [...placeOf(form, ''), `Mode: ${mode}`, ...counts].join('; ');
  return { level: 'medium', actor, action: 'import', data };
}

export function exportFact(actor: Actor, form: FormOrView, records: number): AuditFact {
  const data = [...placeOf(form, ''), `Records: ${records}`].join('; ');
  return { level: 'medium', actor, action: 'export', data };
}

/** What someone does with a record of a view, before it is done. */
export function actFact(actor: Actor, view: FormOrView, action: string, key: string): AuditFact {
  return { level: 'medium', actor, action, data: placeOf(view, key).join('; ') };
}

/** The entry that stands before that of the record which an undo changes. */
export function undoFact(actor: Actor, form: FormOrView, key: string, auditId: number): AuditFact {
  return { level: 'medium', actor, action: 'undo', data: [`Entry: ${auditId}`, ...placeOf(form, key)].join('; ') };
}

/** The entry that stands before those of the records of which a change is taken back as one. */
export const undoAllFact = (actor: Actor, records: number, auditId: number): AuditFact => ({
  ...{ level: 'medium', actor, action: 'undo', data: `Entry: ${auditId}; Records: ${records}` },
});

/** An attempt to do what the actor's policy does not allow. */
export function refusedFact(actor: Actor, form: FormOrView, operation: Operation): AuditFact {
  return { level: 'high', actor, action: `${operation} refused`, data: placeOf(form, '').join('; ') };
}

const placeOf = (form: FormOrView, key: string): string[] => [
  `Form: ${form.title}`,
  ...(key === '' ? [] : [`Key: ${quote(key)}`]),
];

/** Values that could be taken for part of the entry stand in quotes. */
function quote(value: string): string {
  if (value === '') return '(blank)';
  if (value === '(set)' || value === '(set anew)') return value;
  return /^[\p{L}\p{N} .,_/:*#@+[\]-]+$/u.test(value) ? value : JSON.stringify(value);
}
