// Keys of several records of another form, in an order that counts.

import { z } from 'zod';
import { type Field, splitList, type Words, wordsOf } from './field.ts';

interface ReferencesOptions extends Words {
  /** The id of the form whose records are named. */
  readonly to: string;
  /** How many at the most, and at the least. Default 0. */
  readonly max: number;
  readonly min?: number;
}

/** No form of the product has a longer key. */
const longestKey = 255;

/** Keys of records of another form, each once, in their order. That they exist, and stay while they are named, is checked with every change. */
export function references(options: ReferencesOptions): Field<readonly string[]> {
  const { min = 0, max } = options;
  const key = z
    .string()
    .min(1)
    .max(longestKey)
    .regex(/^[^\s;,\p{Cc}]+$/u);
  return {
    ...wordsOf(options),
    kind: 'references',
    code: 'forms.not-keys',
    initial: min === 0 ? [] : undefined,
    references: options.to,
    schema: z
      .array(key)
      .min(min)
      .max(max)
      .overwrite((given) => [...new Set(given)]),
    expects: `${min === 0 ? 'at most' : `${min} to`} ${max} keys of records that exist`,
    read: splitList,
    print: (value) => value.join(' '),
  };
}
