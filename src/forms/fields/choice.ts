// Choices: one of several words, a set of them, yes or no.

import { z } from 'zod';
import { type Field, type Marks, splitList, tidyList, type Words, wordsOf } from './field.ts';

interface ChoiceOptions<K extends string> extends Words {
  /** The values, each with the words that a person sees. */
  readonly of: Readonly<Record<K, string>>;
  readonly initial?: NoInfer<K>;
  readonly marks?: Readonly<Partial<Record<NoInfer<K>, Marks[string]>>>;
}

/** The keys of an object in their order, with their own type. */
const valuesOf = <K extends string>(of: Readonly<Record<K, string>>): K[] =>
  // Object.keys is typed string[]; the object has no other keys than K.
  Object.keys(of) as K[];

export function choice<K extends string>(options: ChoiceOptions<K>): Field<K> {
  const values = valuesOf(options.of);
  return {
    ...wordsOf(options),
    kind: 'choice',
    code: 'forms.not-a-choice',
    initial: options.initial,
    choices: options.of,
    ...(options.marks === undefined ? {} : { marks: options.marks }),
    schema: z.enum(values),
    expects: `one of ${values.join(', ')}`,
    read: (text) => sameInAnyCase(values, text.trim()),
    print: String,
  };
}

interface ChoicesOptions<K extends string> extends Words {
  readonly of: Readonly<Record<K, string>>;
  readonly initial: readonly NoInfer<K>[];
  /** How many at least. Default 0. */
  readonly min?: number;
}

/** A set of choices, kept in the order in which they are declared. */
export function choices<K extends string>(options: ChoicesOptions<K>): Field<readonly K[]> {
  const values = valuesOf(options.of);
  const { min = 0 } = options;
  return {
    ...wordsOf(options),
    kind: 'choices',
    code: 'forms.not-a-choice',
    initial: options.initial,
    choices: options.of,
    schema: z
      .array(z.enum(values))
      .min(min)
      .max(values.length)
      .overwrite((given) => tidyList(given, values)),
    expects: `${min === 0 ? 'any' : `at least ${min}`} of ${values.join(', ')}`,
    read: (text) => splitList(text).map((word) => sameInAnyCase(values, word)),
    print: (value) => value.join(' '),
  };
}

const sameInAnyCase = (values: readonly string[], text: string): string =>
  values.find((value) => value.toLowerCase() === text.toLowerCase()) ?? text;

interface YesNoOptions extends Words {
  readonly initial: boolean;
}

const wordsForYes: readonly string[] = ['yes', 'true', 'on', '1'];
const wordsForNo: readonly string[] = ['no', 'false', 'off', '0'];

export function yesNo(options: YesNoOptions): Field<boolean> {
  return {
    ...wordsOf(options),
    kind: 'yesNo',
    code: 'forms.not-yes-or-no',
    initial: options.initial,
    schema: z.boolean(),
    expects: 'yes or no',
    read(text) {
      const word = text.trim().toLowerCase();
      if (wordsForYes.includes(word)) return true;
      return wordsForNo.includes(word) ? false : text;
    },
    print: (value) => (value ? 'yes' : 'no'),
  };
}
