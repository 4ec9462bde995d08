// What a form is: a table of records, or one record of settings, defined once for every surface.

import type { Refusal, Secret } from '#base';
import type { Duty, Field } from './fields/field.ts';

export type Fields = Readonly<Record<string, Field>>;

/** The type of a record with these fields. A secret is there as `true` when it is set. */
export type RecordWith<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** The type of a form's record: `type NumberingPlan = RecordOf<typeof numbering>`. */
export type RecordOf<F extends { readonly fields: Fields }> = RecordWith<F['fields']>;

export type AnyRecord = Readonly<Record<string, unknown>>;

/** What somebody wants a record to be: some fields, each as its value or as text. */
export type Patch = Readonly<Record<string, unknown>>;

/** Where a form stands in the form tree. */
export type Group =
  | 'Phones and people'
  | 'Calls and routing'
  | 'Voicemail'
  | 'Records'
  | 'Security'
  | 'Network'
  | 'System';

export interface Help {
  /** What the form is for. */
  readonly purpose: string;
  /** What else must be so, and what a change does. */
  readonly conditions: string;
  readonly recommendation: string;
}

/** What can be done with a form or a view. */
export type Operation = 'read' | 'add' | 'change' | 'delete' | 'import' | 'export' | 'act';

/** Configuration at one moment. It never changes: a later one is another value. */
export interface Configuration {
  /** All records of a table by key. */
  records<F extends Fields>(form: Form<F>): ReadonlyMap<string, RecordWith<F>>;
  /** The record of a single form; one that nobody changed has the initial values. */
  single<F extends Fields>(form: Form<F>): RecordWith<F>;
}

/** The configuration as it would be after a change: what the rules of forms look at. */
export interface Look extends Configuration {
  /** The keys of a table by its id, for a form that cannot import the other's definition. */
  keys(formId: string): Iterable<string>;
  /** The keys of the records that have this value in this field, alone or among others. */
  keysWith(formId: string, field: string, value: unknown): readonly string[];
  /** The ids of all forms and views of the product. */
  formIds(): readonly string[];
}

/** What a form and a view share: all that describes, reads and prints a record. */
export interface FormShape<F extends Fields = Fields> {
  readonly id: string;
  readonly title: string;
  readonly kind: 'table' | 'single' | 'view';
  readonly group: Group;
  readonly help: Help;
  readonly duty: Duty;
  /** The field that names a record; undefined of a single form. */
  readonly key: string | undefined;
  readonly fields: F;
}

export interface Form<F extends Fields = Fields> extends FormShape<F> {
  readonly kind: 'table' | 'single';
  /** The records that a new system starts with. */
  readonly first: readonly Patch[];
  /** What one record must be among the others. Runs for every record that is added or changed, on the would-be state. */
  rules(record: RecordWith<F>, look: Look): readonly Refusal[];
  /** What a secret must be beyond its length. Runs for each that is given or made; no refusal may repeat it. */
  secretRules(name: string, clear: Secret, record: RecordWith<F>, look: Look): readonly Refusal[];
  /** What follows from what was given: the record as it will be. Runs before the rules; the key stays. */
  settle(record: RecordWith<F>, given: Given<RecordWith<F>>): RecordWith<F>;
}

/** What a record is settled by. */
export interface Given<R> {
  /** Undefined of a record that is added. */
  readonly before: R | undefined;
  /** The secrets that get another value, made ones too. */
  readonly secrets: readonly string[];
  /** The secrets that were made here. */
  readonly made: readonly string[];
}

/** A table that is made while the system runs: it is read and acted upon, never changed. */
export interface View<F extends Fields = Fields> extends FormShape<F> {
  readonly kind: 'view';
  readonly key: string;
  /** What can be done with one of its records, by name. */
  readonly actions: Readonly<Record<string, ActionWords>>;
}

export interface ActionWords {
  /** The words of the button. */
  readonly label: string;
  readonly help: string;
  /** The question before it is done. */
  readonly confirm: string;
}

/** Whatever stands in the form tree. */
export type FormOrView = Form | View;

interface Definition<F extends Fields> {
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  readonly help: Help;
  readonly fields: F;
  /** Default `configuration`. */
  readonly duty?: Duty;
  secretRules?(name: string, clear: Secret, record: RecordWith<NoInfer<F>>, look: Look): readonly Refusal[];
  settle?(record: RecordWith<NoInfer<F>>, given: Given<RecordWith<NoInfer<F>>>): Partial<RecordWith<NoInfer<F>>>;
  rules?(record: RecordWith<NoInfer<F>>, look: Look): readonly Refusal[];
}

interface TableDefinition<F extends Fields> extends Definition<F> {
  readonly key: keyof NoInfer<F> & string;
  readonly first?: readonly Patch[];
}

interface SingleDefinition<F extends Fields> extends Definition<F> {
  readonly single: true;
}

/** Defines a form: a table of records named by `key`, or with `single: true` one record. */
export function defineForm<const F extends Fields>(definition: TableDefinition<F> | SingleDefinition<F>): Form<F> {
  const { id, title, group, help, fields, duty = 'configuration' } = definition;
  const table = 'key' in definition ? definition : undefined;
  return {
    ...{ id, title, group, help, fields, duty },
    kind: table === undefined ? 'single' : 'table',
    key: table?.key,
    first: table?.first ?? [],
    rules: (record, look) => definition.rules?.(record, look) ?? [],
    secretRules: (...given) => definition.secretRules?.(...given) ?? [],
    settle: (record, given) => Object.freeze({ ...record, ...definition.settle?.(record, given) }),
  };
}

interface ViewDefinition<F extends Fields> {
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  readonly help: Help;
  readonly fields: F;
  readonly key: keyof NoInfer<F> & string;
  /** Default `configuration`. */
  readonly duty?: Duty;
  readonly actions?: Readonly<Record<string, ActionWords>>;
}

/** Defines a view: its rows come from a source while the system runs. */
export function defineView<const F extends Fields>(definition: ViewDefinition<F>): View<F> {
  return { duty: 'configuration', actions: {}, ...definition, kind: 'view' };
}

/** Whose business a field is: its own duty, or that of its form. */
export const dutyOf = (form: FormShape, name: string): Duty =>
  form.duty === 'security' ? 'security' : (fieldOf(form, name)?.duty ?? 'configuration');

/** The field of this name, never one that is inherited ("constructor", "__proto__"). */
export function fieldOf(form: FormShape, name: string): Field | undefined {
  return Object.hasOwn(form.fields, name) ? form.fields[name] : undefined;
}

/** The names of a form's secrets. */
export const secretsOf = (form: FormShape): string[] =>
  Object.keys(form.fields).filter((name) => form.fields[name]?.kind === 'secret');

/** The record that a single form has before anybody changed it. */
export function initialRecord<F extends Fields>(form: FormShape<F>): RecordWith<F> {
  const values = Object.entries(form.fields).map(([name, field]) => [name, field.initial]);
  // Each entry is the initial value of its field; the registry refuses a single form where one is missing.
  return Object.freeze(Object.fromEntries(values)) as RecordWith<F>;
}
