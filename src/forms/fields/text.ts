// Text fields: a line of text, digits, the key of another form's record.

import { z } from 'zod';
import { limits } from '#base';
import { type Field, type Words, wordsOf } from './field.ts';

interface TextOptions extends Words {
  /** Without one it must be given. */
  readonly initial?: string;
  /** Whether it may be blank. Default: when it initially is. */
  readonly blank?: boolean;
  /** Characters. Default 0 where blank is allowed, otherwise 1. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** Needed with a pattern: completes "… must be …". */
  readonly expects?: string;
  readonly unique?: boolean;
  /** Brings what people type into the one form that is stored, before it is checked. */
  readonly tidy?: (text: string) => string;
  /** Several lines, at most this many, with a line feed between them. */
  readonly lines?: number;
  /** A condition beyond the pattern. */
  readonly holds?: (text: string) => boolean;
}

/** One line of text without control characters, trimmed; or several. */
export function text(options: TextOptions): Field<string> {
  const { blank = options.initial === '', lines = 1 } = options;
  const { min = blank ? 0 : 1, max = Math.min(255, limits.forms.textLength), tidy = (value) => value } = options;
  const { expects = `${between(min, max)}${lines === 1 ? '' : ` in at most ${lines} lines`}` } = options;
  const read = (value: string): string => (value.trim() === '' ? '' : tidy(value.trim()));
  return {
    ...wordsOf(options),
    kind: lines === 1 ? 'text' : 'lines',
    code: 'forms.not-text',
    initial: options.initial,
    unique: options.unique ?? false,
    schema: textSchema(min, max, blank, options),
    expects: blank && options.expects !== undefined ? `${expects}, or blank` : expects,
    read: lines === 1 ? read : (value) => read(oneLineEnd(value)),
    print: (value) => value,
  };
}

const between = (min: number, max: number): string =>
  min === 0 ? `text of at most ${max} characters` : `text of ${min} to ${max} characters`;

/** Whatever ends the lines of what was typed or pasted, and blanks before it. */
const oneLineEnd = (text: string): string => text.replace(/[^\S\r\n]*(\r\n|\r|\n)/g, '\n');

const oneLine = /^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u;
const anyLines = /^[^\p{Cc}\p{Cs}\u2028\u2029]*(\n[^\p{Cc}\p{Cs}\u2028\u2029]*)*$/u;

/** A string of `min` to `max` characters; the pattern and the condition do not apply to a blank that is allowed. */
function textSchema(min: number, max: number, blank: boolean, options: TextOptions): z.ZodType<string> {
  const { pattern, holds, lines = 1 } = options;
  const characters = z.string().min(min).max(max);
  const line =
    lines === 1
      ? characters.regex(oneLine)
      : characters.regex(anyLines).refine((value) => value.split('\n', lines + 1).length <= lines);
  const shaped = pattern === undefined ? line : line.regex(pattern);
  const held = holds === undefined ? shaped : shaped.refine(holds);
  return blank && (min > 0 || pattern !== undefined || holds !== undefined) ? z.literal('').or(held) : held;
}

interface DigitsOptions extends Words {
  readonly min: number;
  readonly max: number;
  readonly initial?: string;
  readonly unique?: boolean;
}

/** Digits 0 to 9, kept as text because leading zeros count. */
export function digits(options: DigitsOptions): Field<string> {
  const { min, max } = options;
  const field = text({
    ...options,
    pattern: /^[0-9]+$/,
    expects: min === max ? `${min} digits` : `${min} to ${max} digits`,
  });
  return { ...field, kind: 'digits', code: 'forms.not-digits' };
}

interface ReferenceOptions extends Words {
  /** The id of the form whose record is named. */
  readonly to: string;
  /** '' allows none. */
  readonly initial?: '';
  /** No two records name the same one. */
  readonly unique?: boolean;
}

/** The key of a record of another form. That it exists, and stays while it is named, is checked with every change. */
export function reference(options: ReferenceOptions): Field<string> {
  const field = text({ ...options, expects: 'the key of a record that exists' });
  return { ...field, kind: 'reference', code: 'forms.not-a-key', references: options.to };
}
