// The registry: every form of the product, checked once at start so that no surface meets a form with a hole in it.

import { type AnyRecord, type Form, type FormOrView, initialRecord, type View } from './define.ts';
import type { Field } from './fields/field.ts';
import { validate } from './validate.ts';

/** A field of some form that names records of another. */
export interface Referrer {
  readonly form: Form;
  readonly field: string;
}

export interface Registry {
  readonly forms: readonly Form[];
  readonly views: readonly View[];
  /** Forms and views, in the order in which they stand in the tree. */
  readonly all: readonly FormOrView[];
  /** The form with this id; never a view. */
  get(id: string): Form | undefined;
  view(id: string): View | undefined;
  /** The form or view with this id. */
  find(id: string): FormOrView | undefined;
  /** The fields that name records of this form. */
  referrers(formId: string): readonly Referrer[];
}

/** Makes the registry; throws with every fault of every definition, as they are mistakes in the program. */
export function makeRegistry(forms: readonly Form[], views: readonly View[] = []): Registry {
  const all = [...forms, ...views];
  const byId = new Map(forms.map((form) => [form.id, form]));
  const viewsById = new Map(views.map((view) => [view.id, view]));
  const faults = [
    ...all.flatMap(({ id }, index) =>
      all.findIndex((other) => other.id === id) < index ? [`${id}: defined twice`] : [],
    ),
    ...all.flatMap((form) => faultsOf(form, byId).map((fault) => `${form.id}: ${fault}`)),
  ];
  if (faults.length > 0) throw new Error(`forms are not well defined:\n${faults.join('\n')}`);
  const referrers = new Map(forms.map(({ id }) => [id, referrersTo(id, forms)]));
  return {
    ...{ forms, views, all },
    get: (id) => byId.get(id),
    view: (id) => viewsById.get(id),
    find: (id) => byId.get(id) ?? viewsById.get(id),
    referrers: (id) => referrers.get(id) ?? [],
  };
}

const referrersTo = (id: string, forms: readonly Form[]): Referrer[] =>
  forms.flatMap((form) =>
    Object.entries(form.fields).flatMap(([field, { references }]) => (references === id ? [{ form, field }] : [])),
  );

function faultsOf(form: FormOrView, byId: ReadonlyMap<string, Form>): string[] {
  const faults = [
    ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(form.id) ? [] : ['the id is not in lower case with hyphens']),
    ...[form.title, ...Object.values(form.help)].flatMap((words) => (words.trim() === '' ? ['words are missing'] : [])),
    ...Object.entries(form.fields).flatMap(([name, field]) => fieldFaults(name, field, byId)),
  ];
  if (form.kind === 'view') return faults.concat(viewFaults(form));
  return faults.concat(form.key === undefined ? singleFaults(form) : tableFaults(form, form.key));
}

function viewFaults(view: View): string[] {
  const odd = Object.entries(view.fields).filter(([, { kind }]) => kind === 'secret');
  const actions = Object.entries(view.actions);
  return [
    ...(view.fields[view.key] === undefined ? [`${view.key}: a key is one of the fields`] : []),
    ...odd.map(([name]) => `${name}: a view has no secrets`),
    ...actions.flatMap(([name, words]) => [
      ...(camelCase.test(name) ? [] : [`${name}: the name is not in camel case`]),
      ...(Object.values(words).some((text) => text.trim() === '') ? [`${name}: words are missing`] : []),
    ]),
  ];
}

const camelCase = /^[a-z][a-zA-Z0-9]*$/;

function fieldFaults(name: string, field: Field, byId: ReadonlyMap<string, Form>): string[] {
  const faults: string[] = [];
  if (!camelCase.test(name)) faults.push(`${name}: the name is not in camel case`);
  if (field.label.trim() === '' || field.help.trim() === '') faults.push(`${name}: label or help is missing`);
  if (field.references !== undefined && byId.get(field.references)?.key === undefined)
    faults.push(`${name}: refers to ${field.references}, which is no table`);
  if (field.initial !== undefined && field.kind !== 'secret' && !field.schema.safeParse(field.initial).success)
    faults.push(`${name}: its own initial value is refused`);
  return faults;
}

const singleFaults = (form: Form): string[] =>
  Object.entries(initialRecord(form) as AnyRecord).flatMap(([name, value]) =>
    value === undefined ? [`${name}: one record needs initial values`] : [],
  );

function tableFaults(form: Form, key: string): string[] {
  const field = form.fields[key];
  if (field === undefined || field.kind === 'secret' || field.initial !== undefined)
    return [`${key}: a key is a field that must be given`];
  return form.first.flatMap((patch) => {
    const result = validate(form, patch);
    return result.ok ? [] : result.refusal.map(({ words }) => `a first record: ${words}`);
  });
}
