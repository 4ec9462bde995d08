// A field of a form: its kind, words, safe initial value and zod schema. Every surface draws and checks it from this.

import type { z } from 'zod';
import type { FormsCode } from '../forms.codes.ts';

export type Kind =
  | 'text'
  | 'lines'
  | 'whole'
  | 'choice'
  | 'choices'
  | 'yesNo'
  | 'secret'
  | 'reference'
  | 'references'
  | 'address'
  | 'networks'
  | 'digits'
  | 'moment'
  | 'access';

/** Whose business it is: that of the configuration's administrators, or of the security administrator alone (ADM-7). */
export type Duty = 'configuration' | 'security';

/** `T` is the type of the field in a record; of a secret only whether it is set. */
export interface Field<T = unknown> {
  readonly kind: Kind;
  readonly label: string;
  readonly help: string;
  /** The heading under which a page shows the field. */
  readonly section: string;
  readonly unit: string;
  /** The value of a record that does not say; undefined means that it must be given. */
  readonly initial: T | undefined;
  /** What a value must be; of a secret, its clear text. */
  readonly schema: z.ZodType;
  /** Completes the sentence "… must be …". */
  readonly expects: string;
  /** The code of a value that the schema refuses. */
  readonly code: FormsCode;
  readonly duty: Duty;
  /** No two records have the same value; a blank one is not compared. */
  readonly unique: boolean;
  readonly choices?: Readonly<Record<string, string>>;
  /** Which of the choices are states, and of what kind: a page shows them with that colour and shape. */
  readonly marks?: Marks;
  readonly references?: string;
  /**
   * Of a secret: `sealed` can be read again by the room that needs it, `hashed` by nobody. `never`: it only comes with a
   * change, which is made of it.
   */
  readonly kept?: 'sealed' | 'hashed' | 'never';
  /** Of text or a secret that people have in a file. */
  readonly file?: FileHint;
  /** Of a secret that may have several lines. */
  readonly lines?: true;
  /** Makes the value of a secret that was not given. */
  readonly make?: () => string;
  /** Turns the text of a command line or of a CSV cell into a value; what it cannot read it leaves to the schema to refuse. */
  read(text: string): unknown;
  /** The inverse of `read`. Of a secret only "set" or "not set". */
  print(value: T): string;
}

/** What a page lets people choose. */
export interface FileHint {
  /** Endings and media types, separated by commas, as a file input takes them. */
  readonly accepts: string;
  /** How the content becomes the value: as it is, or in base64 where it is not text. */
  readonly as: 'text' | 'base64';
}

/** Proven, weak or soon, broken, unknown or off: by the value of a choice. */
export type Marks = Readonly<Partial<Record<string, 'proven' | 'weak' | 'broken' | 'off'>>>;

/** What every kind of field is declared with. */
export interface Words {
  readonly label: string;
  readonly help: string;
  readonly section?: string;
  /** Default: that of the form. */
  readonly duty?: Duty;
  readonly file?: FileHint;
}

/** The parts that most kinds share. */
export const wordsOf = ({ label, help, section = '', duty = 'configuration', file }: Words) => ({
  ...{ label, help, section, duty },
  ...(file === undefined ? {} : { file }),
  unit: '',
  unique: false,
});

/** The values in a text such as "a b; c,d": separated by spaces, semicolons, commas or line breaks. */
export const splitList = (text: string): string[] => text.split(/[\s;,]+/).filter((part) => part !== '');

/** Each value once, in the order of `order`, or sorted. */
export function tidyList<K extends string>(values: readonly K[], order?: readonly K[]): K[] {
  const once = [...new Set(values)];
  return order === undefined ? once : once.sort((a, b) => order.indexOf(a) - order.indexOf(b));
}
