// The form Emergency Numbers: numbers beyond those of the country, and the way out of each; with its rules.

import type { Refusal } from '#base';
import type { Look } from '#forms';
import { emergencyDialled, standingInTheWay } from './collisions.ts';
import { emergencyCodes } from './emergency.codes.ts';
import { codesInTheWay } from './emergency-settings.form.ts';
import { alwaysNumbers } from './numbers-by-country.ts';
import { type EmergencyNumberRecord, numbersShape } from './shapes.ts';

export const emergencyNumbers: typeof numbersShape = {
  ...numbersShape,
  rules: (record, look) => [...stays(record), ...leads(record, look), ...isFree(record, look)],
};

const stays = ({ number, enabled }: EmergencyNumberRecord): Refusal[] =>
  enabled || !alwaysNumbers.includes(number)
    ? []
    : [emergencyCodes.refuse('calls.emergency-always', { number }, 'enabled')];

/** Routes and lists are forms that may look at this one: they are asked for by their ids. */
function leads({ route }: EmergencyNumberRecord, look: Look): Refusal[] {
  if (route === '' || hasKey('routes', route, look) || hasKey('route-lists', route, look)) return [];
  return [emergencyCodes.refuse('calls.emergency-route-unknown', { route }, 'route')];
}

function hasKey(formId: string, key: string, look: Look): boolean {
  if (look.formIds().includes(formId)) for (const one of look.keys(formId)) if (one === key) return true;
  return false;
}

function isFree({ number }: EmergencyNumberRecord, look: Look): Refusal[] {
  const own = new Map([...emergencyDialled(look)].filter(([, entry]) => entry.number === number));
  const fieldOf = (): string => 'number';
  return [...standingInTheWay(own, fieldOf, look), ...codesInTheWay(own, fieldOf, look)];
}
