// What stands in the way of an emergency number. Its law: nothing that people can dial is, begins or begins with one, direct or behind
// a prefix, so that a phone that sends digit by digit reaches it too.

import type { Refusal } from '#base';
import type { Configuration, Look } from '#forms';
import { insideNumbers } from '../numbering/inside-forms.ts';
import { emergencyCodes } from './emergency.codes.ts';
import { dialledFor, type EmergencyEntry, numbersInForce, prefixesOf } from './in-force.ts';
import { numbersShape, settingsShape } from './shapes.ts';

type Dialled = ReadonlyMap<string, EmergencyEntry>;

/** What people may dial for an emergency, as the configuration has it. */
export function emergencyDialled(configuration: Configuration): Dialled {
  const settings = configuration.single(settingsShape);
  return dialledFor(numbersInForce(settings, configuration.records(numbersShape).values()), prefixesOf(settings));
}

/** Whether a phone that sends digit by digit could take one for the other. */
const overlaps = (a: string, b: string): boolean => a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a));

/** For the rules of forms that have extension numbers and codes: why `digits`, called `other` in words, cannot be. */
export function hidesEmergency(digits: string, other: string, field: string, look: Configuration): readonly Refusal[] {
  for (const [dialled, entry] of emergencyDialled(look))
    if (overlaps(dialled, digits)) return [refusalOf(dialled, entry, other, field)];
  return [];
}

/**
 * For the rules of patterns that lead outside: a pattern may be the beginning of an emergency number, as 0 is, but neither equal
 * to one nor longer.
 */
export function emergencyHides(pattern: string, other: string, field: string, look: Configuration): readonly Refusal[] {
  for (const [dialled, entry] of emergencyDialled(look))
    if (pattern.startsWith(dialled)) return [refusalOf(dialled, entry, other, field)];
  return [];
}

/** The first extension or pattern in the way of each of these; all look at the configuration as it would be. */
export function standingInTheWay(dialled: Dialled, fieldOf: (dialled: string) => string, look: Look): Refusal[] {
  const numbers = [...insideNumbers(look)].map(({ number, what }) => ({
    number,
    words: `${what[0]?.toUpperCase()}${what.slice(1)} ${number}`,
  }));
  const patterns = look.formIds().includes('digits-dialled') ? [...look.keys('digits-dialled')] : [];
  return [...dialled].flatMap(([digits, entry]) => {
    const inside = numbers.find(({ number }) => overlaps(digits, number));
    const pattern = patterns.find((one) => one.startsWith(digits));
    return [
      ...(inside === undefined ? [] : [refusalOf(digits, entry, inside.words, fieldOf(digits))]),
      ...(pattern === undefined ? [] : [refusalOf(digits, entry, `Digits dialled ${pattern}`, fieldOf(digits))]),
    ];
  });
}

export const refusalOf = (dialled: string, { number }: EmergencyEntry, other: string, field: string): Refusal =>
  emergencyCodes.refuse('calls.emergency-hidden', { other, dialled, number }, field);
