// The second half of the walk: the changed records among all others, as they would be. Rules, unique values, references both ways.

import type { Refusal } from '#base';
import { type Form, formsCodes, type Registry } from '#forms';
import type { Draft } from './draft.ts';
import type { Findings } from './findings.ts';
import type { Planned } from './propose.ts';

/** Everything that is wrong with one planned change in the would-be state. */
export function checkAmong(planned: Planned, draft: Draft, registry: Registry, findings: Findings): readonly Refusal[] {
  const { kind, form, key, proposal } = planned;
  if (kind === 'unchanged') return [];
  if (proposal === undefined) return checkUnused(form, key, draft, registry);
  return [
    ...checkUnique(planned, draft),
    ...checkReferences(planned, draft, registry, findings),
    ...form.rules(proposal.record, draft),
  ];
}

function checkUnique({ form, key, proposal }: Planned, draft: Draft): Refusal[] {
  return Object.entries(form.fields).flatMap(([name, field]) => {
    const value = proposal?.record[name];
    if (!field.unique || value === '') return [];
    const other = draft.keysWith(form.id, name, value).find((holder) => holder !== key);
    if (other === undefined) return [];
    return [formsCodes.refuse('forms.not-unique', { label: field.label, given: field.print(value), other }, name)];
  });
}

/** Nothing may point nowhere. What points at a record that is refused itself is left out: that is told already. */
function checkReferences({ form, proposal }: Planned, draft: Draft, registry: Registry, findings: Findings): Refusal[] {
  return Object.entries(form.fields).flatMap(([name, { label, references }]) => {
    const target = references === undefined ? undefined : registry.get(references);
    const given = proposal?.record[name];
    if (target === undefined || typeof given !== 'string' || given === '') return [];
    if (draft.records(target).has(given) || findings.has(target.id, given)) return [];
    return [formsCodes.refuse('forms.points-nowhere', { label, given, form: target.title }, name)];
  });
}

const usersShown = 5;

/** Nothing in use can be deleted. */
function checkUnused(form: Form, key: string, draft: Draft, registry: Registry): Refusal[] {
  const users = registry
    .referrers(form.id)
    .flatMap((referrer) =>
      draft.keysWith(referrer.form.id, referrer.field, key).map((user) => `${referrer.form.title} ${user}`.trim()),
    );
  if (users.length === 0) return [];
  const more = users.length > usersShown ? ` and ${users.length - usersShown} more` : '';
  return [formsCodes.refuse('forms.in-use', { key, users: `${users.slice(0, usersShown).join(', ')}${more}` })];
}
