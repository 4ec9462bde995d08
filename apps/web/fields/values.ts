// Values of fields as the browser keeps them: read from the text of a description, printed as every other surface prints them.

import type { FieldDescription } from '../../portal/api.ts';

/** `none`, `read` or `write` for each form that an access field names. */
export type Access = Readonly<Record<string, string>>;

/** The text of a value, the same as in the difference, on the command line and in a file. */
export function printed(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(String).join(' ');
  if (typeof value === 'object') return printAccess(accessOf(value));
  return String(value);
}

const printAccess = (access: Access): string =>
  Object.keys(access)
    .sort()
    .map((id) => `${id}=${access[id]}`)
    .join(' ');

/** The value of an access field, whatever was kept: anything else grants nothing. */
export function accessOf(value: unknown): Access {
  if (typeof value === 'string') return readAccess(value);
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([id, level]) => [id, String(level)]));
}

const readAccess = (text: string): Access =>
  Object.fromEntries(
    wordsIn(text).flatMap((word) => {
      const [id = '', level = ''] = word.split('=');
      return id === '' ? [] : [[id, level] as const];
    }),
  );

/** The parts of a list as people type them. */
const wordsIn = (text: string): string[] => text.split(/[\s;,]+/).filter((word) => word !== '');

/** A value as a list of words: of choices and networks. */
export const listOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? wordsIn(value) : [];
};

/** Whether a secret is set, whichever way the interface says so. */
export const isSet = (value: unknown): boolean => value === true || value === 'set';

/** What a record has in a field before anybody gave something. */
export function initialOf(field: FieldDescription): unknown {
  switch (field.kind) {
    case 'yesNo':
      return field.initial === 'yes';
    case 'choices':
    case 'networks':
    case 'references':
      return wordsIn(field.initial);
    case 'access':
      return readAccess(field.initial);
    case 'secret':
      return 'not set';
    default:
      return field.initial;
  }
}

/** All initial values of a form. */
export const initialValues = (fields: readonly FieldDescription[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(fields.map((field) => [field.name, initialOf(field)]));

/** Whether what a field must be says more than its editor shows already. */
export const tellsMore = ({ kind, expects }: FieldDescription): boolean =>
  expects !== '' && kind !== 'yesNo' && kind !== 'choice';

/** A text in the words of its field: a choice is shown as its editor shows it. */
export function inWords({ kind, choices = {} }: Pick<FieldDescription, 'kind' | 'choices'>, text: string): string {
  if (kind !== 'choices') return choices[text] ?? text;
  return wordsIn(text)
    .map((name) => choices[name] ?? name)
    .join(', ');
}
