// Whole numbers, with their unit.

import { z } from 'zod';
import { type Field, type Words, wordsOf } from './field.ts';

interface WholeOptions extends Words {
  readonly min: number;
  readonly max: number;
  readonly initial?: number;
  /** In words and plural: seconds, attempts. */
  readonly unit?: string;
}

export function whole(options: WholeOptions): Field<number> {
  const { min, max, unit = '' } = options;
  return {
    ...wordsOf(options),
    kind: 'whole',
    code: 'forms.not-a-number',
    unit,
    initial: options.initial,
    schema: z.int().min(min).max(max),
    expects: `a whole number from ${min} to ${max}${unit === '' ? '' : ` ${unit}`}`,
    read: (text) => (/^[+-]?\d{1,15}$/.test(text.trim()) ? Number(text) : text),
    print: String,
  };
}
