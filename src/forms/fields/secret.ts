// Secrets: write-only. A record says only whether one is set; its clear text goes straight to be sealed and is never read back.

import { z } from 'zod';
import { randomSecret } from '#base';
import { type Field, type Words, wordsOf } from './field.ts';

interface SecretOptions extends Words {
  readonly min: number;
  readonly max: number;
  /** Characters of the secret that is made when none is given, or what makes it; without it a secret may be left out. */
  readonly made?: number | (() => string);
  /**
   * `hashed`: nobody reads it again, not even the system. `never`: the form's own intake makes something else of it.
   * Default `sealed`.
   */
  readonly kept?: 'sealed' | 'hashed' | 'never';
  /** It may have several lines, as a key in PEM has. */
  readonly lines?: boolean;
  /** Characters beyond ASCII are allowed, as in a passphrase that another system took. */
  readonly anyCharacters?: boolean;
}

const oneLine = /^[\x20-\x7e]*$/;
const severalLines = /^[\x20-\x7e\t\r\n]*$/;
const anyPrintable = /^[^\p{Cc}\p{Cs}]*$/u;

export function secret(options: SecretOptions): Field<boolean> {
  const { min, max, made, kept = 'sealed', lines = false, anyCharacters = false } = options;
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
      .regex(anyCharacters ? anyPrintable : lines ? severalLines : oneLine),
    expects: `${min} to ${max} printable ${anyCharacters ? '' : 'ASCII '}characters${lines ? ', in several lines too' : ''}`,
    ...(lines ? { lines } : {}),
    read: (text: string) => text,
    print: (value: boolean) => (value ? 'set' : 'not set'),
  } as const;
  if (made === undefined) return field;
  return { ...field, make: typeof made === 'number' ? () => randomSecret(made) : made };
}
