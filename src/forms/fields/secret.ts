// Secrets: write-only. A record says only whether one is set; its clear text goes straight to be sealed and is never read back.

import { z } from 'zod';
import { randomSecret } from '#base';
import { type Field, type Words, wordsOf } from './field.ts';

interface SecretOptions extends Words {
  readonly min: number;
  readonly max: number;
  /** Characters of the secret that is made when none is given, or what makes it; without it a secret may be left out. */
  readonly made?: number | (() => string);
  /** `hashed`: nobody reads it again, not even the system. Default `sealed`. */
  readonly kept?: 'sealed' | 'hashed';
}

export function secret(options: SecretOptions): Field<boolean> {
  const { min, max, made, kept = 'sealed' } = options;
  const field = {
    ...wordsOf(options),
    kind: 'secret',
    code: 'forms.wrong-secret',
    kept,
    initial: false,
    schema: z
      .string()
      .min(min)
      .max(max)
      .regex(/^[\x20-\x7e]*$/),
    expects: `${min} to ${max} printable ASCII characters`,
    read: (text: string) => text,
    print: (value: boolean) => (value ? 'set' : 'not set'),
  } as const;
  if (made === undefined) return field;
  return { ...field, make: typeof made === 'number' ? () => randomSecret(made) : made };
}
