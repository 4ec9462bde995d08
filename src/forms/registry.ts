// The registry: every form of the product, checked once at start so that no surface meets a form with a hole in it.

import { type AnyRecord, type Form, initialRecord } from './define.ts';
import type { Field } from './fields/field.ts';
import { validate } from './validate.ts';

/** A field of some form that names records of another. */
export interface Referrer {
  readonly form: Form;
  readonly field: string;
}

export interface Registry {
  readonly forms: readonly Form[];
  get(id: string): Form | undefined;
  /** The fields that name records of this form. */
  referrers(formId: string): readonly Referrer[];
}

/** Makes the registry; throws with every fault of every definition, as they are mistakes in the program. */
export function makeRegistry(forms: readonly Form[]): Registry {
  const byId = new Map(forms.map((form) => [form.id, form]));
  const faults = [
    ...forms.flatMap(({ id }, index) =>
      forms.findIndex((other) => other.id === id) < index ? [`${id}: defined twice`] : [],
    ),
    ...forms.flatMap((form) => faultsOf(form, byId).map((fault) => `${form.id}: ${fault}`)),
  ];
  if (faults.length > 0) throw new Error(`forms are not well defined:\n${faults.join('\n')}`);
  const referrers = new Map(forms.map(({ id }) => [id, referrersTo(id, forms)]));
  return {
    forms,
    get: (id) => byId.get(id),
    referrers: (id) => referrers.get(id) ?? [],
  };
}

const referrersTo = (id: string, forms: readonly Form[]): Referrer[] =>
  forms.flatMap((form) =>
    Object.entries(form.fields).flatMap(([field, { references }]) => (references === id ? [{ form, field }] : [])),
  );

function faultsOf(form: Form, byId: ReadonlyMap<string, Form>): string[] {
  const faults = [
    ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(form.id) ? [] : ['the id is not in lower case with hyphens']),
    ...[form.title, ...Object.values(form.help)].flatMap((words) => (words.trim() === '' ? ['words are missing'] : [])),
    ...Object.entries(form.fields).flatMap(([name, field]) => fieldFaults(name, field, byId)),
  ];
  return faults.concat(form.key === undefined ? singleFaults(form) : tableFaults(form, form.key));
}

function fieldFaults(name: string, field: Field, byId: ReadonlyMap<string, Form>): string[] {
  const faults: string[] = [];
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) faults.push(`${name}: the name is not in camel case`);
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
