// Account codes as they are dialled: access code, code, * and number.

import { withoutPins } from '../numbering/feature-codes.ts';
import type { NumberingPlan } from '../numbering/numbering.form.ts';

const fewestDigits = 4;
const mostDigits = 12;

export interface DialledCode {
  readonly number: string;
  /** As it was dialled; digits of an account code's length are all that is looked up. */
  readonly code: string;
}

/** Undefined where what was dialled has no account code. */
export function takeAccountCode(dialled: string, access: string): DialledCode | undefined {
  if (access === '' || !dialled.startsWith(access)) return undefined;
  const end = dialled.indexOf('*', access.length);
  if (end === -1) return undefined;
  return { code: dialled.slice(access.length, end), number: dialled.slice(end + 1) };
}

/** What was dialled, as records may show it: the number alone, and of an account code that goes on with nothing only its access code. */
export function withoutAccountCode(dialled: string, access: string): string {
  if (access === '' || !dialled.startsWith(access)) return dialled;
  return takeAccountCode(dialled, access)?.number ?? access;
}

/** What was dialled, as records and others may see it: without account code and PINs. */
export const shownDialled = (dialled: string, numbering: NumberingPlan): string =>
  withoutAccountCode(withoutPins(dialled, numbering), numbering.accountCodeAccess);

/** Could it be one: 4 to 12 digits? */
export const isAccountCode = (code: string): boolean =>
  code.length >= fewestDigits && code.length <= mostDigits && /^\d+$/.test(code);
