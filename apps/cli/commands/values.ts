// FIELD=VALUE operands, and values that must not stand on the command line, where other users can read them.

import { readFileSync } from 'node:fs';
import type { FieldLine } from '../../core/protocol.ts';
import { refuse } from '../refused.ts';

const assignment = /^([A-Za-z][A-Za-z0-9]*)=(.*)$/s;

/** True for `FIELD=VALUE`: then it is no key. */
export const isAssignment = (text: string): boolean => assignment.test(text);

/**
 * The fields that operands assign. `@FILE` stands for the first line of a file, of a field of several lines for all of it;
 * `@-` for the standard input, `@@` for @.
 */
export function readAssignments(
  operands: readonly string[],
  fields: readonly FieldLine[] = [],
): Record<string, string> {
  const patch: Record<string, string> = {};
  for (const operand of operands) {
    const [, field, value] = assignment.exec(operand) ?? [];
    if (field === undefined || value === undefined)
      throw refuse('cli.usage', { why: `Expected FIELD=VALUE, not "${operand}"` });
    if (Object.hasOwn(patch, field)) throw refuse('cli.usage', { why: `${field} is given twice` });
    patch[field] = readValue(
      value,
      fields.find(({ name }) => name === field),
    );
  }
  return patch;
}

function readValue(value: string, field: FieldLine | undefined): string {
  if (value.startsWith('@@')) return value.slice(1);
  if (!value.startsWith('@')) return value;
  const bytes = readBytes(value.slice(1));
  if (field?.file?.as === 'base64') return bytes.toString('base64');
  const text = bytes.toString('utf8');
  return field?.multiline === true ? text : (text.split(/\r?\n/, 1)[0] ?? '');
}

const standardInput = 0;

/** A whole file as text, `-` for the standard input. */
export const readText = (file: string): string => readBytes(file).toString('utf8');

export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? standardInput : file);
  } catch (fault) {
    throw refuse('cli.file', { why: fault instanceof Error ? fault.message : String(fault) });
  }
}
