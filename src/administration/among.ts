// The second half of the walk: the changed records among all others, as they would be. Duties, rules, unique values, references both ways.

import type { Refusal } from '#base';
import { type AnyRecord, type Duty, dutyOf, type Form, fieldOf, formsCodes, type Look, type Registry } from '#forms';
import type { Actor } from '#security';
import type { DutiesOf, Guard } from './access.ts';
import { administrationCodes } from './administration.codes.ts';
import { BlindLook } from './blind.ts';
import type { Draft } from './draft.ts';
import type { Findings } from './findings.ts';
import type { Planned } from './propose.ts';

/** Among what a planned change is checked, and for whom. */
export interface Among {
  readonly actor: Actor;
  readonly draft: Draft;
  readonly registry: Registry;
  readonly findings: Findings;
  readonly duties: DutiesOf;
  readonly guard?: Guard;
  /** Whether the actor may see the form with this id. */
  readonly sees: (formId: string) => boolean;
}

/** Everything that is wrong with one planned change in the would-be state. */
export function checkAmong(planned: Planned, among: Among): readonly Refusal[] {
  const { kind, form, proposal } = planned;
  if (kind === 'unchanged') return [];
  const guarded = checkGuard(planned, among);
  if (proposal === undefined) return [...guarded, ...checkUnused(planned, among)];
  return [
    ...checkDuties(planned, among),
    ...guarded,
    ...checkUnique(planned, among),
    ...checkReferences(planned, among),
    ...checkRules(form, proposal.record, among),
    ...checkSecrets(planned, among),
  ];
}

function checkGuard({ kind, form, key, before, proposal, copyOf }: Planned, { actor, draft, guard }: Among) {
  if (guard === undefined || kind === 'unchanged') return [];
  return guard({
    ...{ actor, form, key, look: draft },
    operation: copyOf === undefined ? kind : 'copy',
    before: before?.record,
    after: proposal?.record,
    secrets: [...(proposal?.secrets.keys() ?? [])],
    ...(copyOf === undefined ? {} : { copyOf }),
  });
}

const whoHas: Readonly<Record<Duty, string>> = {
  security: 'the security administrator',
  configuration: 'an administrator of the configuration',
};

/** A field that is another's business keeps its value, or in a new record its initial one (ADM-7). */
function checkDuties({ form, before, differences }: Planned, { actor, duties }: Among): Refusal[] {
  const held = duties(actor);
  return differences.flatMap(({ field, label, new: now }) => {
    const duty = dutyOf(form, field);
    if (held.includes(duty) || (before === undefined && isInitial(form, field, now))) return [];
    return [administrationCodes.refuse('administration.not-your-duty', { label, who: whoHas[duty] }, field)];
  });
}

function isInitial(form: Form, name: string, text: string): boolean {
  const field = fieldOf(form, name);
  if (field === undefined || form.key === name) return true;
  return field.kind !== 'secret' && field.initial !== undefined && field.print(field.initial) === text;
}

function checkUnique({ form, key, proposal }: Planned, { draft }: Among): Refusal[] {
  return Object.entries(form.fields).flatMap(([name, field]) => {
    const value = proposal?.record[name];
    if (!field.unique || value === '') return [];
    const other = draft.keysWith(form.id, name, value).find((holder) => holder !== key);
    if (other === undefined) return [];
    return [formsCodes.refuse('forms.not-unique', { label: field.label, given: field.print(value), other }, name)];
  });
}

/**
 * Nothing may point nowhere. What points at a record that is refused itself is left out: that is told already. A form that
 * the actor may not see is not named.
 */
function checkReferences({ form, proposal }: Planned, { draft, registry, findings, sees }: Among): Refusal[] {
  return Object.entries(form.fields).flatMap(([name, { label, references }]) => {
    const target = references === undefined ? undefined : registry.get(references);
    if (target === undefined) return [];
    const where = sees(target.id) ? target.title : 'the form that it refers to';
    return keysIn(proposal?.record[name])
      .filter((given) => !draft.has(target.id, given) && !findings.has(target.id, given))
      .map((given) => formsCodes.refuse('forms.points-nowhere', { label, given, form: where }, name));
  });
}

/** What a field names: nothing, one record or several. */
const keysIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((key) => typeof key === 'string' && key !== '');

/** What a rule would not have said without looking into forms that the actor may not see is told without its words. */
function checkRules(form: Form, record: AnyRecord, { draft, sees }: Among): readonly Refusal[] {
  const refusals = form.rules(record, draft);
  if (refusals.length === 0) return refusals;
  const blind = new BlindLook(draft, (id) => id === form.id || sees(id));
  const open = form.rules(record, blind).map(sayingOf);
  return refusals.map((refusal) => (open.includes(sayingOf(refusal)) ? refusal : withoutWords(form, refusal.field)));
}

const sayingOf = ({ code, field = '', words }: Refusal): string => [code, field, words].join('\n');

function withoutWords(form: Form, field: string | undefined): Refusal {
  const label = (field === undefined ? undefined : fieldOf(form, field)?.label) ?? form.title;
  return administrationCodes.refuse('administration.hidden-conflict', { label }, field);
}

function checkSecrets({ form, proposal }: Planned, { draft }: Among): Refusal[] {
  if (proposal === undefined) return [];
  const look: Look = draft;
  return [...proposal.secrets].flatMap(([name, clear]) =>
    clear === undefined ? [] : form.secretRules(name, clear, proposal.record, look),
  );
}

const usersShown = 5;

/** Nothing in use can be deleted. Records of forms that the actor may not see are not named. */
function checkUnused({ form, key }: Planned, { draft, registry, sees }: Among): Refusal[] {
  const users = registry.referrers(form.id).flatMap((referrer) =>
    draft.keysWith(referrer.form.id, referrer.field, key).map((user) => ({
      words: `${referrer.form.title} ${user}`.trim(),
      isSeen: sees(referrer.form.id),
    })),
  );
  if (users.length === 0) return [];
  const seen = users.filter(({ isSeen }) => isSeen).map(({ words }) => words);
  const shown = seen.slice(0, usersShown).join(', ');
  const more = seen.length > usersShown ? ` and ${seen.length - usersShown} more` : '';
  const words = seen.length === 0 ? 'a record that you may not see' : `${shown}${more}`;
  return [formsCodes.refuse('forms.in-use', { key, users: words })];
}
