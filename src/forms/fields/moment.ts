// A moment: date and time, kept as UTC in ISO 8601.

import { z } from 'zod';
import { type Field, type Words, wordsOf } from './field.ts';

interface MomentOptions extends Words {
  /** '' allows none. */
  readonly initial?: '';
}

const iso = z.iso.datetime({ offset: true });

/** The one text of a moment; what is none stays as it is. */
const tidyMoment = (text: string): string =>
  iso.safeParse(text).success ? Temporal.Instant.from(text).toString() : text;

export function moment(options: MomentOptions): Field<string> {
  const blank = options.initial === '';
  return {
    ...wordsOf(options),
    kind: 'moment',
    code: 'forms.not-a-moment',
    initial: options.initial,
    schema: blank ? z.literal('').or(iso) : iso,
    expects: `a date and time with its zone, such as 2027-01-31T18:00:00Z${blank ? ', or blank' : ''}`,
    read: (text) => tidyMoment(text.trim().toUpperCase()),
    print: (value) => value,
  };
}
