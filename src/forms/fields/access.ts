// Access: what a policy gives to each form and view that it names.

import { z } from 'zod';
import { limits } from '#base';
import { type Field, splitList, type Words, wordsOf } from './field.ts';

/** No access, where the form does not exist for whoever has the policy; reading; reading and changing. */
export type AccessLevel = 'none' | 'read' | 'write';

/** By the id of a form or view, sorted. */
export type AccessMap = Readonly<Record<string, AccessLevel>>;

const levels: readonly AccessLevel[] = ['none', 'read', 'write'];
const formId = /^[a-z][a-z0-9-]{0,63}$/;

/** Initially empty. That the ids are those of forms is for the form's rules to check, by `look.formIds()`. */
export function access(options: Words): Field<AccessMap> {
  const most = limits.forms.accessEntries;
  return {
    ...wordsOf(options),
    kind: 'access',
    code: 'forms.not-access',
    initial: {},
    schema: z
      .record(z.string().regex(formId), z.enum(levels))
      .refine((given) => Object.keys(given).length <= most)
      .overwrite(sorted),
    expects: `at most ${most} forms, each with none, read or write, such as numbering=read`,
    read: readAccess,
    print: (value) =>
      Object.entries(value)
        .map(([id, level]) => `${id}=${level}`)
        .join(' '),
  };
}

const sorted = <T>(given: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A form that is named twice, or cannot be one, makes the whole text one that cannot be read. */
function readAccess(text: string): unknown {
  const pairs = splitList(text).map((word): [string, string] => {
    const [id = '', level = '', ...more] = word.split('=');
    return [id, more.length > 0 ? '' : level.toLowerCase()];
  });
  const read = Object.fromEntries(pairs);
  return Object.keys(read).length === pairs.length && pairs.every(([id]) => formId.test(id)) ? read : text;
}
