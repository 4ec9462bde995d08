// A form as plain JSON: all that the command line, the interfaces and the browser need to draw it.

import { z } from 'zod';
import type { FormShape, Group, Help } from './define.ts';
import type { Field, Kind } from './fields/field.ts';

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
  readonly choices?: Readonly<Record<string, string>>;
  readonly references?: string;
}

export interface FormDescription {
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  readonly single: boolean;
  readonly key?: string;
  readonly help: Help;
  readonly fields: readonly FieldDescription[];
  /** JSON Schema (2020-12) of a record as it is given. */
  readonly schema: unknown;
}

export function describe(form: FormShape): FormDescription {
  const { id, title, group, key, help } = form;
  return {
    id,
    title,
    group,
    single: key === undefined,
    ...(key === undefined ? {} : { key }),
    help,
    fields: Object.entries(form.fields).map(([name, field]) => describeField(name, field)),
    schema: schemaOf(form),
  };
}

function describeField(name: string, field: Field): FieldDescription {
  const { label, kind, help, section, unit, unique, expects, choices, references } = field;
  return {
    ...{ name, label, kind, help, section, unit, unique, expects },
    required: field.initial === undefined,
    initial: field.initial === undefined || kind === 'secret' ? '' : field.print(field.initial),
    made: field.make !== undefined,
    ...(choices === undefined ? {} : { choices }),
    ...(references === undefined ? {} : { references }),
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
