// FIELD=VALUE operands, and values that must not stand on the command line, where other users can read them.

import { readFileSync } from 'node:fs';
import { refuse } from '../refused.ts';

const assignment = /^([A-Za-z][A-Za-z0-9]*)=(.*)$/s;

/** True for `FIELD=VALUE`: then it is no key. */
export const isAssignment = (text: string): boolean => assignment.test(text);

/** The fields that operands assign. `@FILE` stands for the first line of a file, `@-` of the standard input, `@@` for @. */
export function readAssignments(operands: readonly string[]): Record<string, string> {
  const patch: Record<string, string> = {};
  for (const operand of operands) {
    const [, field, value] = assignment.exec(operand) ?? [];
    if (field === undefined || value === undefined)
      throw refuse('cli.usage', { why: `Expected FIELD=VALUE, not "${operand}"` });
    if (Object.hasOwn(patch, field)) throw refuse('cli.usage', { why: `${field} is given twice` });
    patch[field] = readValue(value);
  }
  return patch;
}

function readValue(value: string): string {
  if (value.startsWith('@@')) return value.slice(1);
  if (!value.startsWith('@')) return value;
  return readText(value.slice(1)).split(/\r?\n/, 1)[0] ?? '';
}

const standardInput = 0;

/** A whole file, `-` for the standard input. */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? standardInput : file, 'utf8');
  } catch (fault) {
    throw refuse('cli.file', { why: fault instanceof Error ? fault.message : String(fault) });
  }
}
