// The numbers inside the system: those of extensions and of groups. Its law: each means one thing, and none can be taken for a code
// or for a number of the public network.

import type { Refusal } from '#base';
import type { Look } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { hidesEmergency } from '../emergency/collisions.ts';
import { patternTaking } from '../routing/digits-dialled.form.ts';
import { insideForms } from './inside-forms.ts';
import { collidingCode, numbering } from './numbering.form.ts';

/** For the rules of these forms: why `number`, called `who` in words, cannot be one. */
export function insideNumberFits(form: keyof typeof insideForms, number: string, who: string, look: Look): Refusal[] {
  const record = look.single(numbering);
  const { extensionLength: length } = record;
  const code = collidingCode(record, number);
  const pattern = patternTaking(number, look);
  const refusals: Refusal[] = [];
  if (number.length !== length)
    refusals.push(callsFormCodes.refuse('calls.wrong-length', { length, number, given: number.length }, 'number'));
  if (code !== undefined)
    refusals.push(
      callsFormCodes.refuse('calls.code-collides', { code, label: 'a feature code', other: who }, 'number'),
    );
  if (pattern !== undefined)
    refusals.push(callsFormCodes.refuse('calls.digits-overlap', { digits: pattern, other: who }, 'number'));
  for (const [other, what] of Object.entries(insideForms))
    if (other !== form && look.keysWith(other, 'number', number).length > 0)
      refusals.push(callsFormCodes.refuse('calls.number-taken', { number, other: what }, 'number'));
  return [...refusals, ...hidesEmergency(number, who[0]?.toUpperCase() + who.slice(1), 'number', look)];
}
