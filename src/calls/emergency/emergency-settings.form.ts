// The form Emergency Settings: the country, the outside prefixes, and who is told; with its rules.

import type { Refusal } from '#base';
import type { Look } from '#forms';
import { collidingCode, numbering } from '../numbering/numbering.form.ts';
import { emergencyDialled, refusalOf, standingInTheWay } from './collisions.ts';
import type { EmergencyEntry } from './in-force.ts';
import { settingsShape } from './shapes.ts';

export const emergencySettings: typeof settingsShape = {
  ...settingsShape,
  rules: (_, look) => inTheWay(emergencyDialled(look), look),
};

/** An entry that is dialled as it is comes from the country, another one from a prefix. */
function inTheWay(dialled: ReadonlyMap<string, EmergencyEntry>, look: Look): Refusal[] {
  const fieldOf = (digits: string): string => (dialled.get(digits)?.number === digits ? 'country' : 'prefixes');
  return [...standingInTheWay(dialled, fieldOf, look), ...codesInTheWay(dialled, fieldOf, look)];
}

/** Feature codes that cannot be told from an emergency number. */
export function codesInTheWay(
  dialled: ReadonlyMap<string, EmergencyEntry>,
  fieldOf: (digits: string) => string,
  look: Look,
): Refusal[] {
  const codes = look.single(numbering);
  return [...dialled].flatMap(([digits, entry]) => {
    const code = collidingCode(codes, digits);
    return code === undefined ? [] : [refusalOf(digits, entry, `The feature code ${code}`, fieldOf(digits))];
  });
}
