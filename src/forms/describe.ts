// A form as plain JSON: all that the command line, the interfaces and the browser need to draw it.

import { z } from 'zod';
import { dutyOf, type FormOrView, type FormShape, type Group, type Help, type Operation } from './define.ts';
import type { Duty, Field, FileHint, Kind, Marks } from './fields/field.ts';

export interface FieldDescription {
  readonly name: string;
  readonly label: string;
  readonly kind: Kind;
  readonly help: string;
  readonly section: string;
  readonly unit: string;
  readonly required: boolean;
  readonly unique: boolean;
  /** As text; '' of a secret. */
  readonly initial: string;
  /** Completes "… must be …". */
  readonly expects: string;
  /** A secret that is made when none is given. */
  readonly made: boolean;
  /** Whether it names the record. */
  readonly key: boolean;
  /** Text of several lines. */
  readonly multiline: boolean;
  readonly duty: Duty;
  /** Whether those for whom it is described may change it: always false where it names the record or stands in a view. */
  readonly changeable: boolean;
  readonly choices?: Readonly<Record<string, string>>;
  readonly marks?: Marks;
  /** People have it in a file: a page lets them choose one. */
  readonly file?: FileHint;
  /** The id of the form whose records it names; absent for those who may not see that form. */
  readonly references?: string;
}

export interface ActionDescription {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly confirm: string;
}

export interface FormDescription {
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  readonly kind: FormShape['kind'];
  readonly single: boolean;
  readonly duty: Duty;
  /** What those for whom it is described may do with it. */
  readonly operations: readonly Operation[];
  /** Of a view; of others none. */
  readonly actions: readonly ActionDescription[];
  readonly key?: string;
  readonly help: Help;
  readonly fields: readonly FieldDescription[];
  /** JSON Schema (2020-12) of a record as it is given. */
  readonly schema: unknown;
}

/** For whom a form is described. */
export interface Reader {
  readonly operations: readonly Operation[];
  /** Whether they may see the form with this id. */
  sees(formId: string): boolean;
  /** Whether they may change what is of this duty. */
  has(duty: Duty): boolean;
}

/** The operations that there are for a form or view, whoever asks. */
export function operationsOf(form: FormOrView): readonly Operation[] {
  if (form.kind === 'view')
    return Object.keys(form.actions).length > 0 ? ['read', 'export', 'act'] : ['read', 'export'];
  if (form.key === undefined) return ['read', 'change', 'import', 'export'];
  return ['read', 'add', 'change', 'delete', 'import', 'export'];
}

/** Without a reader, as it is for someone who may do everything. */
export function describe(form: FormOrView, reader?: Reader): FormDescription {
  const { id, title, group, kind, key, help, duty } = form;
  const actions = form.kind === 'view' ? Object.entries(form.actions) : [];
  return {
    ...{ id, title, group, kind },
    single: kind === 'single',
    duty,
    operations: reader?.operations ?? operationsOf(form),
    actions: actions.map(([name, words]) => ({ name, ...words })),
    ...(key === undefined ? {} : { key }),
    help,
    fields: Object.entries(form.fields).map(([name, field]) => describeField(form, name, field, reader)),
    schema: schemaOf(form),
  };
}

function describeField(form: FormOrView, name: string, field: Field, reader: Reader | undefined): FieldDescription {
  const { label, kind, help, section, unit, unique, expects, choices, marks, references } = field;
  const duty = dutyOf(form, name);
  const changing = reader === undefined || (reader.operations.includes('change') && reader.has(duty));
  return {
    ...{ name, label, kind, help, section, unit, unique, expects, duty },
    required: field.initial === undefined && form.kind !== 'view',
    initial: field.initial === undefined || kind === 'secret' ? '' : field.print(field.initial),
    made: field.make !== undefined,
    key: form.key === name,
    multiline: kind === 'lines' || field.lines === true,
    changeable: form.kind !== 'view' && form.key !== name && changing,
    ...(choices === undefined ? {} : { choices }),
    ...(marks === undefined ? {} : { marks }),
    ...(field.file === undefined ? {} : { file: field.file }),
    ...(references === undefined || reader?.sees(references) === false ? {} : { references }),
  };
}

function schemaOf(form: FormShape): unknown {
  const shape = Object.entries(form.fields).map(([name, field]) => [name, documented(field)] as const);
  return z.toJSONSchema(z.strictObject(Object.fromEntries(shape)), { io: 'input' });
}

function documented(field: Field): z.ZodType {
  const { label: title, help: description, initial, kind } = field;
  if (kind === 'secret') return field.schema.meta({ title, description, writeOnly: true }).optional();
  if (initial === undefined) return field.schema.meta({ title, description });
  return field.schema.meta({ title, description, default: initial }).optional();
}
